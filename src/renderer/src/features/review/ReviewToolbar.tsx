/** Why this file exists: where one is in the queue, and what is laid over the image, as buttons. */
import { useRef } from 'react';
import type { Action } from '../../actions/action.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { formatInteger } from '../../components/format.ts';
import type { ValueStore } from '../../state/value-store.ts';
import { ZoomReadout } from '../image/ImageToolbar.tsx';
import type { ImageActions } from '../image/image-actions.ts';
import { moveToolbarFocus } from '../image/toolbar-focus.ts';
import type { ReviewActions } from './review-actions.ts';
import { text } from './strings.ts';

interface ReviewToolbarProps {
  actions: ImageActions & ReviewActions;
  path: string;
  /** In the queue, from 0; -1 when the image is not in it. */
  place: number;
  of: number;
  zoom: ValueStore<number>;
  hidden: boolean;
}

export function ReviewToolbar({ actions, path, place, of, zoom, hidden }: ReviewToolbarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const hide: Action = { ...actions.hide, checked: hidden };
  return (
    <div
      ref={bar}
      className="toolbar"
      role="toolbar"
      aria-label={text.toolbar}
      data-own-arrows
      onKeyDown={(event) => moveToolbarFocus(event, bar.current)}
    >
      <ActionButton action={actions.close} icon="gallery" labelled />
      <span className="toolbar-divider" />
      <ActionButton action={actions.previous} icon="back" />
      <span className="toolbar-place" role="status">
        {place === -1
          ? text.outside(formatInteger(of))
          : text.position(formatInteger(place + 1), formatInteger(of))}
      </span>
      <ActionButton action={actions.next} icon="next" />
      <ActionButton action={actions.nextUnreviewed} icon="skip" />
      <h1 className="toolbar-title" title={path}>
        {path}
      </h1>
      <span className="toolbar-gap" />
      <ActionButton action={actions.heatmap} icon="heatmap" />
      <ActionButton action={actions.contour} icon="contour" />
      <ActionButton action={actions.mask} icon="mask" />
      <ActionButton action={hide} icon="hide" />
      <span className="toolbar-divider" />
      <ActionButton action={actions.wipe} icon="wipe" />
      <ActionButton action={actions.side} icon="side" />
      <span className="toolbar-divider" />
      <ActionButton action={actions.zoomOut} icon="zoomOut" />
      <ZoomReadout zoom={zoom} />
      <ActionButton action={actions.zoomIn} icon="zoomIn" />
      <ActionButton action={actions.fit} icon="fit" />
      <ActionButton action={actions.actual} icon="actual" />
    </div>
  );
}
