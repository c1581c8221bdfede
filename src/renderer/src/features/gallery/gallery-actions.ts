/** Why this file exists: every command of the gallery, once, for keys, key sheet and palette. */
import type { Action } from '../../actions/action.ts';
import type { LabelValue } from '../../../../shared/entities/label.ts';
import { text } from './strings.ts';

interface GalleryCommands {
  /** How many images a label would go to. */
  targets: number;
  chosen: number;
  label: (value: LabelValue) => void;
  all: () => void;
  none: () => void;
  open: () => void;
  resize: (step: number) => void;
}

export function galleryActions(commands: GalleryCommands): Action[] {
  const { targets, chosen } = commands;
  const label = (id: string, name: string, key: string, value: LabelValue): Action => ({
    id: `gallery-${id}`,
    label: name,
    group: 'gallery',
    keys: [key],
    enabled: targets > 0,
    perform: () => commands.label(value),
  });
  return [
    label('ok', text.actions.labelOk, '1', 'ok'),
    label('ng', text.actions.labelNg, '2', 'ng'),
    label('unsure', text.actions.labelUnsure, '3', 'unsure'),
    label('unlabel', text.actions.labelNone, '0', 'none'),
    {
      id: 'gallery-all',
      label: text.actions.all,
      group: 'gallery',
      keys: ['Ctrl+A'],
      enabled: targets > 0,
      perform: commands.all,
    },
    {
      id: 'gallery-none',
      label: text.actions.none,
      group: 'gallery',
      keys: ['Escape'],
      enabled: chosen > 0,
      perform: commands.none,
    },
    {
      id: 'gallery-open',
      label: text.actions.open,
      group: 'gallery',
      keys: ['O'],
      enabled: targets > 0,
      perform: commands.open,
    },
    {
      id: 'gallery-larger',
      label: text.actions.larger,
      group: 'gallery',
      keys: ['+', '='],
      perform: () => commands.resize(1),
    },
    {
      id: 'gallery-smaller',
      label: text.actions.smaller,
      group: 'gallery',
      keys: ['-'],
      perform: () => commands.resize(-1),
    },
  ];
}
