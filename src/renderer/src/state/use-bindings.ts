/** Why this file exists: a person's own keys, kept in the settings as `keys.<action>`. */
import { useMemo } from 'react';
import type { Json } from '../../../shared/entities/common.ts';
import type { KeyBindings } from '../actions/action.ts';
import { useQueryOf } from './queries.ts';

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

const NONE: KeyBindings = {};

/** The bindings of this installation; those that come with Loupe while they are not known. */
export function useBindings(): KeyBindings {
  const { data } = useQueryOf('settings.get', { prefix: KEYS_PREFIX });
  return useMemo(() => (data === undefined ? NONE : bindingsFrom(data)), [data]);
}
