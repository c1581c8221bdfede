/**
 * Why this file exists: MVTec AD and BTAD share one plan (`train/<good>`, `test/<label>`,
 * `ground_truth/<label>`) and differ in what good is called and how a mask is named.
 */
import { type DatasetImage, GOOD, type LayoutName } from '../../../shared/dataset.ts';
import { type FolderWalker, foldName, stemOf } from '../files.ts';
import { type FoundFiles, type FoundImages, imagesIn, nameSome } from './layout.ts';

export interface SplitLayout {
  layout: LayoutName;
  /** The folder of good images in train/ and test/. */
  goodFolder: string;
  /** Stems a mask of an image with this stem may have, the usual one first. */
  maskStems(stem: string): string[];
}

/** Whether the root looks like this layout: good images to train on, or a labelled test part. */
export async function matchesSplits(
  walker: FolderWalker,
  { goodFolder }: SplitLayout,
): Promise<boolean> {
  const train = await walker.list('train');
  if (train?.folders.includes(goodFolder)) return true;
  const test = await walker.list('test');
  return train === undefined && test !== undefined && test.folders.includes(goodFolder);
}

/**
 * Lists images with their labels and masks; opens no file.
 * @param moreTests folders beside `test` that are laid out like it; their images count as test
 */
export async function findInSplits(
  walker: FolderWalker,
  layout: SplitLayout,
  moreTests: readonly string[] = [],
): Promise<FoundImages> {
  const found: FoundImages = { layout: layout.layout, images: [], rejected: [], warnings: [] };
  const { goodFolder } = layout;
  const train = (await walker.list('train'))?.folders ?? [];
  if (train.includes(goodFolder)) {
    for (const file of await readFolder(walker, found, `train/${goodFolder}`)) {
      found.images.push({ path: file, split: 'train', label: GOOD });
    }
  } else {
    found.warnings.push(
      `There is no train/${goodFolder}: this folder can be evaluated, but not trained on.`,
    );
  }
  const unused = train.filter((name) => name !== goodFolder).map((name) => `train/${name}`);
  if (unused.length > 0) {
    found.warnings.push(`Not used, as training takes good images alone: ${nameSome(unused)}.`);
  }
  for (const test of ['test', ...moreTests]) {
    for (const folder of (await walker.list(test))?.folders ?? []) {
      const label = folder === goodFolder ? GOOD : folder;
      for (const file of await readFolder(walker, found, `${test}/${folder}`)) {
        found.images.push({ path: file, split: 'test', label });
      }
    }
  }
  await refuseUnlabelled(walker, found, layout);
  await attachMasks(walker, found, layout);
  return found;
}

/** The image files directly in `folder`; everything else in it is listed as rejected. */
export async function readFolder(
  walker: FolderWalker,
  found: FoundFiles,
  folder: string,
): Promise<string[]> {
  const listing = await walker.list(folder);
  if (listing === undefined) return [];
  const { images, rejected } = imagesIn(folder, listing.files);
  found.rejected.push(...rejected);
  for (const name of listing.folders) {
    found.rejected.push({
      path: `${folder}/${name}`,
      reason: `is a folder; only images directly in ${folder} are read`,
    });
  }
  return images;
}

/** Images directly in train/ or test/ have no label. */
async function refuseUnlabelled(
  walker: FolderWalker,
  found: FoundImages,
  { goodFolder }: SplitLayout,
): Promise<void> {
  for (const split of ['train', 'test']) {
    const { images } = imagesIn(split, (await walker.list(split))?.files ?? []);
    for (const file of images) {
      const reason = `has no label: it lies directly in ${split}/, not in ${split}/${goodFolder}`;
      found.rejected.push({ path: file, reason });
    }
  }
}

/** Finds the mask of each defective image by its stem, below `ground_truth/<label>`. */
export async function attachMasks(
  walker: FolderWalker,
  found: FoundFiles,
  layout: Pick<SplitLayout, 'maskStems'>,
): Promise<void> {
  const defective = found.images.filter((image) => image.label !== GOOD);
  const truth = await walker.list('ground_truth');
  if (truth === undefined) {
    if (defective.length > 0) {
      found.warnings.push('There is no ground_truth folder, so pixel metrics will be undefined.');
    }
    return;
  }
  const without: string[] = [];
  const orphans: string[] = [];
  for (const folder of new Set([...truth.folders, ...defective.map((image) => image.label)])) {
    const masks = await masksByStem(walker, found, `ground_truth/${folder}`);
    const used = new Set<string>();
    for (const image of defective.filter(({ label }) => label === folder)) {
      const mask = maskOf(image, masks, layout);
      if (mask === undefined) without.push(image.path);
      else used.add((image.mask = mask));
    }
    orphans.push(...[...masks.values()].filter((mask) => !used.has(mask)));
  }
  if (without.length > 0) {
    const them = without.length === 1 ? 'A defective image has' : 'Defective images have';
    found.warnings.push(
      `${them} no mask and will count for image scores only: ${nameSome(without)}.`,
    );
  }
  if (orphans.length > 0) {
    const them = orphans.length === 1 ? 'A mask belongs' : 'Masks belong';
    found.warnings.push(`${them} to no image in test/ and will not be used: ${nameSome(orphans)}.`);
  }
}

/** Masks of one folder by folded stem; of two with the same stem the first in order counts. */
async function masksByStem(
  walker: FolderWalker,
  found: FoundFiles,
  folder: string,
): Promise<Map<string, string>> {
  const masks = new Map<string, string>();
  for (const file of await readFolder(walker, found, folder)) {
    const stem = foldName(stemOf(file));
    const first = masks.get(stem);
    if (first === undefined) masks.set(stem, file);
    else found.warnings.push(`${first} and ${file} are masks of the same image; ${first} is used.`);
  }
  return masks;
}

function maskOf(
  image: DatasetImage,
  masks: ReadonlyMap<string, string>,
  layout: Pick<SplitLayout, 'maskStems'>,
): string | undefined {
  for (const stem of layout.maskStems(stemOf(image.path))) {
    const mask = masks.get(foldName(stem));
    if (mask !== undefined) return mask;
  }
  return undefined;
}
