/** Why this file exists: a person's own keys, kept in the settings as `keys.<action>`. */
import { useMemo } from 'react';
import type { KeyBindings } from '../actions/action.ts';
import { bindingsFrom, KEYS_PREFIX } from './bindings.ts';
import { useQueryOf } from './queries.ts';

const NONE: KeyBindings = {};

/** The bindings of this installation; those that come with Loupe while they are not known. */
export function useBindings(): KeyBindings {
  const { data } = useQueryOf('settings.get', { prefix: KEYS_PREFIX });
  return useMemo(() => (data === undefined ? NONE : bindingsFrom(data)), [data]);
}
