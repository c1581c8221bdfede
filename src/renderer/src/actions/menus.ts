/** Why this file exists: the action table as the menus of a desktop window. Pure. */
import type { Menu } from '../../../shared/bridge.ts';
import { strings } from '../strings/index.ts';
import { ACTION_GROUPS, type Action } from './action.ts';

/** One menu for each group that has actions; of two with the same id the innermost. */
export function menusOf(actions: readonly Action[]): Menu[] {
  const seen = new Set<string>();
  const own = actions.filter(({ id }) => !seen.has(id) && seen.add(id));
  return ACTION_GROUPS.toReversed().flatMap((group) => {
    const members = own.filter((action) => action.group === group);
    if (members.length === 0) return [];
    return [
      {
        label: strings.actions.groups[group],
        entries: members.map(({ id, label, keys, enabled, checked }) => ({
          id,
          label,
          key: keys[0] ?? null,
          enabled: enabled !== false,
          checked: checked ?? null,
        })),
      },
    ];
  });
}
