/** Why this file exists: review's commands of moving, labelling and comparing, once, for all who show them. */
import type { Action } from '../../actions/action.ts';
import type { LabelValue } from '../../../../shared/entities/label.ts';
import type { DefectClass } from '../../../../shared/entities/product.ts';
import { MAP_LAYERS } from '../../../../shared/media.ts';
import type { Comparison, ReviewPreferences } from './review-preferences.ts';
import { text } from './strings.ts';
import { reviewPreferences, setReviewPreferences } from './use-review-preferences.ts';

export interface ReviewCommands {
  preferences: ReviewPreferences;
  hasMap: boolean;
  nextUnreviewed: () => void;
  label: (value: LabelValue, defectClassId: number | null) => void;
  classes: readonly DefectClass[];
  /** Left out where there is nothing to take back. */
  undoLabel: (() => void) | undefined;
  comment: () => void;
}

export type ReviewActions = ReturnType<typeof reviewActions>;

/** Keys 4 to 9 name the first classes. */
const CLASS_KEYS = ['4', '5', '6', '7', '8', '9'] as const;

export function reviewActions(commands: ReviewCommands) {
  return { ...labelActions(commands), ...compareActions(commands) };
}

/** One action for each class that has a key. */
export function classActions({ classes, label }: ReviewCommands): Action[] {
  return CLASS_KEYS.flatMap((key, i): Action[] => {
    const one = classes[i];
    if (one === undefined) return [];
    return [
      {
        id: `label-class-${i + 1}`,
        label: text.actions.classNumber(one.name),
        group: 'label',
        keys: [key],
        perform: () => label('ng', one.id),
      },
    ];
  });
}

function labelActions(commands: ReviewCommands) {
  const label = (id: string, name: string, keys: string[], value: LabelValue): Action => ({
    id: `label-${id}`,
    label: name,
    group: 'label',
    keys,
    perform: () => commands.label(value, null),
  });
  return {
    ok: label('ok', text.actions.ok, ['1'], 'ok'),
    ng: label('ng', text.actions.ng, ['2'], 'ng'),
    unsure: label('unsure', text.actions.unsure, ['3'], 'unsure'),
    unlabel: label('none', text.actions.unlabel, ['Delete'], 'none'),
    undoLabel: {
      id: 'label-undo',
      label: text.actions.undoLabel,
      group: 'label',
      keys: ['U'],
      enabled: commands.undoLabel !== undefined,
      perform: () => commands.undoLabel?.(),
    },
    comment: {
      id: 'label-comment',
      label: text.actions.comment,
      group: 'label',
      keys: ['T'],
      perform: commands.comment,
    },
    nextUnreviewed: {
      id: 'next-unreviewed',
      label: text.actions.nextUnreviewed,
      group: 'image',
      keys: ['Shift+D'],
      perform: commands.nextUnreviewed,
    },
  } satisfies Record<string, Action>;
}

function compareActions({ preferences, hasMap }: ReviewCommands) {
  const { comparison, blind } = preferences;
  const compare = (name: Exclude<Comparison, 'overlay'>, label: string, key: string): Action => ({
    id: `compare-${name}`,
    label,
    group: 'overlay',
    keys: [key],
    checked: comparison === name,
    // As it is now: two presses in one frame are two.
    perform: () => {
      const now = reviewPreferences().comparison;
      setReviewPreferences({ comparison: now === name ? 'overlay' : name });
    },
  });
  return {
    wipe: compare('wipe', text.actions.wipe, 'W'),
    side: compare('side', text.actions.side, 'S'),
    layer: {
      id: 'map-layer',
      label: text.actions.layer,
      group: 'overlay',
      keys: ['L'],
      enabled: hasMap,
      perform: () => {
        const now = MAP_LAYERS.indexOf(reviewPreferences().layer);
        const next = MAP_LAYERS[(now + 1) % MAP_LAYERS.length];
        setReviewPreferences({ layer: next ?? 'sum' });
      },
    },
    blind: {
      id: 'blind',
      label: text.actions.blind,
      group: 'label',
      keys: ['Shift+B'],
      checked: blind,
      perform: () => setReviewPreferences({ blind: !reviewPreferences().blind }),
    },
  } satisfies Record<string, Action>;
}
