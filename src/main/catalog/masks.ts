/**
 * Why this file exists: masks as run-length code, an append-only history per image with the latest
 * in force. They are a person's work, so every write outlives a power cut.
 */
import { ActorSchema } from '../../shared/entities/common.ts';
import type { MaskEntry } from '../../shared/entities/mask.ts';
import { LoupeError } from '../../shared/errors.ts';
import { emptyMask, maskAreas } from '../../shared/mask-rle.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked, sha256 } from './checked.ts';
import { getImage } from './images.ts';
import { notFound } from './problems.ts';

const ENTRY = `SELECT id, image_id AS imageId, width, height, sha256, defect_area AS defectArea,
  ignore_area AS ignoreArea, reviewer, at, origin FROM mask`;

export interface MaskWriter {
  reviewer: string;
  /** A person by default. */
  origin?: 'person' | 'import';
}

/**
 * Gives an image a mask. A code of only background means that it has none any more.
 * @param code from `encodeMask`, at the image's own size
 * @throws LoupeError `not-found`; `bad-data` for a damaged code; `usage` for another size
 */
export function setMask(
  catalog: WritableCatalog,
  imageId: number,
  code: Uint8Array,
  { reviewer, origin = 'person' }: MaskWriter,
): MaskEntry {
  const who = checked(ActorSchema, reviewer, 'The mask');
  const { width, height, defect, ignore } = maskAreas(code);
  return catalog.transaction('power-cut', () => {
    const image = getImage(catalog, imageId);
    if (image.width !== width || image.height !== height) {
      throw new LoupeError(
        'usage',
        `The mask has ${width} x ${height} pixels; ${image.path} has ${image.width} x ${image.height}.`,
        'Draw the mask on the image itself, or export it at the size of the image.',
      );
    }
    const { id } = catalog.run(
      `INSERT INTO mask (image_id, width, height, code, sha256, defect_area, ignore_area,
         reviewer, at, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      imageId,
      width,
      height,
      code,
      sha256(code),
      defect,
      ignore,
      who,
      catalog.now(),
      origin,
    );
    return getMaskEntry(catalog, id);
  });
}

/**
 * Puts an earlier mask of the image in force again (undo), as a new entry.
 * @param maskId null for "no mask", as before the first one
 * @throws LoupeError `not-found`
 */
export function restoreMask(
  catalog: WritableCatalog,
  imageId: number,
  maskId: number | null,
  writer: MaskWriter,
): MaskEntry {
  if (maskId === null) {
    const { width, height } = getImage(catalog, imageId);
    return setMask(catalog, imageId, emptyMask(width, height), writer);
  }
  if (getMaskEntry(catalog, maskId).imageId !== imageId) {
    throw notFound(`mask of image ${imageId} with number`, maskId);
  }
  return setMask(catalog, imageId, getMaskCode(catalog, maskId), writer);
}

/** The mask in force; undefined where there is none (any more). */
export function currentMask(
  catalog: ReadableCatalog,
  imageId: number,
): { entry: MaskEntry; code: Uint8Array } | undefined {
  const entry = catalog.get<MaskEntry>(
    `${ENTRY} WHERE id = (SELECT mask_id FROM image_state WHERE image_id = ? AND has_mask = 1)`,
    imageId,
  );
  return entry && { entry, code: getMaskCode(catalog, entry.id) };
}

/** All masks of an image, oldest first, without their bytes. */
export function maskHistory(catalog: ReadableCatalog, imageId: number): MaskEntry[] {
  return catalog.all<MaskEntry>(`${ENTRY} WHERE image_id = ? ORDER BY id`, imageId);
}

/** The bytes of one entry. @throws LoupeError `not-found` */
export function getMaskCode(catalog: ReadableCatalog, maskId: number): Uint8Array {
  const row = catalog.get<{ code: Buffer }>('SELECT code FROM mask WHERE id = ?', maskId);
  if (!row) throw notFound('mask', maskId);
  return new Uint8Array(row.code);
}

/** The bytes of a mask that a frozen version names by hash; undefined when there are none. */
export function maskWithContent(catalog: ReadableCatalog, hash: string): Uint8Array | undefined {
  const sql = 'SELECT code FROM mask WHERE sha256 = ? LIMIT 1';
  const row = catalog.get<{ code: Buffer }>(sql, hash);
  return row && new Uint8Array(row.code);
}

/** One entry without its bytes. @throws LoupeError `not-found` */
export function getMaskEntry(catalog: ReadableCatalog, id: number): MaskEntry {
  const entry = catalog.get<MaskEntry>(`${ENTRY} WHERE id = ?`, id);
  if (!entry) throw notFound('mask', id);
  return entry;
}
