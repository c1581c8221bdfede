/** Why this file exists: one image in the gallery: picture, verdict, label, score and marks. */
import { memo, useState, type MouseEvent } from 'react';
import type { GalleryItem } from '../../../../shared/entities/gallery.ts';
import { formatRaw } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { VerdictChip } from '../../components/VerdictChip.tsx';
import { LabelChip } from './LabelChip.tsx';
import { text } from './strings.ts';

export type TilePress = 'open' | 'toggle' | 'extend';

interface GridTileProps {
  id: number;
  /** In the whole list, from 0. */
  at: number;
  of: number;
  /** Undefined while it is fetched. */
  item: GalleryItem | undefined;
  className: string | null;
  thumb: string;
  chosen: boolean;
  /** The one the keyboard is on. */
  active: boolean;
  /** False while the list flies past: pictures would only be in the way. */
  still: boolean;
  onPress: (id: number, at: number, how: TilePress) => void;
}

export const GridTile = memo(function GridTile(props: GridTileProps) {
  const { id, at, of, item, className, thumb, chosen, active, still, onPress } = props;
  const press = (event: MouseEvent): void => {
    onPress(id, at, event.shiftKey ? 'extend' : event.ctrlKey || event.metaKey ? 'toggle' : 'open');
  };
  const verdict = item?.verdict ?? null;
  const name = item?.path.slice(item.path.lastIndexOf('/') + 1) ?? '';
  return (
    <div
      id={tileId(at)}
      className="grid-tile"
      role="option"
      aria-selected={chosen}
      aria-posinset={at + 1}
      aria-setsize={of}
      title={item?.path}
      data-active={active}
      onClick={press}
    >
      <div className="grid-picture">
        {item !== undefined && still && <Picture item={item} thumb={thumb} />}
        {verdict !== null && <VerdictChip verdict={verdict} />}
        <span
          className="grid-check"
          data-chosen={chosen}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            onPress(id, at, event.shiftKey ? 'extend' : 'toggle');
          }}
        >
          {chosen && <Icon name="check" />}
        </span>
        {item?.hasMask === true && (
          <span className="grid-mark" title={text.hasMask}>
            <Icon name="mask" />
            <span className="visually-hidden">{text.hasMask}</span>
          </span>
        )}
      </div>
      <div className="grid-caption">
        {item === undefined && <span className="visually-hidden">{text.loadingMore}</span>}
        {item !== undefined && (
          <>
            <LabelChip value={item.label} className={className} />
            <span className="grid-score">{item.score === null ? '' : formatRaw(item.score)}</span>
            <span className="grid-name">{name}</span>
            {item.reviewed && (
              <span className="grid-reviewed" title={text.reviewedBy}>
                <Icon name="person" />
                <span className="visually-hidden">{text.reviewedBy}</span>
              </span>
            )}
          </>
        )}
      </div>
    </div>
  );
});

function Picture({ item, thumb }: { item: GalleryItem; thumb: string }) {
  const [failed, setFailed] = useState<string | null>(null);
  if (item.missing || failed === thumb) {
    return (
      <span className="grid-missing">
        <Icon name="warning" />
        {item.missing ? text.missing : text.cannotShow}
      </span>
    );
  }
  return (
    <img
      key={thumb}
      src={thumb}
      alt=""
      draggable={false}
      decoding="async"
      onError={() => setFailed(thumb)}
    />
  );
}

export function tileId(at: number): string {
  return `image-${at}`;
}
