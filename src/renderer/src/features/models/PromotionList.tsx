/** Why this file exists: what was in production when, by whom and why. */
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { Promotion } from '../../../../shared/entities/model.ts';
import { formatTime } from '../../components/format.ts';
import { strings } from './strings.ts';

interface PromotionListProps {
  /** Newest first. */
  promotions: readonly Promotion[];
  models: readonly ModelSummary[];
}

export function PromotionList({ promotions, models }: PromotionListProps) {
  const name = (id: number): string =>
    models.find(({ model }) => model.id === id)?.model.name ?? strings.unknownModel(id);
  return (
    <section className="panel promotions">
      <h2>{strings.history}</h2>
      <ol>
        {promotions.map(({ id, kind, modelId, replacedModelId, reason, actor, at }) => (
          <li key={id}>
            <span className="promotion-what">
              {strings.historyLine[kind](
                name(modelId),
                replacedModelId === null ? null : name(replacedModelId),
              )}
            </span>
            <span className="note">
              {formatTime(at)} · {actor}
            </span>
            <span className="promotion-reason">{reason}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
