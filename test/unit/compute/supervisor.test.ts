/** Why this file exists: how the process that computes is watched, held with a made-up one. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createCompute,
  type Compute,
  type TaskControl,
} from '../../../src/main/compute/compute.ts';
import type { PortListener } from '../../../src/main/compute/launch.ts';
import type { ToProcess } from '../../../src/main/compute/protocol.ts';
import type { ComputeState } from '../../../src/shared/contract/system.ts';

type Start = Extract<ToProcess, { kind: 'start' }>;

/** A process as a script: what it was sent, and how the test speaks for it. */
interface Made {
  listener: PortListener;
  sent: ToProcess[];
  killed: boolean;
  starts(): Start[];
}

let processes: Made[];
let states: ComputeState['state'][];
let notices: string[];
let compute: Compute;
let limitMb: number;
/** What a process does when it is asked to end. */
let endsWhenAsked: boolean;

beforeEach(() => {
  vi.useFakeTimers();
  processes = [];
  states = [];
  notices = [];
  limitMb = 1000;
  endsWhenAsked = true;
  compute = createCompute({
    launch: (listener) => {
      const sent: ToProcess[] = [];
      const starts = () => sent.filter((message) => message.kind === 'start');
      const made: Made = { listener, sent, killed: false, starts };
      processes.push(made);
      return {
        send: (message) => {
          sent.push(message);
          if (message.kind === 'end' && endsWhenAsked) {
            queueMicrotask(() => listener.onExit('exit code 0'));
          }
        },
        kill: () => {
          made.killed = true;
          queueMicrotask(() => listener.onExit('signal SIGKILL'));
        },
      };
    },
    memoryLimitMb: () => limitMb,
    onChange: () => {
      const { state } = compute.state();
      if (states.at(-1) !== state) states.push(state);
    },
  });
});
afterEach(() => vi.useRealTimers());

const control = (signal = new AbortController().signal): TaskControl => ({
  signal,
  onProgress: () => undefined,
  onNotice: (sentence) => notices.push(sentence),
});
const ITEM = { file: '/a.png', mask: null, mapFile: null, regions: null };
const DETECTED = {
  score: 1,
  scaleScores: { 16: 1, 32: 1, 64: 1 },
  width: 2,
  height: 2,
  latencyMs: 3,
  regions: [],
};
const evaluation = {
  model: '/m',
  name: 'm',
  data: '/d',
  splits: ['test' as const],
  out: '/o',
  maps: false,
};
const now = () => processes.at(-1)!;
const say = (message: unknown) => now().listener.onMessage(message);
const ready = () => say({ kind: 'ready', device: { label: 'CPU', reason: null } });
const settled = () => vi.advanceTimersByTimeAsync(0);

describe('a task', () => {
  it('starts the process, and gets its parts in the order of its items', async () => {
    expect(compute.state().state).toBe('off');
    const result = compute.detect('/m', [ITEM, { ...ITEM, file: '/b.png' }], control());
    expect(compute.state().state).toBe('starting');
    ready();
    expect(compute.device()).toEqual({ label: 'CPU', reason: null });
    const { task } = now().starts()[0]!;
    say({ kind: 'part', task, value: { index: 1, result: { problem: 'is no image' } } });
    say({ kind: 'part', task, value: { index: 0, result: DETECTED } });
    say({ kind: 'done', task, value: {} });
    expect(await result).toEqual([DETECTED, { problem: 'is no image' }]);
    expect(states).toEqual(['starting', 'ready']);
  });

  it('fails as it failed there, with its three parts', async () => {
    const result = compute.evaluate(evaluation, control());
    const { task } = now().starts()[0]!;
    const failure = { code: 'no-space', sentence: 'Full.', nextStep: 'Free some.', stack: null };
    say({ kind: 'failed', task, failure });
    await expect(result).rejects.toMatchObject({
      code: 'no-space',
      message: 'Full.',
      nextStep: 'Free some.',
    });
  });

  it('whose listener fails ends with that error, and takes nothing along', async () => {
    const full = new Error('no room for the curves');
    const onProgress = () => {
      throw full;
    };
    const result = compute.evaluate(evaluation, { ...control(), onProgress });
    const { task } = now().starts()[0]!;
    say({ kind: 'progress', task, progress: { step: 'Evaluating', done: 1 } });
    expect(now().sent.at(-1)).toMatchObject({ kind: 'stop', task });
    const failure = { code: 'cancelled', sentence: 'Stopped.', nextStep: '.', stack: null };
    say({ kind: 'failed', task, failure });
    await expect(result).rejects.toBe(full);
    expect(processes).toHaveLength(1);
  });

  it('that was stopped before it began starts nothing', async () => {
    const stop = new AbortController();
    stop.abort();
    const result = compute.detect('/m', [ITEM], control(stop.signal));
    await expect(result).rejects.toMatchObject({ code: 'cancelled' });
    expect(processes).toHaveLength(0);
  });

  it('that does not stop when told to is ended with its process, and others go on', async () => {
    const stop = new AbortController();
    const stuck = compute.evaluate(evaluation, control(stop.signal));
    const other = compute.evaluate({ ...evaluation, out: '/p' }, control());
    stop.abort();
    expect(now().sent.at(-1)).toMatchObject({ kind: 'stop' });
    const refused = expect(stuck).rejects.toMatchObject({ code: 'cancelled' });
    await vi.advanceTimersByTimeAsync(60_000);
    await refused;
    expect(processes).toHaveLength(2);
    const [again] = now().starts();
    expect(again).toMatchObject({ name: 'evaluate', input: { out: '/p' } });
    say({ kind: 'done', task: again!.task, value: { images: [] } });
    expect(await other).toEqual({ images: [] });
  });
});

describe('a process that crashes', () => {
  it('is started again after a growing wait, with what was not done yet', async () => {
    const result = compute.detect('/m', [ITEM, { ...ITEM, file: '/b.png' }], control());
    const { task } = now().starts()[0]!;
    say({ kind: 'part', task, value: { index: 0, result: DETECTED } });
    now().listener.onExit('signal SIGSEGV');
    expect(compute.state()).toMatchObject({ state: 'restarting' });
    expect(compute.state().problem).toContain('SIGSEGV');
    expect(notices[0]).toContain('started again in 1 s');
    await vi.advanceTimersByTimeAsync(999);
    expect(processes).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(processes).toHaveLength(2);
    const [again] = now().starts();
    expect(again).toMatchObject({ input: { items: [{ file: '/b.png' }] } });
    say({ kind: 'part', task: again!.task, value: { index: 0, result: DETECTED } });
    say({ kind: 'done', task: again!.task, value: {} });
    expect(await result).toEqual([DETECTED, DETECTED]);
  });

  it('twice on the same image passes that image over', async () => {
    const result = compute.detect('/m', [ITEM, { ...ITEM, file: '/b.png' }], control());
    now().listener.onExit('signal SIGSEGV');
    await vi.advanceTimersByTimeAsync(1000);
    now().listener.onExit('signal SIGSEGV');
    await vi.advanceTimersByTimeAsync(2000);
    const [again] = now().starts();
    expect(again).toMatchObject({ input: { items: [{ file: '/b.png' }] } });
    say({ kind: 'part', task: again!.task, value: { index: 0, result: DETECTED } });
    say({ kind: 'done', task: again!.task, value: {} });
    expect(await result).toEqual([{ problem: expect.stringContaining('end') as string }, DETECTED]);
  });

  it('five times in a row is given up with a clear problem; the next task tries anew', async () => {
    const result = compute.evaluate(evaluation, control());
    const refused = expect(result).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringContaining('5 times in a row') as string,
    });
    for (const wait of [1000, 2000, 4000, 8000]) {
      now().listener.onExit('exit code 134');
      await vi.advanceTimersByTimeAsync(wait);
    }
    now().listener.onExit('exit code 134');
    await refused;
    expect(compute.state()).toMatchObject({ state: 'failed' });
    expect(processes).toHaveLength(5);
    void compute.evaluate(evaluation, control());
    expect(processes).toHaveLength(6);
    expect(compute.state()).toMatchObject({ state: 'starting', problem: null });
  });

  it('counts anew once a task has been done', async () => {
    for (let round = 0; round < 4; round++) {
      const result = compute.evaluate(evaluation, control());
      for (const wait of [1000, 2000]) {
        now().listener.onExit('exit code 1');
        await vi.advanceTimersByTimeAsync(wait);
      }
      const { task } = now().starts().at(-1)!;
      say({ kind: 'done', task, value: { images: [] } });
      expect(await result).toEqual({ images: [] });
    }
  });

  it('fails what a person waits for at once', async () => {
    const result = compute.nearest(
      { model: '/m', file: '/a.png', x: 0, y: 0 },
      new AbortController().signal,
    );
    now().listener.onExit('signal SIGKILL');
    await expect(result).rejects.toMatchObject({ code: 'runtime' });
    expect(compute.state().state).toBe('off');
  });
});

describe('a process that says what Loupe does not understand', () => {
  it.each([
    ['no message at all', null],
    ['a message of another kind', { kind: 'hello' }],
    ['a part that is none', { kind: 'part', task: 1, value: { index: 'x' } }],
    ['a result that is none', { kind: 'done', task: 1, value: 7 }],
    ['no amount of memory', { kind: 'alive', memoryMb: 'much' }],
  ])('(%s) is ended and started again', async (_, message) => {
    void compute.detect('/m', [ITEM], control());
    say(message);
    expect(processes[0]?.killed).toBe(true);
    expect(compute.state()).toMatchObject({
      state: 'restarting',
      problem: expect.stringContaining('does not understand') as string,
    });
    await vi.advanceTimersByTimeAsync(1000);
    expect(processes).toHaveLength(2);
  });

  it('is not heard any more after it was ended', async () => {
    const result = compute.detect('/m', [ITEM], control());
    const first = now();
    first.listener.onMessage(null);
    await vi.advanceTimersByTimeAsync(1000);
    first.listener.onMessage({ kind: 'done', task: 1, value: {} });
    first.listener.onExit('signal SIGKILL');
    await settled();
    expect(processes).toHaveLength(2);
    const { task } = now().starts()[0]!;
    say({ kind: 'part', task, value: { index: 0, result: DETECTED } });
    say({ kind: 'done', task, value: {} });
    expect(await result).toEqual([DETECTED]);
  });
});

describe('a process that says nothing', () => {
  it('while it works is taken to hang and started again', async () => {
    void compute.evaluate(evaluation, control());
    ready();
    await vi.advanceTimersByTimeAsync(9 * 60_000);
    say({ kind: 'alive', memoryMb: 100 });
    await vi.advanceTimersByTimeAsync(9 * 60_000);
    expect(now().killed).toBe(false);
    await vi.advanceTimersByTimeAsync(4 * 60_000);
    expect(processes[0]?.killed).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(processes).toHaveLength(2);
  });
});

describe('memory', () => {
  it('above the limit stops the work, ends the process and says how much it was', async () => {
    const result = compute.evaluate(evaluation, control());
    ready();
    say({ kind: 'alive', memoryMb: 900 });
    expect(compute.state().memoryMb).toBe(900);
    say({ kind: 'alive', memoryMb: 1100 });
    expect(now().sent.at(-1)).toMatchObject({ kind: 'stop' });
    const { task } = now().starts()[0]!;
    const failure = { code: 'cancelled', sentence: 'Stopped.', nextStep: '.', stack: null };
    const refused = expect(result).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringContaining('1.1 GB') as string,
    });
    say({ kind: 'failed', task, failure });
    await refused;
    expect(now().sent.at(-1)).toEqual({ kind: 'end' });
    expect(compute.state()).toMatchObject({ state: 'off', memoryMb: null });
  });
});

describe('a process without work', () => {
  it('is ended after a while; a task that comes just then gets the next one', async () => {
    const first = compute.evaluate(evaluation, control());
    say({ kind: 'done', task: now().starts()[0]!.task, value: { images: [] } });
    await first;
    await vi.advanceTimersByTimeAsync(5 * 60_000 - 1);
    expect(now().sent.at(-1)).toMatchObject({ kind: 'start' });
    endsWhenAsked = false;
    await vi.advanceTimersByTimeAsync(1);
    expect(now().sent.at(-1)).toEqual({ kind: 'end' });
    const second = compute.nearest(
      { model: '/m', file: '/a.png', x: 0, y: 0 },
      new AbortController().signal,
    );
    processes[0]?.listener.onExit('exit code 0');
    expect(processes).toHaveLength(2);
    say({ kind: 'done', task: now().starts()[0]!.task, value: [] });
    expect(await second).toEqual([]);
  });

  it('is ended by close, and what is under way is cancelled', async () => {
    const result = compute.evaluate(evaluation, control());
    const refused = expect(result).rejects.toMatchObject({ code: 'cancelled' });
    await compute.close();
    await refused;
    expect(now().sent.at(-1)).toEqual({ kind: 'end' });
    await expect(compute.evaluate(evaluation, control())).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
