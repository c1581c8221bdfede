/** Why this file exists: what the killed application says of an answered request, for parent and child. */
export type Told =
  | { kind: 'label'; batchId: number; images: number }
  | { kind: 'mask'; id: number; sha256: string }
  | { kind: 'thresholds'; id: number; t1: number }
  | { kind: 'golden'; id: number; items: number }
  | { kind: 'version'; id: number; fingerprint: string }
  /** `turn` goes up: a later, unanswered change may have replaced this. */
  | { kind: 'setting'; name: string; turn: number }
  | { kind: 'import'; root: string; images: number }
  | { kind: 'audit'; hash: string };
