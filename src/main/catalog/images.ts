/** Why this file exists: sources and images of a product, as an import finds and re-links them. */
import { NewImageSchema } from '../../shared/entities/image.ts';
import type { CatalogImage, ImageSplit, NewImage, Source } from '../../shared/entities/image.ts';
import { appendAudit } from './audit.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked } from './checked.ts';
import { notFound } from './problems.ts';
import { getProduct } from './products.ts';

const SOURCE = `SELECT id, product_id AS productId, root, layout, added_at AS addedAt FROM source`;
const IMAGE = `SELECT id, product_id AS productId, source_id AS sourceId, path, sha256, bytes,
  width, height, perceptual_hash AS perceptualHash, managed, part, split, added_at AS addedAt,
  excluded, missing_since AS missingSince FROM image`;

type ImageRow = Omit<CatalogImage, 'managed' | 'excluded'> & { managed: number; excluded: number };

function imageOf(row: ImageRow): CatalogImage {
  return { ...row, managed: row.managed === 1, excluded: row.excluded === 1 };
}

export function listSources(catalog: ReadableCatalog, productId: number): Source[] {
  return catalog.all<Source>(`${SOURCE} WHERE product_id = ? ORDER BY id`, productId);
}

/** @throws LoupeError `not-found` */
export function getSource(catalog: ReadableCatalog, id: number): Source {
  const source = catalog.get<Source>(`${SOURCE} WHERE id = ?`, id);
  if (!source) throw notFound('source folder', id);
  return source;
}

/** The product's source with that root (absolute), made where it is missing. */
export function ensureSource(
  catalog: WritableCatalog,
  { productId, root, layout }: Pick<Source, 'productId' | 'root' | 'layout'>,
): Source {
  return catalog.transaction('kill', () => {
    getProduct(catalog, productId);
    const found = catalog.get<Source>(
      `${SOURCE} WHERE product_id = ? AND root = ?`,
      productId,
      root,
    );
    if (found) return found;
    const { id } = catalog.run(
      'INSERT INTO source (product_id, root, layout, added_at) VALUES (?, ?, ?, ?)',
      productId,
      root,
      layout,
      catalog.now(),
    );
    return getSource(catalog, id);
  });
}

/** Says where a source lies now. The files are compared by the caller, by hash. */
export function relinkSource(
  catalog: WritableCatalog,
  id: number,
  { root, actor, reason }: { root: string; actor: string; reason: string },
): Source {
  return catalog.transaction('power-cut', () => {
    const old = getSource(catalog, id);
    catalog.run('UPDATE source SET root = ? WHERE id = ?', root, id);
    appendAudit(catalog, {
      actor,
      action: 'source.relinked',
      subject: `product ${old.productId}`,
      old: { sourceId: id, root: old.root },
      new: { sourceId: id, root },
      reason,
    });
    return getSource(catalog, id);
  });
}

export interface AddedImages {
  /** Ids in the order of the images handed over, also of those that were there already. */
  ids: number[];
  /** How many are new. */
  added: number;
  /** Paths that the catalog knows with other content; they were left as they are. */
  changed: string[];
}

/**
 * Adds images of one source in one transaction. A path that is there already is left alone, so
 * that an import that was stopped can simply be run again.
 * @throws LoupeError `not-found` for the source; `usage` for a value that is not valid, and then
 *   none is added
 */
export function addImages(
  catalog: WritableCatalog,
  sourceId: number,
  images: readonly NewImage[],
): AddedImages {
  return catalog.transaction('kill', () => {
    const { productId } = getSource(catalog, sourceId);
    const at = catalog.now();
    const result: AddedImages = { ids: [], added: 0, changed: [] };
    for (const image of images) {
      const values = checked(NewImageSchema, image, `The image ${image.path}`);
      const known = catalog.get<{ id: number; sha256: string }>(
        'SELECT id, sha256 FROM image WHERE source_id = ? AND path = ?',
        sourceId,
        values.path,
      );
      if (known) {
        result.ids.push(known.id);
        if (known.sha256 !== values.sha256) result.changed.push(values.path);
        continue;
      }
      result.ids.push(insertImage(catalog, productId, sourceId, values, at));
      result.added += 1;
    }
    return result;
  });
}

function insertImage(
  catalog: WritableCatalog,
  productId: number,
  sourceId: number,
  image: NewImage,
  at: number,
): number {
  return catalog.run(
    `INSERT INTO image (product_id, source_id, path, sha256, bytes, width, height,
       perceptual_hash, managed, part, split, added_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    productId,
    sourceId,
    image.path,
    image.sha256,
    image.bytes,
    image.width,
    image.height,
    image.perceptualHash,
    Number(image.managed),
    image.part,
    image.split,
    at,
  ).id;
}

/** @throws LoupeError `not-found` */
export function getImage(catalog: ReadableCatalog, id: number): CatalogImage {
  const row = catalog.get<ImageRow>(`${IMAGE} WHERE id = ?`, id);
  if (!row) throw notFound('image', id);
  return imageOf(row);
}

/** Images of a product with this content, in the order they were added. */
export function imagesWithContent(
  catalog: ReadableCatalog,
  productId: number,
  sha256: string,
): CatalogImage[] {
  return catalog
    .all<ImageRow>(`${IMAGE} WHERE sha256 = ? AND product_id = ? ORDER BY id`, sha256, productId)
    .map(imageOf);
}

/** All images of a product by path; one by one, for many. */
export function* eachImage(
  catalog: ReadableCatalog,
  productId: number,
  { excluded = false } = {},
): Iterable<CatalogImage> {
  const where = excluded ? '' : 'AND excluded = 0';
  const sql = `${IMAGE} WHERE product_id = ? ${where} ORDER BY path, id`;
  for (const row of catalog.each<ImageRow>(sql, productId)) yield imageOf(row);
}

/** Puts images into splits, in one transaction. @throws LoupeError `not-found` */
export function assignSplits(
  catalog: WritableCatalog,
  assignments: readonly { imageId: number; split: ImageSplit }[],
): void {
  catalog.transaction('kill', () => {
    for (const { imageId, split } of assignments) {
      change(catalog, imageId, 'split = ?', split);
    }
  });
}

/** Takes images out of their product, or brings them back; nothing of them is deleted. */
export function excludeImages(
  catalog: WritableCatalog,
  imageIds: readonly number[],
  { excluded, actor, reason }: { excluded: boolean; actor: string; reason: string },
): void {
  catalog.transaction('power-cut', () => {
    for (const id of imageIds) change(catalog, id, 'excluded = ?', Number(excluded));
    appendAudit(catalog, {
      actor,
      action: excluded ? 'images.excluded' : 'images.included',
      subject: 'images',
      old: null,
      new: { imageIds: [...imageIds] },
      reason,
    });
  });
}

/** Notes that files are not in their place (or are again). @throws LoupeError `not-found` */
export function markMissing(
  catalog: WritableCatalog,
  imageIds: readonly number[],
  missing: boolean,
): void {
  catalog.transaction('kill', () => {
    for (const id of imageIds) {
      const since = missing ? catalog.now() : null;
      change(
        catalog,
        id,
        'missing_since = iif(? IS NULL, NULL, coalesce(missing_since, ?))',
        since,
        since,
      );
    }
  });
}

function change(
  catalog: WritableCatalog,
  id: number,
  assignment: string,
  ...values: (string | number | null)[]
): void {
  const { changes } = catalog.run(`UPDATE image SET ${assignment} WHERE id = ?`, ...values, id);
  if (changes === 0) throw notFound('image', id);
}
