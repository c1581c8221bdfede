/** Why this file exists: a person's own keys as they are kept in the settings, `keys.<action>`. Pure. */
import type { Json } from '../../../shared/entities/common.ts';
import type { KeyBindings } from '../actions/action.ts';

export const KEYS_PREFIX = 'keys.';

/** Settings as bindings; what is not a list of keys is left out. */
export function bindingsFrom(settings: Readonly<Record<string, Json>>): KeyBindings {
  const entries = Object.entries(settings).flatMap(([name, value]) => {
    if (!name.startsWith(KEYS_PREFIX) || !Array.isArray(value)) return [];
    const keys = value.filter((key) => typeof key === 'string');
    return [[name.slice(KEYS_PREFIX.length), keys] as const];
  });
  return Object.fromEntries(entries);
}
