/**
 * Why this file exists: what the process that computes is to the rest of main. TensorFlow is loaded
 * there and nowhere else in the application; a crash of it costs a job some seconds, never the
 * catalog or the window.
 */
import type { ComputeState, SystemStatus } from '../../shared/contract/system.ts';
import type { OnProgress } from '../../shared/progress.ts';
import type { PerScale } from '../../shared/scales.ts';

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
   * Scores images with the model in `modelPath`, one after another; entry i of the answer is about
   * file i. A file that cannot be used does not stop the others.
   * @throws LoupeError `not-found`, `bad-model`, `runtime`, `cancelled`
   */
  score(
    modelPath: string,
    files: readonly ImageFile[],
    control: TaskControl,
  ): Promise<ScoredFile[]>;
  /** Ends the process; what is under way fails with `cancelled`. */
  close(): Promise<void>;
}
