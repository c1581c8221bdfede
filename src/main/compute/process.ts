/**
 * Why this file exists: the process that computes: the only one of the application that loads
 * TensorFlow. It is told what to do by messages, works on several tasks between each other's steps,
 * and ends when main is gone.
 */
import { constants, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { LoupeError, messageOf } from '../../shared/errors.ts';
import type { Progress } from '../../shared/progress.ts';
import { whyNotBetter } from '../runtime/device.ts';
import { loadTensorFlow } from '../runtime/load-backend.ts';
import { ModelShelf } from './model-shelf.ts';
import type { FromProcess, TaskName, ToProcess } from './protocol.ts';
import { taskRunners, type TaskContext } from './task-runners.ts';

const ALIVE_EVERY_MS = 1000;
/** Progress of the same step is told at most this often. */
const PROGRESS_EVERY_MS = 100;
const MEGABYTE = 2 ** 20;

/** The door to main, under Node and in Electron's utility process. */
interface Door {
  send(message: FromProcess): void;
  onMessage(listener: (message: ToProcess) => void): void;
}

/** Electron's own, where this runs in its utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

function openDoor(): Door {
  const { parentPort } = process as { parentPort?: ParentPort };
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      // Only main holds the other end.
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data as ToProcess)),
    };
  }
  // Main is gone, perhaps killed: nobody would hear of what is computed from here on.
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C in a terminal reaches all processes of its group; what stops is main's to decide.
  process.on('SIGINT', () => undefined);
  return {
    send: (message) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => process.on('message', (message) => listener(message as ToProcess)),
  };
}

/** How long a step of long work stands back for what a person waits for. */
const STAND_BACK_MS = 10_000;

const door = openDoor();
const shelf = new ModelShelf();
const stops = new Map<number, AbortController>();
/** Tasks that somebody waits for: single images, among training and evaluations that take hours. */
const awaited = new Set<number>();

// What a person does in the window goes before what is computed.
setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
setInterval(
  () => door.send({ kind: 'alive', memoryMb: process.memoryUsage.rss() / MEGABYTE }),
  ALIVE_EVERY_MS,
);

const loaded = loadTensorFlow().then(({ device }) => {
  const reason = whyNotBetter(device) ?? null;
  door.send({ kind: 'ready', device: { label: device.label, reason } });
});
// Each task that waits for it says why it failed.
loaded.catch(() => undefined);

door.onMessage((message) => {
  switch (message.kind) {
    case 'start':
      void work(message);
      return;
    case 'stop':
      stops.get(message.task)?.abort();
      return;
    case 'end':
      process.exit(0);
  }
});

async function work(message: Extract<ToProcess, { kind: 'start' }>): Promise<void> {
  const { task, name, input } = message;
  const stop = new AbortController();
  stops.set(task, stop);
  const isLong = name === 'train' || name === 'evaluate';
  if (!isLong) awaited.add(task);
  try {
    await loaded;
    // One row of the table: `input` is what `name` takes.
    const run = taskRunners[name] as (
      input: unknown,
      context: TaskContext<TaskName>,
    ) => Promise<unknown>;
    const value = await run(input, {
      control: {
        onProgress: calmed(task),
        signal: stop.signal,
        whilePaused: isLong ? standBack : undefined,
      },
      notice: (sentence) => door.send({ kind: 'notice', task, sentence }),
      part: (part) => door.send({ kind: 'part', task, value: part }),
      shelf,
    });
    door.send({ kind: 'done', task, value });
  } catch (error) {
    door.send({ kind: 'failed', task, failure: failureFrom(error) });
  } finally {
    stops.delete(task);
    awaited.delete(task);
  }
}

/**
 * Before each step of long work. One look at an image awaits the disk a dozen times; without this
 * each time would cost it a step of the training.
 */
async function standBack(): Promise<void> {
  const until = performance.now() + STAND_BACK_MS;
  while (awaited.size > 0 && performance.now() < until) await sleep(2);
}

/** Progress at a pace that main can follow; a new step and the end of one are always told. */
function calmed(task: number): (progress: Progress) => void {
  let step = '';
  let toldAt = 0;
  return (progress) => {
    const now = performance.now();
    const due = progress.step !== step || progress.done === progress.total;
    if (!due && now - toldAt < PROGRESS_EVERY_MS) return;
    step = progress.step;
    toldAt = now;
    door.send({ kind: 'progress', task, progress });
  };
}

function failureFrom(error: unknown): Extract<FromProcess, { kind: 'failed' }>['failure'] {
  if (error instanceof LoupeError) {
    const { code, message: sentence, nextStep } = error;
    return { code, sentence, nextStep, stack: null };
  }
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  return { code: null, sentence: messageOf(error), nextStep: '', stack };
}
