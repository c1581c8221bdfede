/** Why this file exists: the verdict on one image and the numbers behind it. */
import { GOOD } from '../../../../shared/dataset.ts';
import type { Report, ReportImage } from '../../../../shared/report.ts';
import { THETAS, type PerScale } from '../../../../shared/scales.ts';
import { formatRaw } from '../../components/format.ts';
import { VerdictChip } from '../../components/VerdictChip.tsx';
import { strings } from '../../strings/index.ts';
import { outcomeOf, verdictOf } from '../reports/verdict.ts';

const text = strings.image;

export function VerdictPanel({ report, image }: { report: Report; image: ReportImage }) {
  const { threshold } = report;
  const outcome = outcomeOf(image, threshold);
  const wrong = outcome === 'missedDefects' || outcome === 'falseAlarms';
  return (
    <section className="panel verdict-panel" aria-live="polite">
      <div className="verdict-row">
        <VerdictChip verdict={verdictOf(image.score, threshold)} large />
        <div className="verdict-score">
          <span className="score-value">{formatRaw(image.score)}</span>
          {threshold !== null && threshold > 0 && (
            <span className="note">
              {text.timesThreshold((image.score / threshold).toFixed(2))}
            </span>
          )}
        </div>
      </div>
      <dl className="facts">
        <div>
          <dt>{text.label}</dt>
          <dd>{image.label === GOOD ? strings.good : image.label}</dd>
        </div>
        {outcome !== null && (
          <div>
            <dt>{text.outcome}</dt>
            <dd className={wrong ? 'wrong' : undefined}>{text.outcomes[outcome]}</dd>
          </div>
        )}
        <div>
          <dt>{strings.report.threshold}</dt>
          <dd>
            {formatRaw(threshold)}
            {threshold !== null && (
              <span className="note"> {strings.report.source[report.thresholdSource]}</span>
            )}
          </dd>
        </div>
        {image.scaleScores && <ScaleScores scores={image.scaleScores} />}
      </dl>
    </section>
  );
}

function ScaleScores({ scores }: { scores: PerScale<number> }) {
  const most = Math.max(...THETAS.map((theta) => scores[theta]), 1e-9);
  return THETAS.map((theta) => (
    <div key={theta}>
      <dt>{strings.report.scaleName(theta)}</dt>
      <dd className="scale-score">
        <span className="scale-bar" aria-hidden="true">
          <span style={{ width: `${(100 * scores[theta]) / most}%` }} />
        </span>
        {formatRaw(scores[theta])}
      </dd>
    </div>
  ));
}
