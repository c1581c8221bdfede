/** Why this file exists: golden parts: lists of images with the verdict a sound system must give. */
import { NewVerificationSetSchema } from '../../shared/entities/verification-set.ts';
import type {
  NewVerificationSet,
  VerificationItem,
  VerificationSet,
} from '../../shared/entities/verification-set.ts';
import { LoupeError } from '../../shared/errors.ts';
import { appendAudit } from './audit.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked } from './checked.ts';
import { getImage } from './images.ts';
import { notFound } from './problems.ts';
import { getProduct } from './products.ts';

const SET = `SELECT id, product_id AS productId, number, reason, actor, at FROM verification_set`;

type SetRow = Omit<VerificationSet, 'items'>;

function setOf(catalog: ReadableCatalog, row: SetRow): VerificationSet {
  const items = catalog.all<VerificationItem>(
    `SELECT image_id AS imageId, expected, note FROM verification_item
       WHERE set_id = ? ORDER BY image_id`,
    row.id,
  );
  return { ...row, items };
}

/**
 * Puts a new list of golden parts in force for a product; earlier lists stay.
 * @throws LoupeError `not-found`; `usage` for an image of another product or one named twice
 */
export function setVerificationSet(
  catalog: WritableCatalog,
  set: NewVerificationSet,
): VerificationSet {
  const values = checked(NewVerificationSetSchema, set, 'The verification set');
  return catalog.transaction('power-cut', () => {
    const product = getProduct(catalog, values.productId);
    const seen = new Set<number>();
    for (const { imageId } of values.items) {
      const image = getImage(catalog, imageId);
      if (image.productId !== product.id || seen.has(imageId)) {
        throw new LoupeError(
          'usage',
          `${image.path} is named twice or is no image of ${product.name}.`,
          'Choose each golden part once, from the images of the product.',
        );
      }
      seen.add(imageId);
    }
    const old = currentVerificationSet(catalog, product.id);
    const number = (old?.number ?? 0) + 1;
    const { id } = catalog.run(
      `INSERT INTO verification_set (product_id, number, reason, actor, at)
         VALUES (?, ?, ?, ?, ?)`,
      product.id,
      number,
      values.reason,
      values.actor,
      catalog.now(),
    );
    for (const { imageId, expected, note } of values.items) {
      catalog.run(
        'INSERT INTO verification_item (set_id, image_id, expected, note) VALUES (?, ?, ?, ?)',
        id,
        imageId,
        expected,
        note,
      );
    }
    appendAudit(catalog, {
      actor: values.actor,
      action: 'verification-set.set',
      subject: `product ${product.id}`,
      old: old ? { number: old.number, items: old.items } : null,
      new: { number, items: values.items },
      reason: values.reason,
    });
    return getVerificationSet(catalog, id);
  });
}

/** The list in force; undefined before the first. */
export function currentVerificationSet(
  catalog: ReadableCatalog,
  productId: number,
): VerificationSet | undefined {
  const row = catalog.get<SetRow>(
    `${SET} WHERE product_id = ? ORDER BY number DESC LIMIT 1`,
    productId,
  );
  return row && setOf(catalog, row);
}

/** @throws LoupeError `not-found` */
export function getVerificationSet(catalog: ReadableCatalog, id: number): VerificationSet {
  const row = catalog.get<SetRow>(`${SET} WHERE id = ?`, id);
  if (!row) throw notFound('verification set', id);
  return setOf(catalog, row);
}
