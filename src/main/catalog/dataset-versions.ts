/**
 * Why this file exists: freezing what a model is trained and judged on: images, splits, labels and
 * masks as they are now, with a fingerprint that tells equal lists from others.
 */
import { createHash } from 'node:crypto';
import { ActorSchema, CommentSchema } from '../../shared/entities/common.ts';
import type { DatasetVersion, VersionImage } from '../../shared/entities/dataset-version.ts';
import { LoupeError } from '../../shared/errors.ts';
import { appendAudit } from './audit.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked } from './checked.ts';
import { notFound } from './problems.ts';
import { getProduct } from './products.ts';

const VERSION = `SELECT id, product_id AS productId, number, fingerprint, images, note,
  created_at AS createdAt, created_by AS createdBy FROM dataset_version`;

/** The list as it would be frozen now. Ordered by bytes of the path, then by content. */
const PRESENT = `
  SELECT i.id AS imageId, i.path, i.sha256, s.split, s.label, c.name AS defectClass,
         iif(s.has_mask, m.sha256, NULL) AS maskSha256
    FROM image i
    JOIN image_state s ON s.image_id = i.id
    LEFT JOIN defect_class c ON c.id = s.defect_class_id
    LEFT JOIN mask m ON m.id = s.mask_id
    WHERE i.product_id = ? AND i.excluded = 0 AND i.split <> 'none'
    ORDER BY i.path, i.sha256, i.id`;

/**
 * Freezes all images of a product that are in a split.
 * @throws LoupeError `not-found`; `usage` when no image is in a split
 */
export function freezeDatasetVersion(
  catalog: WritableCatalog,
  { productId, note = '', actor }: { productId: number; note?: string; actor: string },
): DatasetVersion {
  const who = checked(ActorSchema, actor, 'The data-set version');
  const text = checked(CommentSchema, note, 'The data-set version');
  return catalog.transaction('power-cut', () => {
    const product = getProduct(catalog, productId);
    const images = catalog.all<VersionImage>(PRESENT, productId);
    if (images.length === 0) {
      throw new LoupeError(
        'usage',
        `No image of ${product.name} is in a split, so there is nothing to freeze.`,
        'Import images, or put them into train, calibrate and test first.',
      );
    }
    const newest = catalog.get<{ number: number | null }>(
      'SELECT max(number) AS number FROM dataset_version WHERE product_id = ?',
      productId,
    );
    const number = (newest?.number ?? 0) + 1;
    const fingerprint = versionFingerprint(images);
    const { id } = catalog.run(
      `INSERT INTO dataset_version
         (product_id, number, fingerprint, images, note, created_at, created_by)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      productId,
      number,
      fingerprint,
      images.length,
      text,
      catalog.now(),
      who,
    );
    for (const image of images) {
      catalog.run(
        `INSERT INTO version_image (version_id, image_id, split, label, defect_class, mask_sha256)
           VALUES (?, ?, ?, ?, ?, ?)`,
        id,
        image.imageId,
        image.split,
        image.label,
        image.defectClass,
        image.maskSha256,
      );
    }
    appendAudit(catalog, {
      actor: who,
      action: 'dataset.frozen',
      subject: `product ${productId}`,
      old: null,
      new: { versionId: id, number, fingerprint, images: images.length },
      reason: text,
    });
    return getDatasetVersion(catalog, id);
  });
}

/** A product's versions, the newest first. */
export function listDatasetVersions(catalog: ReadableCatalog, productId: number): DatasetVersion[] {
  return catalog.all<DatasetVersion>(
    `${VERSION} WHERE product_id = ? ORDER BY number DESC`,
    productId,
  );
}

/** @throws LoupeError `not-found` */
export function getDatasetVersion(catalog: ReadableCatalog, id: number): DatasetVersion {
  const version = catalog.get<DatasetVersion>(`${VERSION} WHERE id = ?`, id);
  if (!version) throw notFound('data-set version', id);
  return version;
}

/** The frozen list, by path; one by one, for many. */
export function eachVersionImage(
  catalog: ReadableCatalog,
  versionId: number,
): Iterable<VersionImage> {
  return catalog.each<VersionImage>(
    `SELECT v.image_id AS imageId, i.path, i.sha256, v.split, v.label,
            v.defect_class AS defectClass, v.mask_sha256 AS maskSha256
       FROM version_image v JOIN image i ON i.id = v.image_id
       WHERE v.version_id = ? ORDER BY i.path, i.sha256, i.id`,
    versionId,
  );
}

/**
 * SHA-256 over one JSON line per image: [path, split, label, defect class, SHA-256 of the file,
 * SHA-256 of the mask's code or null]. Depends on no number of this catalog.
 * @param images ordered by path, then by content
 */
export function versionFingerprint(images: Iterable<VersionImage>): string {
  const hash = createHash('sha256');
  for (const { path, split, label, defectClass, sha256, maskSha256 } of images) {
    hash.update(`${JSON.stringify([path, split, label, defectClass, sha256, maskSha256])}\n`);
  }
  return hash.digest('hex');
}
