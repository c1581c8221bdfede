/** Why this file exists: the image view's commands as buttons, and where one is. */
import { useRef, type KeyboardEvent } from 'react';
import type { ReportImage } from '../../../../shared/report.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { useValue, type ValueStore } from '../../state/value-store.ts';
import { strings } from '../../strings/index.ts';
import type { ImageActions } from './image-actions.ts';

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
      onKeyDown={(event) => moveFocus(event, bar.current)}
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

function ZoomReadout({ zoom }: { zoom: ValueStore<number> }) {
  const percent = useValue(zoom) * 100;
  return (
    <span className="toolbar-zoom" data-testid="zoom">
      {text.zoom(percent < 10 ? percent.toFixed(1) : percent.toFixed(0))}
    </span>
  );
}

/** Arrow keys, Home and End move the focus inside the toolbar, as a toolbar should. */
function moveFocus(event: KeyboardEvent, bar: HTMLElement | null): void {
  const buttons = [...(bar?.querySelectorAll<HTMLButtonElement>('button:enabled') ?? [])];
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  if (at === -1) return;
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    Home: 0,
    End: buttons.length - 1,
  };
  const next = event.shiftKey ? undefined : moves[event.key];
  if (next === undefined) return;
  event.preventDefault();
  buttons[(next + buttons.length) % buttons.length]?.focus();
}
