/**
 * Why this file exists: what the threshold does to this set, in a factory's words; each cell shows
 * its images.
 */
import { useMemo } from 'react';
import { confusionAt, confusionRates } from '../../../../shared/metrics/confusion.ts';
import { GOOD } from '../../../../shared/dataset.ts';
import type { Report } from '../../../../shared/report.ts';
import { formatPerThousand } from '../../components/format.ts';
import { ALL_LABELS, type GalleryView } from '../../state/route.ts';
import { strings } from '../../strings/index.ts';
import { filterOf, type Outcome } from './verdict.ts';

const text = strings.report;

/** Row by row: defective, then good; NG, then OK. */
const CELLS: readonly Outcome[] = ['caught', 'missedDefects', 'falseAlarms', 'passed'];

interface ConfusionGridProps {
  report: Report;
  view: GalleryView;
  setView: (change: Partial<GalleryView>) => void;
}

export function ConfusionGrid({ report, view, setView }: ConfusionGridProps) {
  const { images, threshold } = report;
  const confusion = useMemo(() => {
    if (threshold === null) return null;
    const scores = images.map(({ score }) => score);
    const labels = images.map(({ label }) => (label === GOOD ? 0 : 1));
    return confusionAt(scores, labels, threshold);
  }, [images, threshold]);
  if (confusion === null) {
    return (
      <section className="panel">
        <h2>{text.confusion}</h2>
        <p className="note">{text.noThreshold}</p>
      </section>
    );
  }
  const { overkill, escape } = confusionRates(confusion);
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{text.confusion}</h2>
      </header>
      <div className="confusion" role="group" aria-label={text.confusionHint}>
        {CELLS.map((outcome) => {
          const filter = filterOf(outcome);
          const pressed = view.label === filter.label && view.verdict === filter.verdict;
          return (
            <button
              key={outcome}
              type="button"
              className={`cell cell-${outcome}`}
              data-empty={confusion[outcome] === 0}
              aria-pressed={pressed}
              onClick={() => setView(pressed ? { label: ALL_LABELS, verdict: 'all' } : filter)}
            >
              <span className="cell-count">{confusion[outcome]}</span>
              <span className="cell-name">{text.cells[outcome]}</span>
              <span className="cell-note">{text.cellNotes[outcome]}</span>
            </button>
          );
        })}
      </div>
      <ul className="rates">
        {escape !== null && <li>{text.escape(formatPerThousand(escape))}</li>}
        {overkill !== null && <li>{text.overkill(formatPerThousand(overkill))}</li>}
      </ul>
    </section>
  );
}
