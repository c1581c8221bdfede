/** Why this file exists: the images before and after this one in the queue. */
import { useEffect, useMemo, useRef } from 'react';
import { formatRaw } from '../../components/format.ts';
import { useClient } from '../../state/client-context.ts';
import { useQueryOf } from '../../state/queries.ts';
import { strings } from '../../strings/index.ts';
import { LabelChip } from '../gallery/LabelChip.tsx';
import { text as galleryText } from '../gallery/strings.ts';
import type { Scoring } from '../gallery/use-scoring.ts';
import { text } from './strings.ts';

/** How many are drawn to each side. */
const REACH = 20;

interface ReviewStripProps {
  productId: number;
  scoring: Scoring | null;
  queue: readonly number[];
  imageId: number;
  /** Predictions wait for a person's label. */
  blind: boolean;
  onGo: (imageId: number) => void;
}

export function ReviewStrip({ productId, scoring, queue, imageId, blind, onGo }: ReviewStripProps) {
  const client = useClient();
  const current = useRef<HTMLButtonElement>(null);
  const place = Math.max(0, queue.indexOf(imageId));
  // In steps, so that going on by one asks for nothing new.
  const from = Math.max(0, Math.floor(place / REACH) * REACH - REACH);
  const near = useMemo(() => queue.slice(from, from + 3 * REACH), [queue, from]);
  const { data } = useQueryOf(
    'gallery.items',
    near.length === 0
      ? null
      : {
          productId,
          imageIds: near,
          ...(scoring === null ? {} : { modelId: scoring.modelId, band: scoring.band }),
        },
    { keepPrevious: true },
  );
  const items = useMemo(() => new Map(data?.map((item) => [item.imageId, item])), [data]);
  useEffect(() => {
    current.current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [imageId, near]);
  return (
    <nav className="filmstrip" aria-label={text.strip}>
      {near.map((id) => {
        const item = items.get(id);
        const hidden = blind && item?.reviewed !== true;
        const verdict = hidden ? null : (item?.verdict ?? null);
        const score = hidden ? null : (item?.score ?? null);
        const name = galleryText.tile(
          item?.path ?? '',
          galleryText.labels[item?.label ?? 'none'],
          verdict === null ? '' : strings.verdict[verdict],
          score === null ? '' : galleryText.scoreIs(formatRaw(score)),
        );
        return (
          <button
            key={id}
            ref={id === imageId ? current : undefined}
            type="button"
            className={`frame-button frame-${verdict ?? 'none'}`}
            aria-label={name === '' ? String(id) : name}
            aria-current={id === imageId}
            title={item?.path}
            onClick={() => onGo(id)}
          >
            <img
              src={client.media.image(id, 'thumb')}
              alt=""
              loading="lazy"
              draggable={false}
              // A broken picture's sign says nothing; its button still opens the reason.
              onError={({ currentTarget }) => (currentTarget.style.visibility = 'hidden')}
            />
            <span aria-hidden="true" className="frame-caption">
              <LabelChip value={item?.label ?? 'none'} className="" />
              {score === null ? '' : formatRaw(score)}
            </span>
          </button>
        );
      })}
    </nav>
  );
}
