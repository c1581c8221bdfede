/**
 * Why this file exists: splits that do not leak. Images of one physical part stay together, training
 * sees good parts only, and the same seed gives the same splits on every machine.
 */
import type { ImageSplit } from '../../shared/entities/image.ts';
import type { LabelValue } from '../../shared/entities/label.ts';
import { createRandom, type Random } from '../../shared/random.ts';
import { compareCodePoints } from '../dataset/files.ts';

export interface DrawnImage {
  imageId: number;
  /** Orders the images; independent of the catalog's numbers. */
  path: string;
  sha256: string;
  part: string | null;
  label: LabelValue;
  defectClass: string | null;
}

/** Shares of the good images, in 0..1; they sum to at most 1, the rest is test. */
export interface SplitShares {
  train: number;
  calibrate: number;
}

interface Group {
  key: string;
  images: DrawnImage[];
  /** Null when all are good; else what its defects are shared out by. */
  stratum: string | null;
}

/**
 * Draws a split for every image labelled OK or NG; others stay as they are and are not answered.
 *
 * Parts whose images are all good are shuffled and shared out by `train` and `calibrate`. Parts with
 * a defect never train; those of each defect class are shared between calibrate and test as the
 * good ones outside training are.
 */
export function drawSplits(
  images: readonly DrawnImage[],
  { train, calibrate }: SplitShares,
  seed: number,
): Map<number, ImageSplit> {
  const random = createRandom(seed);
  const groups = groupByPart(images.filter(({ label }) => label === 'ok' || label === 'ng'));
  const drawn = new Map<number, ImageSplit>();
  const good = groups.filter(({ stratum }) => stratum === null);
  share(good, random.fork('good'), [
    ['train', train],
    ['calibrate', calibrate],
    ['test', 1],
  ]);
  const rest = 1 - train;
  const calibrateShare = rest > 0 ? Math.min(1, calibrate / rest) : 0;
  const strata = new Set(groups.flatMap(({ stratum }) => stratum ?? []));
  for (const name of strata) {
    const defective = groups.filter(({ stratum }) => stratum === name);
    share(defective, random.fork(`defect ${name}`), [
      ['calibrate', calibrateShare],
      ['test', 1],
    ]);
  }
  return drawn;

  /** Each group goes where its middle falls; the last split takes what is left. */
  function share(
    list: readonly Group[],
    order: Random,
    shares: readonly (readonly [ImageSplit, number])[],
  ): void {
    const total = list.reduce((sum, group) => sum + group.images.length, 0);
    let before = 0;
    for (const { images: members } of order.shuffle(list)) {
      const middle = before + members.length / 2;
      before += members.length;
      let edge = 0;
      const [split] = shares.find(([, part]) => middle < (edge += part * total)) ?? shares.at(-1)!;
      for (const { imageId } of members) drawn.set(imageId, split);
    }
  }
}

/** Groups in an order that depends on names and contents alone. */
function groupByPart(images: readonly DrawnImage[]): Group[] {
  const byKey = new Map<string, DrawnImage[]>();
  for (const image of images) {
    // An image without a part is a part of its own; the prefixes keep the two kinds apart.
    const key = image.part === null ? `image ${image.path} ${image.sha256}` : `part ${image.part}`;
    const members = byKey.get(key);
    if (members === undefined) byKey.set(key, [image]);
    else members.push(image);
  }
  return [...byKey]
    .map(([key, members]) => ({ key, images: members, stratum: stratumOf(members) }))
    .sort((a, b) => compareCodePoints(a.key, b.key));
}

/** The first of its defect classes by name; '' for defects without a class. */
function stratumOf(images: readonly DrawnImage[]): string | null {
  const classes = images
    .filter(({ label }) => label === 'ng')
    .map(({ defectClass }) => defectClass ?? '');
  return classes.sort(compareCodePoints)[0] ?? null;
}
