/** Why this file exists: every command of the image view, once, for toolbar, keys and key sheet. */
import type { Action } from '../../actions/action.ts';
import type { Point, ViewCommands } from '../../canvas/viewport.ts';
import type { Preferences } from '../../state/preferences.ts';
import { strings } from '../../strings/index.ts';

const text = strings.actions;

/** What the commands act on. */
export interface ImageCommands {
  preferences: Preferences;
  change: (change: Partial<Preferences>) => void;
  hasMap: boolean;
  hasMask: boolean;
  /** Left out where there is no image that way. */
  previous: (() => void) | undefined;
  next: (() => void) | undefined;
  close: () => void;
  camera: ViewCommands;
  hide: (hidden: boolean) => void;
  moveProbe: (step: Point) => void;
}

const ZOOM_STEP = 1.4;
const OPACITY_STEP = 0.1;

export type ImageActions = ReturnType<typeof imageActions>;

/** The actions by name; `Object.values` of it goes to the keyboard. */
export function imageActions(commands: ImageCommands) {
  const { preferences, change, hasMap, hasMask } = commands;
  return {
    ...moves(commands),
    heatmap: {
      id: 'heatmap',
      label: text.heatmap,
      group: 'overlay',
      keys: ['O'],
      enabled: hasMap,
      checked: preferences.heatmap,
      perform: () => change({ heatmap: !preferences.heatmap }),
    },
    contour: {
      id: 'contour',
      label: text.contour,
      group: 'overlay',
      keys: ['C'],
      enabled: hasMap,
      checked: preferences.contour,
      perform: () => change({ contour: !preferences.contour }),
    },
    mask: {
      id: 'mask',
      label: text.mask,
      group: 'overlay',
      keys: ['M'],
      enabled: hasMask,
      checked: preferences.mask,
      perform: () => change({ mask: !preferences.mask }),
    },
    hide: {
      id: 'hide',
      label: text.hide,
      group: 'overlay',
      keys: ['H'],
      perform: () => commands.hide(true),
      release: () => commands.hide(false),
    },
    lessOpaque: opacityAction(commands, 'less-opaque', text.opacityDown, ',', -OPACITY_STEP),
    moreOpaque: opacityAction(commands, 'more-opaque', text.opacityUp, '.', OPACITY_STEP),
    probeLeft: probeAction(commands, 'probe-left', text.probeLeft, 'ArrowLeft', -1, 0),
    probeRight: probeAction(commands, 'probe-right', text.probeRight, 'ArrowRight', 1, 0),
    probeUp: probeAction(commands, 'probe-up', text.probeUp, 'ArrowUp', 0, -1),
    probeDown: probeAction(commands, 'probe-down', text.probeDown, 'ArrowDown', 0, 1),
  } satisfies Record<string, Action>;
}

function moves({ previous, next, close, camera }: ImageCommands) {
  return {
    close: {
      id: 'close-image',
      label: text.back,
      group: 'image',
      keys: ['Escape'],
      perform: close,
    },
    previous: {
      id: 'previous',
      label: text.previous,
      group: 'image',
      keys: ['A', 'ArrowLeft'],
      enabled: previous !== undefined,
      perform: () => previous?.(),
    },
    next: {
      id: 'next',
      label: text.next,
      group: 'image',
      keys: ['D', 'ArrowRight'],
      enabled: next !== undefined,
      perform: () => next?.(),
    },
    fit: {
      id: 'fit',
      label: text.fit,
      group: 'image',
      keys: ['0'],
      perform: () => camera.fit(),
    },
    actual: {
      id: 'actual',
      label: text.actual,
      group: 'image',
      keys: ['Shift+0'],
      perform: () => camera.actual(),
    },
    zoomIn: {
      id: 'zoom-in',
      label: text.zoomIn,
      group: 'image',
      keys: ['+', '='],
      perform: () => camera.zoomBy(ZOOM_STEP),
    },
    zoomOut: {
      id: 'zoom-out',
      label: text.zoomOut,
      group: 'image',
      keys: ['-'],
      perform: () => camera.zoomBy(1 / ZOOM_STEP),
    },
  } satisfies Record<string, Action>;
}

function opacityAction(
  { preferences, change, hasMap }: ImageCommands,
  id: string,
  label: string,
  key: string,
  step: number,
): Action {
  return {
    id,
    label,
    group: 'overlay',
    keys: [key],
    enabled: hasMap,
    perform: () => {
      const opacity = Math.round((preferences.opacity + step) * 100) / 100;
      change({ opacity: Math.min(1, Math.max(0, opacity)) });
    },
  };
}

function probeAction(
  commands: ImageCommands,
  id: string,
  label: string,
  key: string,
  x: number,
  y: number,
): Action {
  const perform = (): void => commands.moveProbe({ x, y });
  return { id, label, group: 'image', keys: [`Shift+${key}`], perform };
}
