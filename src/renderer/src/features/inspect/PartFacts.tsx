/** Why this file exists: the numbers behind a verdict: score, thresholds, regions, when and how long. */
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { Inspection } from '../../../../shared/entities/inspection.ts';
import { formatInteger, formatRaw, formatTime } from '../../components/format.ts';
import { useQueryOf } from '../../state/queries.ts';
import { DEFAULT_VIEW } from '../gallery/view.ts';
import { reviewRoute } from '../review/route.ts';
import { strings } from './strings.ts';

/** Regions listed; more are in review. */
const REGIONS = 6;

interface PartFactsProps {
  productId: number;
  inspection: Inspection;
  model: ModelSummary | undefined;
  heatmap: boolean;
  onHeatmap: (on: boolean) => void;
}

export function PartFacts({ productId, inspection, model, heatmap, onHeatmap }: PartFactsProps) {
  const { imageId, modelId, thresholdSetId, name, score, at, latencyMs, regions } = inspection;
  const sets = useQueryOf('thresholds.list', { modelId });
  const set = sets.data?.find(({ id }) => id === thresholdSetId);
  const t2 = set?.base.t2 ?? (thresholdSetId === null ? model?.suggested.t2 : undefined);
  const { facts } = strings;
  return (
    <section className="panel part-facts">
      <dl className="part-list">
        <div>
          <dt>{facts.name}</dt>
          <dd>{name}</dd>
        </div>
        <div>
          <dt>{facts.score}</dt>
          <dd>
            <strong>{formatRaw(score)}</strong>
            {t2 !== undefined && (
              <span className="note">
                {' '}
                {facts.t2} {formatRaw(t2)}
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt>{facts.time}</dt>
          <dd>{formatTime(at)}</dd>
        </div>
        <div>
          <dt>{facts.latency}</dt>
          <dd>{strings.ms(formatInteger(latencyMs))}</dd>
        </div>
      </dl>
      <h3>{strings.regions}</h3>
      {regions.length === 0 ? (
        <p className="note">{strings.noRegions}</p>
      ) : (
        <ol className="region-list">
          {regions.slice(0, REGIONS).map(({ area, peak }, i) => (
            <li key={`${peak.x} ${peak.y}`}>
              {strings.region(i + 1, formatInteger(area), formatRaw(peak.score))}
            </li>
          ))}
        </ol>
      )}
      <div className="part-links">
        <label className="check">
          <input type="checkbox" checked={heatmap} onChange={() => onHeatmap(!heatmap)} />
          {strings.heatmap}
        </label>
        <a
          href={reviewRoute.address(productId, {
            image: imageId,
            view: { ...DEFAULT_VIEW, model: modelId },
          })}
        >
          {strings.openReview}
        </a>
      </div>
    </section>
  );
}
