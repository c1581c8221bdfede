import { expect, test } from 'vitest';
import type { ApplicationEvent } from '../../../src/main/application.ts';
import { followJobs } from '../../../src/main/shell/work-signs.ts';
import type { RunState } from '../../../src/shared/entities/run.ts';

function setUp() {
  let listener: ((event: ApplicationEvent) => void) | undefined;
  const seen: (string | number)[] = [];
  const stop = followJobs(
    {
      onEvent: (given) => {
        listener = given;
        return () => (listener = undefined);
      },
    },
    {
      showProgress: (value) => seen.push(value),
      keepAwake: () => seen.push('awake'),
      letSleep: () => seen.push('sleep'),
    },
  );
  const job = (runId: number, state: RunState, done?: number): void =>
    listener?.({
      name: 'jobs.changed',
      payload: {
        runId,
        kind: 'train',
        state,
        progress: done === undefined ? null : { step: 'Training', done, total: 10 },
      },
    });
  return { seen, job, stop };
}

test('a running job keeps the machine awake and shows how far it is', () => {
  const { seen, job } = setUp();
  job(1, 'running');
  job(1, 'running', 5);
  job(1, 'finished', 10);
  expect(seen).toEqual(['awake', 2, 0.5, 'sleep', -1]);
});

test('of several jobs the slowest shows, and the last one to end lets the machine sleep', () => {
  const { seen, job } = setUp();
  job(1, 'running', 5);
  job(2, 'running', 2);
  job(1, 'cancelled');
  job(2, 'failed');
  expect(seen).toEqual(['awake', 0.5, 0.2, 0.2, 'sleep', -1]);
});

test('nothing stays on when it stops following', () => {
  const { seen, job, stop } = setUp();
  job(1, 'running', 5);
  stop();
  job(1, 'running', 6);
  expect(seen).toEqual(['awake', 0.5, 'sleep', -1]);
});
