/** Why this file exists: one shape of progress for set-up, training, evaluation and the screens. */

export interface Progress {
  /** What is being done, for a person: "Building the bank of normal patches". */
  step: string;
  /** Finished units, 0..total. */
  done: number;
  /** All units; undefined when not known. */
  total?: number | undefined;
  /** What a unit is: "images", "steps", "MB". */
  unit?: string | undefined;
  /** Short extra, e.g. the current losses. */
  detail?: string | undefined;
}

export type OnProgress = (progress: Progress) => void;
