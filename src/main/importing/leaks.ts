/**
 * Why this file exists: a picture that is in training and, saved anew, in test as well makes figures
 * flatter than they are. It is found and shown; whether it matters is a person's decision.
 */
import { setImmediate } from 'node:timers/promises';
import type { ImportFindings } from '../../shared/entities/job.ts';
import type { ImageSplit } from '../../shared/entities/image.ts';
import { createHammingIndex, type HammingIndex } from './hamming-index.ts';
import { residualDifference } from './perceptual-hash.ts';

/** Most bits in which the hashes of one picture, saved twice, are taken to differ. */
export const LEAK_BITS = 6;
/** Most that is left between the tiny pictures, in grey levels; see `residualDifference`. */
const LEAK_DIFFERENCE = 1.5;
/** Candidates looked at for one picture; similar parts share hashes by the hundred. */
const MOST_COMPARED = 64;
const EXAMPLES = 200;
const SLICE_MS = 10;

export interface Picture {
  path: string;
  split: ImageSplit;
  hash: string;
  /** Whether it is new with this import; pairs of what was there before are not told again. */
  isNew: boolean;
  /** The tiny grey picture (`tinyGrey`); null when its file cannot be read. */
  tiny(): Promise<Uint8Array | null>;
}

/**
 * For each picture outside training, the nearest one in training that looks the same. Answers
 * in slices of a few milliseconds, so that others get their turn.
 */
export async function findLeaks(
  pictures: readonly Picture[],
  onTurn: (done: number, total: number) => void,
): Promise<ImportFindings['leaks']> {
  const train = pictures.filter(({ split }) => split === 'train');
  const others = pictures.filter(({ split }) => split === 'calibrate' || split === 'test');
  const leaks: ImportFindings['leaks'] = { pairs: 0, examples: [] };
  if (train.length === 0 || others.length === 0) return leaks;
  // What was there before is only compared with what is new.
  const freshTrain = train.filter(({ isNew }) => isNew);
  const all = await indexOf(train);
  const fresh = freshTrain.length === train.length ? all : await indexOf(freshTrain);
  let turn = performance.now();
  for (const [done, picture] of others.entries()) {
    if (performance.now() - turn > SLICE_MS) {
      onTurn(done, others.length);
      await setImmediate();
      turn = performance.now();
    }
    const [among, index] = picture.isNew ? [train, all] : [freshTrain, fresh];
    const candidates = index.near(picture.hash, MOST_COMPARED);
    const tiny = candidates.length === 0 ? null : await picture.tiny();
    if (tiny === null) continue;
    for (const { index: i, bits } of candidates) {
      const other = await among[i]!.tiny();
      if (other === null || residualDifference(other, tiny) > LEAK_DIFFERENCE) continue;
      leaks.pairs += 1;
      if (leaks.examples.length < EXAMPLES) {
        leaks.examples.push({ train: among[i]!.path, test: picture.path, bits });
      }
      break;
    }
  }
  return leaks;
}

function indexOf(pictures: readonly Picture[]): Promise<HammingIndex> {
  return createHammingIndex(
    pictures.map(({ hash }) => hash),
    LEAK_BITS,
  );
}
