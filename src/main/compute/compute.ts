/**
 * Why this file exists: what the process that computes is to the rest of main. TensorFlow is loaded
 * there and nowhere else in the application; a crash of it costs a job some seconds, never the
 * catalog or the window.
 */
import type { CurvePointView } from '../../shared/contract/jobs.ts';
import type { NearestGoodView } from '../../shared/contract/models.ts';
import type { ComputeState, SystemStatus } from '../../shared/contract/system.ts';
import type { OnProgress } from '../../shared/progress.ts';
import type { PerScale } from '../../shared/scales.ts';
import type { TrainRequest } from '../services/train-model.ts';
import type { DetectItem, TaskInputs, TaskOutput, TaskPart } from './protocol.ts';
import { Supervisor, type SupervisorParts } from './supervisor.ts';

/** One image to be looked at. */
export interface ImageFile {
  /** Absolute path. */
  file: string;
  /** Run-length code of its mask (`mask-rle.ts`); pixels of the ignore class do not count. */
  mask: Uint8Array | null;
}

/** What a model says about one image. */
export interface Scored {
  /** Raw image score (Eq. 9). */
  score: number;
  /** Null for methods without the paper's scales. */
  scaleScores: PerScale<number> | null;
  /** Source size in pixels, after EXIF orientation. */
  width: number;
  height: number;
  latencyMs: number;
}

/** `problem` says why the file could not be used, to follow its name: "is no image". */
export type ScoredFile = Scored | { problem: string };

/** As `Scored`, with the regions that were asked for. */
export type DetectedFile = TaskPart<'detect'>['result'];

/** What long work hears and says. */
export interface TaskControl {
  signal: AbortSignal;
  onProgress: OnProgress;
  /** Gets sentences worth knowing that stop nothing. */
  onNotice: (sentence: string) => void;
}

export interface Compute {
  /** Where the process stands; changes are told by the event `system.changed`. */
  state(): ComputeState;
  /** Where it computes; null until TensorFlow has been loaded once. */
  device(): SystemStatus['device'];
  /**
   * Trains a model into `request.out`; goes on by itself after a crash of the process.
   * @throws LoupeError as `trainModel`; `runtime`, `cancelled`
   */
  train(
    request: TrainRequest,
    control: TaskControl,
    onCurvePoint: (point: CurvePointView) => void,
  ): Promise<TaskOutput<'train'>>;
  /** Leaves a report in `request.out`; goes on by itself after a crash of the process. */
  evaluate(request: TaskInputs['evaluate'], control: TaskControl): Promise<TaskOutput<'evaluate'>>;
  /**
   * Looks at images one after another; entry i of the answer is about item i. A file that cannot be
   * used does not stop the others. Goes on by itself after a crash of the process.
   * @throws LoupeError `not-found`, `bad-model`, `runtime`, `cancelled`
   */
  detect(
    modelPath: string,
    items: readonly DetectItem[],
    control: TaskControl,
  ): Promise<DetectedFile[]>;
  /** As `detect`, for scores alone. */
  score(
    modelPath: string,
    files: readonly ImageFile[],
    control: TaskControl,
  ): Promise<ScoredFile[]>;
  /** With which good patches a place of an image (in source pixels) is compared. */
  nearest(input: TaskInputs['nearest'], signal: AbortSignal): Promise<NearestGoodView[]>;
  /** Ends the process; what is under way fails with `cancelled`. */
  close(): Promise<void>;
}

/** A control for work that nobody watches. */
export function unwatched(signal: AbortSignal = new AbortController().signal): TaskControl {
  return { signal, onProgress: () => undefined, onNotice: () => undefined };
}

/** Starts no process yet; the first task does. See `launchByFork` for one under Node. */
export function createCompute(parts: SupervisorParts): Compute {
  const supervisor = new Supervisor(parts);
  const detect: Compute['detect'] = async (modelPath, items, control) => {
    const results = new Map<number, DetectedFile>();
    const left = () => [...items.keys()].filter((index) => !results.has(index));
    let suspected: number | undefined;
    let crashes = 0;
    // Which items the present process has, by its own count.
    let given = left();
    const inputOf = (): TaskInputs['detect'] => {
      given = left();
      return { model: modelPath, items: given.map((index) => items[index]!) };
    };
    await supervisor.run('detect', inputOf(), {
      control,
      onPart: ({ index, result }) => {
        const item = given[index];
        if (item === undefined) return;
        results.set(item, result);
        control.onProgress({
          step: 'Inspecting',
          done: results.size,
          total: items.length,
          unit: 'images',
        });
      },
      afterCrash: () => {
        const [suspect] = left();
        crashes = suspect === suspected ? crashes + 1 : 1;
        suspected = suspect;
        // The same image twice: it is passed over, and the others are looked at.
        if (suspect !== undefined && crashes > 1) {
          results.set(suspect, { problem: 'makes the process that computes end' });
        }
        return inputOf();
      },
    });
    return items.map((_, index) => results.get(index) ?? { problem: 'was passed over' });
  };
  return {
    state: () => supervisor.state(),
    device: () => supervisor.device(),
    train: (request, control, onCurvePoint) =>
      supervisor.run('train', request, {
        control,
        onPart: onCurvePoint,
        afterCrash: () => ({ ...request, resume: true }),
      }),
    evaluate: (request, control) =>
      supervisor.run('evaluate', request, { control, afterCrash: () => request }),
    detect,
    score: (modelPath, files, control) =>
      detect(
        modelPath,
        files.map(({ file, mask }) => ({ file, mask, mapFile: null, regions: null })),
        control,
      ),
    nearest: (input, signal) => supervisor.run('nearest', input, { control: unwatched(signal) }),
    close: () => supervisor.close(),
  };
}
