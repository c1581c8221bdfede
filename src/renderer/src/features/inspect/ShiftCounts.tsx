/** Why this file exists: what the shift has seen so far, and when it began. */
import { useState, type FormEvent } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog, DialogButtons } from '../../components/Dialog.tsx';
import { formatInteger, formatShare, formatTime } from '../../components/format.ts';
import { VerdictChip } from '../../components/VerdictChip.tsx';
import { useQueryOf } from '../../state/queries.ts';
import { useNow } from '../../state/use-now.ts';
import { ExportDialog } from '../reports/ExportDialog.tsx';
import { localMoment, localText } from './line-state.ts';
import { strings } from './strings.ts';
import type { Shift } from './use-shift.ts';

const VERDICTS = ['ng', 'review', 'ok'] as const;

export function ShiftCounts({ productId, shift }: { productId: number; shift: Shift }) {
  const counts = useQueryOf('inspections.counts', { productId, since: shift.start });
  const [open, setOpen] = useState<'start' | 'report' | null>(null);
  const now = useNow();
  const { ok = 0, review = 0, ng = 0 } = counts.data ?? {};
  const all = ok + review + ng;
  return (
    <section className="panel shift" aria-label={strings.shift}>
      <header className="panel-head">
        <h2>
          {strings.shift}{' '}
          <button
            type="button"
            className="link"
            title={strings.shiftChange}
            onClick={() => setOpen('start')}
          >
            {strings.shiftSince(formatTime(shift.start))}
          </button>
        </h2>
      </header>
      <dl className="shift-counts">
        {VERDICTS.map((verdict) => {
          const count = { ok, review, ng }[verdict];
          return (
            <div key={verdict} data-count={verdict}>
              <dt>
                <VerdictChip verdict={verdict} />
              </dt>
              <dd className="shift-count">{formatInteger(count)}</dd>
              <dd className="note">{all === 0 ? '' : formatShare(count / all)}</dd>
            </div>
          );
        })}
        <div>
          <dt>{strings.parts}</dt>
          <dd className="shift-count">{formatInteger(all)}</dd>
        </div>
      </dl>
      <Button icon="reports" onClick={() => setOpen('report')}>
        {strings.report}
      </Button>
      {open === 'start' && <ShiftDialog shift={shift} onClose={() => setOpen(null)} />}
      {open === 'report' && (
        <ExportDialog
          what={{ kind: 'shift', productId, since: shift.start, until: now }}
          name={`shift-${localText(shift.start).replaceAll(':', '')}`}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

function ShiftDialog({ shift, onClose }: { shift: Shift; onClose: () => void }) {
  const [text, setText] = useState(localText(shift.start));
  const moment = localMoment(text);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (moment === null) return;
    shift.setStart(moment);
    onClose();
  };
  return (
    <Dialog title={strings.shiftChange} size="small" onClose={onClose}>
      <form onSubmit={save}>
        <label className="field">
          <span className="field-label">{strings.shiftStart}</span>
          <input
            type="datetime-local"
            className="field-box"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <DialogButtons>
          <Button
            onClick={() => {
              shift.setStart(Date.now());
              onClose();
            }}
          >
            {strings.shiftNow}
          </Button>
          <Button kind="primary" type="submit" disabled={moment === null}>
            {strings.save}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  );
}
