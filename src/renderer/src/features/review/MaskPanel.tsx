/** Why this file exists: the mask in numbers, how far it is saved, and what does not need a pointer. */
import { useId, useRef, useState } from 'react';
import type { AnomalyMap } from '../../canvas/map-messages.ts';
import { MAX_BRUSH, MIN_BRUSH } from '../../canvas/mask/brush.ts';
import type { MaskSession } from '../../canvas/mask/mask-session.ts';
import type { PngMeaning } from '../../canvas/mask/png.ts';
import type { Rect } from '../../canvas/mask/spans.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { formatInteger, formatRaw } from '../../components/format.ts';
import { LoadingNotice } from '../../components/Notice.tsx';
import { announce, notify } from '../../state/notices.ts';
import { useValue } from '../../state/value-store.ts';
import { clearMask, exportMask, importMask } from './mask-commands.ts';
import { text } from './strings.ts';
import { setReviewPreferences, useReviewPreferences } from './use-review-preferences.ts';

interface MaskPanelProps {
  /** Null while it is opened. */
  session: MaskSession | null;
  path: string;
  map: AnomalyMap | null;
  /** Of the contour; null where there is none. */
  level: number | null;
  minArea: number;
  /** The chosen region's box in map pixels. */
  region: Rect | null;
}

export function MaskPanel(props: MaskPanelProps) {
  const { session, path, map, level, minArea, region } = props;
  const [unclear, setUnclear] = useState<File | null>(null);
  const picker = useRef<HTMLInputElement>(null);

  const bringIn = async (file: File, meaning: PngMeaning | null): Promise<void> => {
    if (session === null) return;
    const outcome = await importMask(session, file, meaning);
    setUnclear(outcome === 'unclear' ? file : null);
  };
  const takeContour = async (within: Rect | null): Promise<void> => {
    if (session === null || map === null || level === null) return;
    const wishes = { level, minArea, within };
    const { delta } = await session.ask('contour', { map, wishes });
    session.apply(delta);
    if (delta === null) notify({ kind: 'done', text: text.contourNothing });
  };

  const cannotTake = session === null || map === null || level === null;
  return (
    <>
      {session === null ? <LoadingNotice /> : <MaskState session={session} />}
      <BrushSize />
      <div className="mask-buttons">
        <Button
          icon="contour"
          disabled={cannotTake}
          title={level === null ? undefined : text.takeContourHint(formatRaw(level))}
          onClick={() => void takeContour(null)}
        >
          {text.takeContour}
        </Button>
        <Button disabled={cannotTake || region === null} onClick={() => void takeContour(region)}>
          {text.takeRegion}
        </Button>
        <Button icon="upload" disabled={session === null} onClick={() => picker.current?.click()}>
          {text.importPng}
        </Button>
        <Button
          icon="download"
          disabled={session === null}
          onClick={() => session !== null && void exportMask(session, path)}
        >
          {text.exportPng}
        </Button>
        <Button
          icon="trash"
          disabled={session === null}
          onClick={() => {
            if (session !== null && clearMask(session)) announce(text.cleared);
          }}
        >
          {text.clearMask}
        </Button>
      </div>
      <input
        ref={picker}
        type="file"
        accept="image/png"
        hidden
        data-testid="mask-file"
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file !== undefined) void bringIn(file, null);
        }}
      />
      {unclear !== null && (
        <MeaningDialog
          onAnswer={(meaning) => void bringIn(unclear, meaning)}
          onClose={() => setUnclear(null)}
        />
      )}
    </>
  );
}

function MaskState({ session }: { session: MaskSession }) {
  const state = useValue(session.state);
  useValue(session.steps);
  const { defect, ignore } = session.editor.areas();
  return (
    <div className="mask-state">
      <p role="status" data-state={state} data-testid="mask-state">
        {text.maskState[state]}
        {state === 'failed' && (
          <Button kind="quiet" onClick={() => void session.flush()}>
            {text.maskRetry}
          </Button>
        )}
      </p>
      {defect + ignore === 0 && <p className="note">{text.maskNone}</p>}
      <dl className="facts">
        <div>
          <dt>{text.defectArea}</dt>
          <dd data-testid="defect-area">{text.pixels(formatInteger(defect))}</dd>
        </div>
        <div>
          <dt>{text.ignoreArea}</dt>
          <dd data-testid="ignore-area">{text.pixels(formatInteger(ignore))}</dd>
        </div>
      </dl>
    </div>
  );
}

function BrushSize() {
  const { brush } = useReviewPreferences();
  const id = useId();
  return (
    <div className="setting">
      <label htmlFor={id}>{text.brushSize}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={1}
        step={0.005}
        // Small sizes need finer steps than large ones.
        value={Math.log(brush / MIN_BRUSH) / Math.log(MAX_BRUSH / MIN_BRUSH)}
        aria-valuetext={text.pixels(String(brush))}
        onChange={({ target }) => {
          const size = MIN_BRUSH * (MAX_BRUSH / MIN_BRUSH) ** Number(target.value);
          setReviewPreferences({ brush: Math.round(size) });
        }}
      />
      <output>{text.pixels(String(brush))}</output>
    </div>
  );
}

interface MeaningDialogProps {
  onAnswer: (meaning: PngMeaning) => void;
  onClose: () => void;
}

function MeaningDialog({ onAnswer, onClose }: MeaningDialogProps) {
  return (
    <Dialog title={text.meaningTitle} size="small" onClose={onClose}>
      <p>{text.meaningText}</p>
      <DialogButtons>
        <Button onClick={() => onAnswer('classes')}>{text.meaningClasses}</Button>
        <Button kind="primary" onClick={() => onAnswer('defects')}>
          {text.meaningDefects}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
