/** Why this file exists: the images before and after this one, in the gallery's order. */
import { useEffect, useRef } from 'react';
import type { Report } from '../../../../shared/report.ts';
import { formatRaw } from '../../components/format.ts';
import { useClient } from '../../state/client-context.ts';
import { strings } from '../../strings/index.ts';
import { verdictOf } from '../reports/verdict.ts';

/** How many are drawn to each side. */
const REACH = 24;

interface FilmstripProps {
  report: Report;
  shown: readonly number[];
  index: number;
  onGo: (index: number) => void;
}

export function Filmstrip({ report, shown, index, onGo }: FilmstripProps) {
  const client = useClient();
  const current = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // Newer browsers return a promise here, which an effect must not.
    current.current?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [index]);
  const place = Math.max(0, shown.indexOf(index));
  const near = shown.slice(Math.max(0, place - REACH), place + REACH + 1);
  return (
    <nav className="filmstrip" aria-label={strings.image.strip}>
      {near.map((at) => {
        const image = report.images[at];
        if (image === undefined) return null;
        const verdict = verdictOf(image.score, report.threshold);
        const name = strings.gallery.tile(
          image.path,
          image.label,
          strings.verdict[verdict],
          formatRaw(image.score),
        );
        return (
          <button
            key={at}
            ref={at === index ? current : undefined}
            type="button"
            className={`frame-button frame-${verdict}`}
            aria-label={name}
            aria-current={at === index}
            title={image.path}
            onClick={() => onGo(at)}
          >
            <img
              src={client.mediaUrl(report.id, 'thumb', at)}
              alt=""
              loading="lazy"
              draggable={false}
              // A broken picture's sign says nothing; its button still opens the reason.
              onError={({ currentTarget }) => (currentTarget.style.visibility = 'hidden')}
            />
            <span aria-hidden="true">{formatRaw(image.score)}</span>
          </button>
        );
      })}
    </nav>
  );
}
