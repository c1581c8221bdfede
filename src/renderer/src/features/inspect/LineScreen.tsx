/**
 * Why this file exists: the line at work, for an operator at three metres: the verdict in word and shape,
 * the part large, the last parts, the counts of the shift.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { Inspection } from '../../../../shared/entities/inspection.ts';
import type { Run } from '../../../../shared/entities/run.ts';
import { useActions } from '../../actions/use-actions.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { announce } from '../../state/notices.ts';
import { useQueryOf } from '../../state/queries.ts';
import { LineControls } from './LineControls.tsx';
import { inspectOutcome, isOpen } from './line-state.ts';
import { PartFacts } from './PartFacts.tsx';
import { PartPicture } from './PartPicture.tsx';
import { PartStrip } from './PartStrip.tsx';
import { Rejected } from './Rejected.tsx';
import { ShiftCounts } from './ShiftCounts.tsx';
import { strings } from './strings.ts';
import { useKiosk } from './use-kiosk.ts';
import type { Shift } from './use-shift.ts';
import { VerdictBanner } from './VerdictBanner.tsx';

/** In the strip. */
const LAST = 24;

interface LineScreenProps {
  productId: number;
  run: Run;
  models: readonly ModelSummary[];
  shift: Shift;
  /** The part that is looked at; null: the latest. */
  part: number | null;
  onPart: (part: number | null) => void;
  onNew: () => void;
}

export function LineScreen(props: LineScreenProps) {
  const { productId, run, models, shift, part, onPart, onNew } = props;
  const recent = useQueryOf('inspections.recent', { productId, runId: run.id, limit: LAST });
  const parts = useMemo(() => recent.data ?? [], [recent.data]);
  const latest = parts[0];
  const held = parts.find(({ id }) => id === part);
  const shown = held ?? latest;
  const [heatmap, setHeatmap] = useState(true);
  const kiosk = useKiosk();
  const model = models.find((one) => one.model.id === shown?.modelId);

  useSpoken(latest);
  useActions(
    useMemo(
      () => [
        {
          id: 'inspect-full-screen',
          label: kiosk.on ? strings.leaveFullScreen : strings.fullScreen,
          group: 'general' as const,
          keys: ['Shift+F'],
          perform: kiosk.toggle,
        },
        {
          id: 'inspect-latest',
          label: strings.latest,
          group: 'general' as const,
          keys: ['Escape'],
          enabled: part !== null,
          perform: () => onPart(null),
        },
      ],
      [kiosk, part, onPart],
    ),
  );

  return (
    <div className="line" data-state={run.state}>
      <h1 className="visually-hidden">{strings.title}</h1>
      <VerdictBanner
        run={run}
        inspection={shown}
        held={held !== undefined && held.id !== latest?.id}
      />
      <div className="line-middle">
        <div className="line-picture">
          {shown !== undefined && (
            <PartPicture
              key={`${shown.imageId}`}
              inspection={shown}
              range={model?.mapRange ?? null}
              heatmap={heatmap}
            />
          )}
          {held !== undefined && held.id !== latest?.id && (
            <p className="line-held" role="status">
              {strings.looking}
              <button type="button" className="button" onClick={() => onPart(null)}>
                {strings.latest}
              </button>
            </p>
          )}
        </div>
        <aside className="line-side">
          <LineControls run={run} kiosk={kiosk} onNew={onNew} />
          {run.failure !== null && (
            <ErrorLine error={{ message: run.failure.sentence, nextStep: run.failure.nextStep }} />
          )}
          <ShiftCounts productId={productId} shift={shift} />
          {shown !== undefined && (
            <PartFacts
              productId={productId}
              inspection={shown}
              model={model}
              heatmap={heatmap}
              onHeatmap={setHeatmap}
            />
          )}
          {!isOpen(run) && <Rejected outcome={inspectOutcome(run)} />}
        </aside>
      </div>
      <PartStrip parts={parts} shown={shown?.id ?? null} onPart={onPart} />
    </div>
  );
}

/** Says each new verdict to a screen reader; not that of a part that was there already. */
function useSpoken(latest: Inspection | undefined): void {
  const known = useRef(latest?.id);
  const id = latest?.id;
  const verdict = latest?.verdict;
  const name = latest?.name;
  useEffect(() => {
    if (id === known.current || verdict === undefined || name === undefined) return;
    const first = known.current === undefined;
    known.current = id;
    if (!first) announce(strings.spoken(strings.verdictWords[verdict], name));
  }, [id, verdict, name]);
}
