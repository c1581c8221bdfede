/** Why this file exists: when the shift began and how strict its check is; the whole line shares both. */
import { useState } from 'react';
import { useChange } from '../../state/actor.ts';
import { useQueryOf } from '../../state/queries.ts';
import { startOfDay } from './line-state.ts';

export type Gate = 'warn' | 'refuse';

export interface Shift {
  start: number;
  setStart: (moment: number) => void;
  gate: Gate;
  setGate: (gate: Gate) => void;
  /** False until the settings have come. */
  known: boolean;
}

export function useShift(productId: number): Shift {
  const prefix = `inspect.${productId}.`;
  const settings = useQueryOf('settings.get', { prefix });
  const change = useChange('settings.set');
  const [today] = useState(() => startOfDay(Date.now()));
  const start = settings.data?.[`${prefix}shift-start`];
  const gate = settings.data?.[`${prefix}gate`];
  return {
    start: typeof start === 'number' ? start : today,
    setStart: (moment) => void change.run({ name: `${prefix}shift-start`, value: moment }),
    gate: gate === 'refuse' ? 'refuse' : 'warn',
    setGate: (value) => void change.run({ name: `${prefix}gate`, value }),
    known: settings.data !== undefined,
  };
}
