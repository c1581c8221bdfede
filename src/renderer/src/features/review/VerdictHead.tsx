/** Why this file exists: what the model says of the image: verdict, score, each scale; or why nothing. */
import type { ImageDetail } from '../../../../shared/contract/images.ts';
import { verdictOf } from '../../../../shared/entities/threshold.ts';
import { THETAS } from '../../../../shared/scales.ts';
import { Button } from '../../components/Button.tsx';
import { formatNumber, formatRaw } from '../../components/format.ts';
import { VerdictChip } from '../../components/VerdictChip.tsx';
import type { Scoring } from '../gallery/use-scoring.ts';
import { text } from './strings.ts';

interface VerdictHeadProps {
  detail: ImageDetail;
  scoring: Scoring | null;
  /** The prediction waits for the person's label. */
  hidden: boolean;
  running: boolean;
  onRun: () => void;
}

export function VerdictHead({ detail, scoring, hidden, running, onRun }: VerdictHeadProps) {
  const { result, label } = detail;
  if (scoring === null) return <p className="note">{text.noModel}</p>;
  if (hidden) {
    return (
      <div className="verdict-hidden">
        <strong>{text.blindTitle}</strong>
        <p className="note">{text.blindText}</p>
      </div>
    );
  }
  if (result === null) {
    return (
      <div className="verdict-hidden">
        <strong>{text.noScore}</strong>
        <p className="note">{text.noScoreText(scoring.model.model.name)}</p>
        <Button icon="play" busy={running} onClick={onRun}>
          {running ? text.running : text.runModel}
        </Button>
      </div>
    );
  }
  const verdict = verdictOf(result.score, scoring.band);
  const most = Math.max(...THETAS.map((theta) => result.scaleScores[theta]), 1e-9);
  const conflict =
    label?.value === 'ng' && verdict === 'ok'
      ? text.disagrees.miss
      : label?.value === 'ok' && verdict === 'ng'
        ? text.disagrees.alarm
        : null;
  const { t2 } = scoring.band;
  return (
    <>
      <div className="verdict-row">
        <VerdictChip verdict={verdict} large />
        <div className="verdict-score">
          <span className="score-value">{formatRaw(result.score)}</span>
          {t2 > 0 && (
            <span className="note">{text.timesThreshold(formatNumber(result.score / t2, 2))}</span>
          )}
        </div>
      </div>
      {conflict !== null && <p className="flag">{conflict}</p>}
      <dl className="facts scale-facts">
        {THETAS.map((theta) => (
          <div key={theta}>
            <dt>{text.layers[theta]}</dt>
            <dd className="scale-score">
              <span className="scale-bar" aria-hidden="true">
                <span style={{ width: `${(100 * result.scaleScores[theta]) / most}%` }} />
              </span>
              {formatRaw(result.scaleScores[theta])}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
