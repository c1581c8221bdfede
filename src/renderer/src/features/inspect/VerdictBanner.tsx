/**
 * Why this file exists: OK, REVIEW or NG, readable at three metres. Each has its word, its shape (disc,
 * diamond, octagon) and its pattern of border, so that no colour is needed to tell them apart.
 */
import type { Inspection } from '../../../../shared/entities/inspection.ts';
import type { Verdict } from '../../../../shared/entities/threshold.ts';
import type { Run } from '../../../../shared/entities/run.ts';
import { inspectSpec } from './line-state.ts';
import { strings } from './strings.ts';

const SHAPES: Readonly<Record<Verdict, { ground: string; sign: string }>> = {
  ok: { ground: 'M50 4a46 46 0 1 0 0 92a46 46 0 1 0 0-92z', sign: 'M27 52l16 16l31-34' },
  review: {
    ground: 'M50 2L98 50L50 98L2 50z',
    sign: 'M37 40a13 12 0 1 1 19 10c-4 3-6 5-6 10 M50 71v1',
  },
  ng: { ground: 'M31 4h38l27 27v38l-27 27H31L4 69V31z', sign: 'M32 32l36 36 M68 32l-36 36' },
};

interface VerdictBannerProps {
  run: Run;
  inspection: Inspection | undefined;
  /** An earlier part is shown. */
  held: boolean;
}

export function VerdictBanner({ run, inspection, held }: VerdictBannerProps) {
  const state = stateOf(run, inspection);
  if (inspection === undefined || state === 'instead') {
    const { title, note } = wordsOf(run, inspection);
    return (
      <section className="verdict verdict-none" data-verdict="none">
        <p className="verdict-word verdict-word-small">{title}</p>
        <p className="verdict-note">{note}</p>
      </section>
    );
  }
  const { verdict, name } = inspection;
  const shape = SHAPES[verdict];
  return (
    <section
      className={`verdict verdict-${verdict}`}
      data-verdict={verdict}
      data-dimmed={state === 'dimmed' || undefined}
      data-held={held || undefined}
    >
      <svg viewBox="0 0 100 100" className="verdict-shape" aria-hidden="true">
        <path className="verdict-ground" d={shape.ground} />
        <path className="verdict-sign" d={shape.sign} />
      </svg>
      <p className="verdict-word">{strings.verdictWords[verdict]}</p>
      <p className="verdict-part">
        {name}
        {state === 'dimmed' && (
          <span className="verdict-state">
            <strong>{wordsOf(run, inspection).title}</strong> {wordsOf(run, inspection).note}
          </span>
        )}
      </p>
    </section>
  );
}

/** Whether the run's state stands in place of a verdict, beside it, or not at all. */
function stateOf(run: Run, inspection: Inspection | undefined): 'instead' | 'dimmed' | 'live' {
  if (inspection === undefined) return 'instead';
  return run.state === 'running' ? 'live' : 'dimmed';
}

function wordsOf(run: Run, inspection: Inspection | undefined): { title: string; note: string } {
  const [path = ''] = inspectSpec(run).paths;
  switch (run.state) {
    case 'queued':
      return { title: strings.queued, note: '' };
    case 'running':
      return { title: strings.waiting, note: strings.waitingNote(path) };
    case 'paused':
      return { title: strings.paused, note: strings.pausedNote };
    case 'interrupted':
      return { title: strings.interrupted, note: strings.interruptedNote };
    case 'failed':
      return { title: strings.failed, note: '' };
    case 'cancelled':
      return { title: strings.stopped, note: inspection === undefined ? '' : countNote(run) };
    case 'finished':
      return { title: strings.finished, note: countNote(run) };
  }
}

function countNote({ progress, outcome }: Run): string {
  const counted =
    typeof outcome === 'object' && outcome !== null && 'inspected' in outcome
      ? outcome.inspected
      : progress?.done;
  return typeof counted === 'number' ? strings.finishedNote(counted) : '';
}
