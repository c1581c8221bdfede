/** Why this file exists: one image in the gallery: thumbnail, verdict, label and score. */
import { useState, type CSSProperties } from 'react';
import type { Report } from '../../../../shared/report.ts';
import { formatRaw } from '../../components/format.ts';
import { VerdictChip } from '../../components/VerdictChip.tsx';
import { useClient } from '../../state/client-context.ts';
import { strings } from '../../strings/index.ts';
import { outcomeOf, verdictOf } from './verdict.ts';

const text = strings.gallery;

interface GalleryTileProps {
  id: string;
  report: Report;
  index: number;
  /** The one the keyboard is on. */
  active: boolean;
  /** Counted from 1, of all that pass the filter. */
  position: number;
  of: number;
  style: CSSProperties;
  onOpen: () => void;
}

export function GalleryTile({
  id,
  report,
  index,
  active,
  position,
  of,
  style,
  onOpen,
}: GalleryTileProps) {
  const client = useClient();
  const [missing, setMissing] = useState(false);
  const image = report.images[index];
  if (image === undefined) return null;
  const verdict = verdictOf(image.score, report.threshold);
  const outcome = outcomeOf(image, report.threshold);
  const score = formatRaw(image.score);
  const name = image.path.slice(image.path.lastIndexOf('/') + 1);
  return (
    <div
      id={id}
      className="tile"
      role="option"
      aria-selected={active}
      aria-posinset={position}
      aria-setsize={of}
      title={image.path}
      style={style}
      data-outcome={outcome}
      onClick={onOpen}
    >
      <div className="tile-picture">
        {missing ? (
          <span className="tile-missing">{text.missing}</span>
        ) : (
          <img
            src={client.mediaUrl(report.id, 'thumb', index)}
            alt=""
            draggable={false}
            decoding="async"
            onError={() => setMissing(true)}
          />
        )}
        <VerdictChip verdict={verdict} />
        {outcome === 'missedDefects' && <span className="tile-flag">{text.missed}</span>}
        {outcome === 'falseAlarms' && <span className="tile-flag">{text.falseAlarm}</span>}
      </div>
      <div className="tile-caption">
        <span className="tile-label">{image.label}</span>
        <span className="tile-score">{score}</span>
        <span className="tile-name">{name}</span>
      </div>
    </div>
  );
}
