/** Why this file exists: the image view's commands as buttons, and where one is. */
import { useRef } from 'react';
import type { ReportImage } from '../../../../shared/report.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { useValue, type ValueStore } from '../../state/value-store.ts';
import { strings } from '../../strings/index.ts';
import type { ImageActions } from './image-actions.ts';
import { moveToolbarFocus } from './toolbar-focus.ts';

const text = strings.image;

interface ImageToolbarProps {
  actions: ImageActions;
  image: ReportImage;
  /** In the gallery's order, from 0; -1 when the filter leaves it out. */
  place: number;
  of: number;
  zoom: ValueStore<number>;
  hidden: boolean;
}

export function ImageToolbar({ actions, image, place, of, zoom, hidden }: ImageToolbarProps) {
  const bar = useRef<HTMLDivElement>(null);
  return (
    <div
      ref={bar}
      className="toolbar"
      role="toolbar"
      aria-label={text.toolbar}
      data-own-arrows
      onKeyDown={(event) => moveToolbarFocus(event, bar.current)}
    >
      <ActionButton action={actions.close} icon="back" labelled />
      <span className="toolbar-divider" />
      <ActionButton action={actions.previous} icon="back" />
      <span className="toolbar-place" role="status">
        {place === -1 ? text.notInFilter(of) : text.position(place + 1, of)}
      </span>
      <ActionButton action={actions.next} icon="next" />
      <h1 className="toolbar-title" title={image.path}>
        {image.path}
      </h1>
      <span className="toolbar-gap" />
      <ActionButton action={actions.heatmap} icon="heatmap" />
      <ActionButton action={actions.contour} icon="contour" />
      <ActionButton action={actions.mask} icon="mask" />
      <ActionButton action={{ ...actions.hide, checked: hidden }} icon="hide" />
      <span className="toolbar-divider" />
      <ActionButton action={actions.zoomOut} icon="zoomOut" />
      <ZoomReadout zoom={zoom} />
      <ActionButton action={actions.zoomIn} icon="zoomIn" />
      <ActionButton action={actions.fit} icon="fit" />
      <ActionButton action={actions.actual} icon="actual" />
    </div>
  );
}

export function ZoomReadout({ zoom }: { zoom: ValueStore<number> }) {
  const percent = useValue(zoom) * 100;
  return (
    <span className="toolbar-zoom" data-testid="zoom">
      {text.zoom(percent < 10 ? percent.toFixed(1) : percent.toFixed(0))}
    </span>
  );
}
