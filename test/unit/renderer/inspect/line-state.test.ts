/** Why this file exists: which job the line shows, what a check is worth, and what was typed last time. */
import { describe, expect, test } from 'vitest';
import {
  checkRun,
  checkState,
  isOpen,
  lineRun,
  localMoment,
  localText,
} from '../../../../src/renderer/src/features/inspect/line-state.ts';
import { inspectRoute } from '../../../../src/renderer/src/features/inspect/route.ts';
import { parseSetup } from '../../../../src/renderer/src/features/inspect/setup.ts';
import { parseAddress } from '../../../../src/renderer/src/state/address.ts';
import type { Run, RunState } from '../../../../src/shared/entities/run.ts';

function run(id: number, what: 'watch' | 'files' | 'verify', state: RunState): Run {
  return {
    id,
    kind: 'inspect',
    productId: 1,
    state,
    parameters: { kind: 'inspect', what },
    progress: null,
    checkpoint: null,
    outcome: null,
    failure: null,
    attempts: 1,
    requestedBy: 'Ada',
    createdAt: id,
    startedAt: id,
    endedAt: null,
  };
}

describe('the line', () => {
  test('shows the job that is open, else the newest one; a check of golden parts is neither', () => {
    const runs = [
      run(4, 'verify', 'running'),
      run(3, 'files', 'finished'),
      run(2, 'watch', 'paused'),
    ];
    expect(lineRun(runs)?.id).toBe(2);
    expect(lineRun(runs.slice(0, 2))?.id).toBe(3);
    expect(lineRun(runs.slice(0, 1))).toBeUndefined();
    expect(checkRun(runs)?.id).toBe(4);
    expect(isOpen(run(1, 'watch', 'interrupted'))).toBe(true);
    expect(isOpen(run(1, 'watch', 'cancelled'))).toBe(false);
  });
});

test('a check is worth what it found, and nothing for what came after it', () => {
  expect(checkState(null, 100)).toBe('never');
  expect(checkState({ at: 150, passed: true }, 100)).toBe('passed');
  expect(checkState({ at: 150, passed: false }, 100)).toBe('failed');
  expect(checkState({ at: 50, passed: true }, 100)).toBe('stale');
});

test('the start of a shift is read as it is written', () => {
  const moment = new Date(2026, 2, 4, 6, 5).getTime();
  expect(localText(moment)).toBe('2026-03-04T06:05');
  expect(localMoment(localText(moment))).toBe(moment);
  expect(localMoment('')).toBeNull();
});

test('the last setup comes back; what is odd is empty', () => {
  const setup = {
    what: 'files',
    folder: '/in',
    paths: 'a\nb',
    sortInto: '',
    csv: '/c.csv',
    http: '',
  };
  expect(parseSetup(JSON.stringify(setup))).toEqual(setup);
  expect(parseSetup('{"what":"moon","folder":7}')).toEqual({
    what: 'watch',
    folder: '',
    paths: '',
    sortInto: '',
    csv: '',
    http: '',
  });
  expect(parseSetup('{')).toEqual(parseSetup(null));
});

test('the address keeps the golden parts and the part that is looked at', () => {
  for (const state of [
    { view: 'golden', part: null },
    { view: 'line', part: 12 },
  ] as const) {
    const { rest, query } = parseAddress(inspectRoute.address(1, state));
    expect(inspectRoute.parse({ rest, query })).toEqual(state);
  }
});
