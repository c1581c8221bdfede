/**
 * Why this file exists: labels: an append-only history per image, the latest entry in force, each
 * action one batch that can be taken back as a whole. Every write outlives a power cut.
 */
import { ActorSchema } from '../../shared/entities/common.ts';
import { NewLabelSchema } from '../../shared/entities/label.ts';
import type { LabelEntry, LabelOrigin, NewLabel } from '../../shared/entities/label.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked } from './checked.ts';
import { stateWithout } from './label-history.ts';
import { getDefectClass } from './products.ts';
import { notFound } from './problems.ts';

const LABEL = `SELECT id, image_id AS imageId, batch_id AS batchId, value,
  defect_class_id AS defectClassId, comment, reviewer, at, origin, undoes FROM label`;

/** What one action wrote. */
export interface LabelBatch {
  /** Hand it to `undoLabels`. */
  batchId: number;
  /** Images labelled. */
  images: number;
}

export interface LabelWriter {
  reviewer: string;
  /** A person by default; an import's labels do not count as reviewed. */
  origin?: Exclude<LabelOrigin, 'none'>;
}

/**
 * Gives all images the same label, as one batch.
 * @throws LoupeError `not-found` for an image or defect class; `usage` for a class of another
 *   product, an empty list or a value that is not valid; then none is labelled
 */
export function labelImages(
  catalog: WritableCatalog,
  imageIds: readonly number[],
  label: NewLabel,
  writer: LabelWriter,
): LabelBatch {
  const labels = [...new Set(imageIds)].map((imageId) => ({ imageId, label }));
  return labelEach(catalog, labels, writer);
}

/** As `labelImages`, with a label for each image (an import by folder or pattern). */
export function labelEach(
  catalog: WritableCatalog,
  labels: readonly { imageId: number; label: NewLabel }[],
  { reviewer, origin = 'person' }: LabelWriter,
): LabelBatch {
  return catalog.transaction('power-cut', () => {
    const productOfClass = classProducts(catalog);
    const rows = labels.map(({ imageId, label }) => {
      const values = checked(NewLabelSchema, label, 'The label');
      const image = catalog.get<{ product_id: number }>(
        'SELECT product_id FROM image WHERE id = ?',
        imageId,
      );
      if (!image) throw notFound('image', imageId);
      if (
        values.defectClassId !== null &&
        productOfClass(values.defectClassId) !== image.product_id
      ) {
        throw new LoupeError(
          'usage',
          `Defect class ${values.defectClassId} belongs to another product than image ${imageId}.`,
          "Choose a class from the list of the image's product.",
        );
      }
      return { imageId, ...values, origin, undoes: null };
    });
    return writeBatch(catalog, rows, reviewer);
  });
}

/**
 * Takes a batch back, on all its images or on none: what was in force before is written as a new
 * batch, which can be taken back in turn (redo).
 * @throws LoupeError `not-found` for the batch; `usage` when an image was labelled again since
 */
export function undoLabels(
  catalog: WritableCatalog,
  batchId: number,
  reviewer: string,
): LabelBatch {
  return catalog.transaction('power-cut', () => {
    const batch = catalog.all<LabelEntry>(`${LABEL} WHERE batch_id = ? ORDER BY id`, batchId);
    if (batch.length === 0) throw notFound('label action', batchId);
    const rows: NewEntry[] = [];
    let changedSince = 0;
    for (const entry of batch) {
      const before = stateWithout(labelHistory(catalog, entry.imageId), entry.id);
      if (before === undefined) changedSince += 1;
      else rows.push({ ...restored(before), imageId: entry.imageId, undoes: entry.id });
    }
    if (changedSince > 0) {
      throw new LoupeError(
        'usage',
        `It cannot be undone: ${changedSince} of ${batch.length} images were labelled again since.`,
        'Undo the newer labels first, or label the images anew.',
      );
    }
    return writeBatch(catalog, rows, reviewer);
  });
}

/** The images that one action labelled. */
export function imagesOfBatch(catalog: ReadableCatalog, batchId: number): number[] {
  return catalog
    .all<{ imageId: number }>('SELECT image_id AS imageId FROM label WHERE batch_id = ?', batchId)
    .map(({ imageId }) => imageId);
}

/** All entries of an image, oldest first. The last one is in force. */
export function labelHistory(catalog: ReadableCatalog, imageId: number): LabelEntry[] {
  return catalog.all<LabelEntry>(`${LABEL} WHERE image_id = ? ORDER BY id`, imageId);
}

/** The entry in force; undefined where nobody ever labelled the image. */
export function currentLabel(catalog: ReadableCatalog, imageId: number): LabelEntry | undefined {
  return catalog.get<LabelEntry>(
    `${LABEL} WHERE id = (SELECT label_id FROM image_state WHERE image_id = ?)`,
    imageId,
  );
}

type NewEntry = NewLabel & { imageId: number; origin: LabelOrigin; undoes: number | null };

function restored(entry: LabelEntry | null): Omit<NewEntry, 'imageId' | 'undoes'> {
  if (entry === null) return { value: 'none', defectClassId: null, comment: '', origin: 'none' };
  const { value, defectClassId, comment, origin } = entry;
  return { value, defectClassId, comment, origin };
}

/** The batch's number is the id of its first entry, so it can never come up twice. */
function writeBatch(
  catalog: WritableCatalog,
  rows: readonly NewEntry[],
  reviewer: string,
): LabelBatch {
  if (rows.length === 0) {
    throw new LoupeError('usage', 'No image was named.', 'Select at least one image.');
  }
  const who = checked(ActorSchema, reviewer, 'The label');
  const at = catalog.now();
  const newest = catalog.get<{ id: number }>('SELECT max(id) AS id FROM label');
  const batchId = (newest?.id ?? 0) + 1;
  rows.forEach((row, i) => {
    catalog.run(
      `INSERT INTO label (id, image_id, batch_id, value, defect_class_id, comment, reviewer, at,
         origin, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      batchId + i,
      row.imageId,
      batchId,
      row.value,
      row.defectClassId,
      row.comment,
      who,
      at,
      row.origin,
      row.undoes,
    );
  });
  return { batchId, images: rows.length };
}

/** Looks each class up once. */
function classProducts(catalog: ReadableCatalog): (defectClassId: number) => number {
  const known = new Map<number, number>();
  return (id) => {
    const productId = known.get(id) ?? getDefectClass(catalog, id).productId;
    known.set(id, productId);
    return productId;
  };
}
