/** Why this file exists: every command of the mask, once, for the tools, keys and key sheet. */
import type { Action } from '../../actions/action.ts';
import type { MaskSession } from '../../canvas/mask/mask-session.ts';
import { text } from './strings.ts';
import type { ToolName, Tools } from './use-tools.ts';

export type MaskActions = ReturnType<typeof maskActions>;

const KEYS: Record<ToolName, string> = {
  select: 'V',
  brush: 'B',
  eraser: 'E',
  polygon: 'P',
  fill: 'F',
  ignore: 'I',
};

/** The actions by name; `Object.values` of it goes to the keyboard. */
export function maskActions(tools: Tools, session: MaskSession | null) {
  const tool = (name: ToolName): Action => ({
    id: `mask-${name}`,
    label: text.actions[name],
    group: 'mask',
    keys: [KEYS[name]],
    checked: tools.name === name,
    perform: () => tools.choose(name),
  });
  const painting = tools.name === 'brush' || tools.name === 'eraser' || tools.name === 'ignore';
  const size = (id: string, label: string, key: string, step: number): Action => ({
    id,
    label,
    group: 'mask',
    keys: [key],
    enabled: painting,
    perform: () => tools.resize(step),
  });
  return {
    select: tool('select'),
    brush: tool('brush'),
    eraser: tool('eraser'),
    polygon: tool('polygon'),
    fill: tool('fill'),
    ignore: tool('ignore'),
    smaller: size('mask-smaller', text.actions.smaller, '[', -1),
    larger: size('mask-larger', text.actions.larger, ']', 1),
    // Whether there is a step is known only when the key is pressed: steps render nothing.
    undo: {
      id: 'mask-undo',
      label: text.actions.undo,
      group: 'mask',
      keys: ['Ctrl+Z'],
      enabled: session !== null,
      perform: () => void session?.editor.undo(),
    },
    redo: {
      id: 'mask-redo',
      label: text.actions.redo,
      group: 'mask',
      keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
      enabled: session !== null,
      perform: () => void session?.editor.redo(),
    },
    finish: {
      id: 'mask-finish',
      label: text.actions.finish,
      group: 'mask',
      keys: ['Enter'],
      enabled: tools.finish !== undefined,
      perform: () => tools.finish?.(),
    },
  } satisfies Record<string, Action>;
}
