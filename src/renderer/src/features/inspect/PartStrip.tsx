/** Why this file exists: the last parts with their verdicts; one can be looked at again. */
import { useRef, type KeyboardEvent } from 'react';
import type { Inspection } from '../../../../shared/entities/inspection.ts';
import { formatRaw } from '../../components/format.ts';
import { VerdictChip } from '../../components/VerdictChip.tsx';
import { useClient } from '../../state/client-context.ts';
import { strings } from './strings.ts';

interface PartStripProps {
  /** Newest first. */
  parts: readonly Inspection[];
  shown: number | null;
  onPart: (part: number | null) => void;
}

export function PartStrip({ parts, shown, onPart }: PartStripProps) {
  const { media } = useClient();
  const list = useRef<HTMLOListElement>(null);
  /** One stop for the Tab key; arrows go along the strip. */
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = parts.findIndex(({ id }) => id === shown);
    const next = parts[Math.min(parts.length - 1, Math.max(0, at + step))];
    if (next === undefined) return;
    onPart(next.id === parts[0]?.id ? null : next.id);
    list.current?.querySelector<HTMLElement>(`[data-part="${next.id}"]`)?.focus();
  };
  return (
    <ol
      className="part-strip"
      ref={list}
      aria-label={strings.last}
      onKeyDown={onKeyDown}
      data-own-arrows
    >
      {parts.map(({ id, imageId, name, verdict, score }, i) => (
        <li key={id}>
          <button
            type="button"
            className={`strip-part strip-${verdict}`}
            data-part={id}
            tabIndex={id === shown ? 0 : -1}
            aria-current={id === shown ? 'true' : undefined}
            aria-label={strings.part(name, strings.verdictWords[verdict], formatRaw(score))}
            onClick={() => onPart(i === 0 ? null : id)}
          >
            <img src={media.image(imageId, 'thumb')} alt="" loading="lazy" />
            <VerdictChip verdict={verdict} />
          </button>
        </li>
      ))}
    </ol>
  );
}
