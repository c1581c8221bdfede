/**
 * Why this file exists: the writing part of an import. Images, labels and masks of a hundred images
 * at a time go into the catalog as a whole or not at all, with room for other requests between.
 */
import { setImmediate } from 'node:timers/promises';
import type { NewLabel } from '../../shared/entities/label.ts';
import type { NewImage } from '../../shared/entities/image.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { addImages, imagesWithContent } from '../catalog/images.ts';
import { currentLabel, labelEach } from '../catalog/labels.ts';
import { maskHistory, setMask } from '../catalog/masks.ts';
import { ensureDefectClass } from '../catalog/products.ts';
import { nameSome } from '../dataset/layouts/layout.ts';
import type { MaskReader } from './masks-of.ts';
import type { FoundImage } from './found.ts';
import type { ReadImage } from './read-folder.ts';

const BATCH = 100;

export interface AddedCounts {
  images: number;
  labels: number;
  masks: number;
}

export interface AddOptions {
  catalog: Catalog;
  productId: number;
  sourceId: number;
  actor: string;
  managed: boolean;
  masks: MaskReader;
  /** Counted by an earlier attempt of the same run. */
  before: AddedCounts;
  /** Called before each batch, for stopping; gets how many images have been looked at. */
  onTurn: (done: number) => void;
  /** Called inside each batch's transaction with what has been added so far. */
  note: (added: AddedCounts) => void;
}

/**
 * Adds what is new, and completes what the product has: a known image without a label or a mask gets
 * what the folder gives; what is there already is never replaced. Answers the counts and warnings.
 */
export async function addToCatalog(
  fresh: readonly ReadImage[],
  known: readonly ReadImage[],
  options: AddOptions,
): Promise<{ added: AddedCounts; warnings: string[] }> {
  const { catalog, productId, sourceId, actor, managed, masks, note, onTurn } = options;
  const added = { ...options.before };
  const changed: string[] = [];
  const contradicted: string[] = [];
  const excluded: string[] = [];
  const writer = { reviewer: actor, origin: 'import' } as const;
  const labelOf = (found: FoundImage): NewLabel => ({
    value: found.label,
    defectClassId:
      found.defectClass === null
        ? null
        : ensureDefectClass(catalog, productId, found.defectClass).id,
    comment: '',
  });

  let done = 0;
  for (let from = 0; from < fresh.length; from += BATCH) {
    onTurn(done);
    const batch = fresh.slice(from, from + BATCH);
    const codes: (Uint8Array | null)[] = [];
    for (const image of batch) codes.push(await masks.read(image));
    catalog.transaction('power-cut', () => {
      const result = addImages(
        catalog,
        sourceId,
        batch.map((image) => newImage(image, managed)),
      );
      const other = new Set(result.changed);
      const labels: { imageId: number; label: NewLabel }[] = [];
      for (const [i, { found }] of batch.entries()) {
        const imageId = result.ids[i]!;
        // Its path is that of another picture in the catalog, whose label and mask stay.
        if (other.has(found.path)) continue;
        if (found.label !== 'none') labels.push({ imageId, label: labelOf(found) });
        const code = codes[i] ?? null;
        if (code !== null) {
          setMask(catalog, imageId, code, writer);
          added.masks += 1;
        }
      }
      if (labels.length > 0) labelEach(catalog, labels, writer);
      added.labels += labels.length;
      added.images += result.added;
      changed.push(...result.changed);
      note(added);
    });
    done += batch.length;
    await setImmediate();
  }

  for (const image of known) {
    onTurn(done++);
    await complete(image);
  }
  onTurn(done);

  /** Gives a known image what it lacks. */
  async function complete(image: ReadImage): Promise<void> {
    const { found, reading } = image;
    const there = imagesWithContent(catalog, productId, reading.sha256)[0];
    if (there === undefined) return;
    if (there.excluded) excluded.push(found.path);
    const label = currentLabel(catalog, there.id);
    const lacksLabel = label === undefined && found.label !== 'none';
    const lacksMask = maskHistory(catalog, there.id).length === 0;
    const isSaid = label !== undefined && label.value !== 'none' && found.label !== 'none';
    if (isSaid && label.value !== found.label) contradicted.push(found.path);
    const code = lacksMask ? await masks.read(image) : null;
    if (!lacksLabel && code === null) return;
    catalog.transaction('power-cut', () => {
      if (lacksLabel) {
        labelEach(catalog, [{ imageId: there.id, label: labelOf(found) }], writer);
        added.labels += 1;
      }
      if (code !== null) {
        setMask(catalog, there.id, code, writer);
        added.masks += 1;
      }
      note(added);
    });
    await setImmediate();
  }

  const warnings: string[] = [];
  if (changed.length > 0) {
    warnings.push(
      'Files have changed since they were imported before; the catalog keeps what it knows of ' +
        `them, and they are not added: ${nameSome(changed)}.`,
    );
  }
  if (excluded.length > 0) {
    warnings.push(
      'Pictures that were taken out of the product before stay out, until they are brought back ' +
        `on the screen: ${nameSome(excluded)}.`,
    );
  }
  if (contradicted.length > 0) {
    warnings.push(
      'The product has these pictures with another label, which stays: ' +
        `${nameSome(contradicted)}.`,
    );
  }
  return { added, warnings };
}

function newImage({ found, reading }: ReadImage, managed: boolean): NewImage {
  const { sha256, bytes, width, height, perceptualHash } = reading;
  const { path, part, split } = found;
  return { path, sha256, bytes, width, height, perceptualHash, managed, part, split };
}
