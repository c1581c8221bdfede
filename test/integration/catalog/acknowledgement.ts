/** Why this file exists: what the killed process says about a committed change, for parent and child. */
export type Acknowledgement =
  | { kind: 'images'; ids: number[] }
  | { kind: 'labels'; batchId: number; images: number }
  | { kind: 'mask'; id: number; sha256: string }
  /** `turn` goes up with each write: a later, unacknowledged one may have replaced this. */
  | { kind: 'result'; modelId: number; imageId: number; score: number; turn: number }
  | { kind: 'thresholds'; id: number; t1: number }
  | { kind: 'audit'; number: number; hash: string };
