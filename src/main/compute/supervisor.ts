/**
 * Why this file exists: starts, watches and restarts the process that computes. A task that can go
 * on after a crash is given to the next process; what cannot fails with a sentence. Times are
 * injected, so that tests need not wait.
 */
import type { ComputeState, SystemStatus } from '../../shared/contract/system.ts';
import { messageOf } from '../../shared/errors.ts';
import type { TaskControl } from './compute.ts';
import type { ComputePort, Launch } from './launch.ts';
import { endedMeanwhile, failureOf, gaveUp, stopped, tooMuchMemory } from './problems.ts';
import {
  FromProcessSchema,
  tasks,
  type FromProcess,
  type TaskInputs,
  type TaskName,
  type TaskOutput,
  type TaskPart,
  type ToProcess,
} from './protocol.ts';

export interface SupervisorTimes {
  /** Waits before the restarts after 1, 2, 3 ... crashes in a row; their number is the most. */
  restartMs: readonly number[];
  /** A process without work is ended after this time. */
  idleMs: number;
  /** A task that was told to stop and does not is ended with its process. */
  stopMs: number;
  /** A process that works and says nothing for so long is taken to hang. */
  silenceMs: number;
  /** After so long without a crash, crashes are counted anew. */
  soundMs: number;
}

export const SUPERVISOR_TIMES: SupervisorTimes = {
  restartMs: [1000, 2000, 4000, 8000, 30_000],
  idleMs: 5 * 60_000,
  stopMs: 60_000,
  silenceMs: 10 * 60_000,
  soundMs: 10 * 60_000,
};

export interface SupervisorParts {
  launch: Launch;
  /** Resident memory in MB that the process may reach; asked at every sign of life. */
  memoryLimitMb: () => number;
  /** Called when `state()` or `device()` has changed. */
  onChange: () => void;
  times?: Partial<SupervisorTimes>;
}

export interface TaskOptions<N extends TaskName> {
  control: TaskControl;
  onPart?: (part: TaskPart<N>) => void;
  /** What to ask of the next process after a crash; without it the task fails then. */
  afterCrash?: () => TaskInputs[N];
}

interface Pending {
  start: () => ToProcess;
  /** Null for a task that does not outlive its process. */
  startAgain: (() => ToProcess) | null;
  control: TaskControl;
  /** Both say whether the value is what the task gives. */
  onPart: (value: unknown) => boolean;
  finish: (value: unknown) => boolean;
  reject: (error: unknown) => void;
  /** Whether a process has been given it. */
  sent: boolean;
  /** Why it was told to stop. */
  stopping: Error | null;
  forget: () => void;
}

export class Supervisor {
  readonly #launch: Launch;
  readonly #memoryLimitMb: () => number;
  readonly #onChange: () => void;
  readonly #times: SupervisorTimes;
  readonly #pending = new Map<number, Pending>();
  #lastTask = 0;
  #port: ComputePort | null = null;
  /** Counts processes, so that a late word of an earlier one is not taken for the present one's. */
  #generation = 0;
  #state: ComputeState = { state: 'off', problem: null, memoryMb: null };
  #device: SystemStatus['device'] = null;
  #crashes = 0;
  #startedAt = 0;
  #heardAt = 0;
  /** The process was told to end, or is being ended on purpose: its exit is no crash. */
  #ending = false;
  #closing = false;
  #restart: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout | undefined;
  #onExit: (() => void) | undefined;

  constructor({ launch, memoryLimitMb, onChange, times }: SupervisorParts) {
    this.#launch = launch;
    this.#memoryLimitMb = memoryLimitMb;
    this.#onChange = onChange;
    this.#times = { ...SUPERVISOR_TIMES, ...times };
  }

  state(): ComputeState {
    return this.#state;
  }

  device(): SystemStatus['device'] {
    return this.#device;
  }

  /**
   * Has the process do a task.
   * @throws LoupeError of the task; `cancelled` when stopped; `runtime` when the process ended and
   *   the task cannot go on, or ended too often
   */
  run<N extends TaskName>(
    name: N,
    input: TaskInputs[N],
    { control, onPart, afterCrash }: TaskOptions<N>,
  ): Promise<TaskOutput<N>> {
    return new Promise((resolve, reject) => {
      if (control.signal.aborted || this.#closing) {
        reject(stopped());
        return;
      }
      const task = (this.#lastTask += 1);
      // The table's row for `name` links input, part and output; an indexed union cannot carry that.
      const message = (of: TaskInputs[N]) =>
        ({ kind: 'start', task, name, input: of }) as ToProcess;
      const onAbort = () => this.#stop(task, stopped());
      const { part, output } = tasks[name];
      this.#pending.set(task, {
        start: () => message(input),
        startAgain: afterCrash ? () => message(afterCrash()) : null,
        control,
        onPart: (value) => {
          const parsed = part.safeParse(value);
          if (parsed.success) onPart?.(parsed.data as TaskPart<N>);
          return parsed.success;
        },
        finish: (value) => {
          const parsed = output.safeParse(value);
          if (parsed.success) resolve(parsed.data as TaskOutput<N>);
          return parsed.success;
        },
        reject,
        sent: false,
        stopping: null,
        forget: () => control.signal.removeEventListener('abort', onAbort),
      });
      control.signal.addEventListener('abort', onAbort, { once: true });
      clearTimeout(this.#idle);
      if (this.#port && !this.#ending) this.#give(this.#port);
      else if (!this.#port && this.#restart === undefined) this.#begin();
    });
  }

  /** Ends the process; what is under way fails with `cancelled`. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#idle);
    clearTimeout(this.#restart);
    this.#restart = undefined;
    for (const task of [...this.#pending.keys()])
      this.#settle(task, ({ reject }) => reject(stopped()));
    await this.#end(3000);
  }

  #begin(): void {
    this.#restart = undefined;
    this.#ending = false;
    this.#generation += 1;
    const generation = this.#generation;
    const present = () => generation === this.#generation;
    this.#startedAt = this.#heardAt = performance.now();
    this.#show({
      state: this.#crashes > 0 ? 'restarting' : 'starting',
      problem: this.#crashes > 0 ? this.#state.problem : null,
      memoryMb: null,
    });
    try {
      this.#port = this.#launch({
        onMessage: (message) => present() && this.#hear(message),
        onExit: (how) => present() && this.#gone(how),
      });
    } catch (error) {
      this.#crashed(messageOf(error));
      return;
    }
    this.#watch = setInterval(() => this.#lookForLife(), this.#times.silenceMs / 4);
    this.#watch.unref();
    this.#give(this.#port);
  }

  /** Gives the process what it does not have yet. */
  #give(port: ComputePort): void {
    for (const pending of this.#pending.values()) {
      if (pending.sent) continue;
      pending.sent = true;
      port.send(pending.start());
    }
  }

  #hear(message: unknown): void {
    this.#heardAt = performance.now();
    const parsed = FromProcessSchema.safeParse(message);
    if (parsed.success && this.#take(parsed.data)) return;
    this.#port?.kill();
    this.#gone('a message that Loupe does not understand');
  }

  /** Says whether the message was what it may be. */
  #take(message: FromProcess): boolean {
    if (message.kind === 'ready') {
      this.#device = message.device;
      this.#show({ state: 'ready', problem: null, memoryMb: this.#state.memoryMb });
      return true;
    }
    if (message.kind === 'alive') {
      this.#weigh(message.memoryMb);
      return true;
    }
    const pending = this.#pending.get(message.task);
    // A late word about a task that was given up already.
    if (!pending) return true;
    switch (message.kind) {
      case 'progress':
        return this.#tell(message.task, () => pending.control.onProgress(message.progress));
      case 'notice':
        return this.#tell(message.task, () => pending.control.onNotice(message.sentence));
      case 'part': {
        let fits = true;
        this.#tell(message.task, () => {
          fits = pending.onPart(message.value);
        });
        return fits;
      }
      case 'done':
        if (!pending.finish(message.value)) return false;
        this.#crashes = 0;
        this.#settle(message.task);
        return true;
      case 'failed': {
        const failure = failureOf(message.failure);
        this.#settle(message.task, ({ reject, stopping }) => reject(stopping ?? failure));
        return true;
      }
    }
  }

  /** Whoever listens may fail (a full disk): the task ends with that error, and nothing else does. */
  #tell(task: number, action: () => void): true {
    try {
      action();
    } catch (error) {
      this.#stop(task, error instanceof Error ? error : new Error(messageOf(error)));
    }
    return true;
  }

  /** Takes a task off the list, tells its end, and looks whether the process is still needed. */
  #settle(task: number, tell?: (pending: Pending) => void): void {
    const pending = this.#pending.get(task);
    if (!pending) return;
    this.#pending.delete(task);
    pending.forget();
    tell?.(pending);
    if (this.#pending.size > 0 || !this.#port || this.#closing) return;
    if (this.#isOverLimit()) {
      void this.#end(this.#times.stopMs);
      return;
    }
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#end(this.#times.stopMs), this.#times.idleMs);
    this.#idle.unref();
  }

  #stop(task: number, why: Error): void {
    const pending = this.#pending.get(task);
    if (!pending || pending.stopping) return;
    pending.stopping = why;
    if (!this.#port) {
      this.#settle(task, ({ reject }) => reject(why));
      return;
    }
    this.#port.send({ kind: 'stop', task });
    const generation = this.#generation;
    setTimeout(() => {
      if (generation !== this.#generation || !this.#pending.has(task)) return;
      this.#ending = true;
      this.#port?.kill();
    }, this.#times.stopMs).unref();
  }

  #isOverLimit(): boolean {
    return (this.#state.memoryMb ?? 0) > this.#memoryLimitMb();
  }

  #weigh(memoryMb: number): void {
    const before = this.#state.memoryMb ?? 0;
    this.#state = { ...this.#state, memoryMb: Math.round(memoryMb) };
    if (Math.abs(memoryMb - before) > 0.05 * before) this.#onChange();
    if (performance.now() - this.#startedAt > this.#times.soundMs) this.#crashes = 0;
    if (!this.#isOverLimit() || this.#ending) return;
    if (this.#pending.size === 0) {
      void this.#end(this.#times.stopMs);
      return;
    }
    const why = tooMuchMemory(memoryMb, this.#memoryLimitMb());
    for (const task of [...this.#pending.keys()]) this.#stop(task, why);
  }

  #lookForLife(): void {
    if (this.#pending.size === 0 || !this.#port) return;
    if (performance.now() - this.#heardAt < this.#times.silenceMs) return;
    this.#port.kill();
    this.#gone(`no sign of life for ${Math.round(this.#times.silenceMs / 1000)} s`);
  }

  /** The process has ended, or is as good as ended. */
  #gone(how: string): void {
    this.#generation += 1;
    this.#port = null;
    clearInterval(this.#watch);
    clearTimeout(this.#idle);
    this.#onExit?.();
    this.#onExit = undefined;
    if (!this.#ending) {
      this.#crashed(how);
      return;
    }
    this.#rejectStopped();
    this.#show({ state: 'off', problem: null, memoryMb: null });
    if (this.#closing) return;
    this.#carryOver('was ended');
    if (this.#pending.size > 0) this.#begin();
  }

  #crashed(how: string): void {
    this.#port = null;
    this.#crashes += 1;
    this.#rejectStopped();
    const most = this.#times.restartMs.length;
    if (this.#crashes >= most) {
      const problem = gaveUp(this.#crashes, how);
      this.#crashes = 0;
      this.#show({ state: 'failed', problem: problem.message, memoryMb: null });
      for (const task of [...this.#pending.keys()]) {
        this.#settle(task, ({ reject }) => reject(problem));
      }
      return;
    }
    this.#carryOver(how);
    const problem = `The process that computes ended unexpectedly (${how}).`;
    if (this.#pending.size === 0) {
      this.#show({ state: 'off', problem, memoryMb: null });
      return;
    }
    const wait = this.#times.restartMs[this.#crashes - 1] ?? 0;
    this.#show({ state: 'restarting', problem, memoryMb: null });
    for (const { control } of this.#pending.values()) {
      control.onNotice(
        `${problem} It is started again in ${wait / 1000} s (${this.#crashes} of ${most - 1}).`,
      );
    }
    this.#restart = setTimeout(() => this.#begin(), wait);
  }

  #rejectStopped(): void {
    for (const [task, { stopping }] of [...this.#pending]) {
      if (stopping) this.#settle(task, ({ reject }) => reject(stopping));
    }
  }

  /** Readies what goes on in the next process, and fails what cannot. */
  #carryOver(how: string): void {
    for (const [task, pending] of [...this.#pending]) {
      if (!pending.sent) continue;
      pending.sent = false;
      if (pending.startAgain) pending.start = pending.startAgain;
      else this.#settle(task, ({ reject }) => reject(endedMeanwhile(how)));
    }
  }

  /** Asks the process to end, and ends it when it does not within `limitMs`. */
  async #end(limitMs: number): Promise<void> {
    const port = this.#port;
    if (!port) return;
    this.#ending = true;
    const gone = new Promise<void>((resolve) => {
      this.#onExit = resolve;
    });
    port.send({ kind: 'end' });
    const timer = setTimeout(() => port.kill(), limitMs);
    await gone;
    clearTimeout(timer);
  }

  #show(state: ComputeState): void {
    this.#state = state;
    this.#onChange();
  }
}
