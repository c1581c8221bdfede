/** Why this file exists: labelled images to choose golden parts from, those near the threshold first. */
import { useState } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import type { GalleryItem, GalleryQuery } from '../../../../shared/entities/gallery.ts';
import { Button } from '../../components/Button.tsx';
import { formatRaw } from '../../components/format.ts';
import { ErrorLine } from '../../components/Notice.tsx';
import { Select } from '../../components/Select.tsx';
import { useClient } from '../../state/client-context.ts';
import { useQueryOf } from '../../state/queries.ts';
import { strings } from './strings.ts';

type Show = keyof typeof strings.shows;
const SHOWS: readonly Show[] = ['near', 'ok', 'ng', 'all'];
const PAGE = 60;

interface CandidatesProps {
  productId: number;
  production: ModelSummary | undefined;
  chosen: ReadonlySet<number>;
  onAdd: (item: GalleryItem) => void;
}

export function Candidates({ productId, production, chosen, onAdd }: CandidatesProps) {
  const [show, setShow] = useState<Show>(production === undefined ? 'all' : 'near');
  const [count, setCount] = useState(PAGE);
  const { media } = useClient();
  const page = useQueryOf('gallery.page', queryOf(productId, production, show, count), {
    keepPrevious: true,
  });
  const shows = SHOWS.filter((one) => one !== 'near' || production !== undefined);
  return (
    <section className="panel candidates">
      <header className="panel-head">
        <h2>{strings.candidates}</h2>
        <Select
          label={strings.show}
          hideLabel
          value={show}
          choices={shows.map((value) => ({ value, label: strings.shows[value] }))}
          onChange={setShow}
        />
      </header>
      {page.error !== null && <ErrorLine error={page.error} />}
      <ul className="candidate-list">
        {(page.data?.items ?? []).map((item) => (
          <li key={item.imageId}>
            <button
              type="button"
              className="candidate"
              disabled={chosen.has(item.imageId)}
              title={item.path}
              onClick={() => onAdd(item)}
            >
              <img src={media.image(item.imageId, 'thumb')} alt="" loading="lazy" />
              <span className="visually-hidden">{strings.add(item.path)}</span>
              <span className="candidate-words">
                {item.label === 'ng' ? strings.shows.ng : strings.shows.ok}
                {item.score !== null && <span>{formatRaw(item.score)}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {(page.data?.next ?? null) !== null && (
        <Button onClick={() => setCount(Math.min(1000, count + PAGE))}>{strings.more}</Button>
      )}
    </section>
  );
}

function queryOf(
  productId: number,
  production: ModelSummary | undefined,
  show: Show,
  limit: number,
): GalleryQuery {
  const { t1, t2 } = production?.thresholds?.base ?? production?.suggested ?? { t1: 0, t2: 0 };
  const labels = show === 'ok' || show === 'ng' ? [show] : (['ok', 'ng'] as const);
  return {
    productId,
    ...(production === undefined ? {} : { modelId: production.model.id, band: { t1, t2 } }),
    filter: { labels: [...labels] },
    sort: show === 'near' ? 'distance' : 'path',
    descending: false,
    limit,
  };
}
