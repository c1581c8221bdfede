/** Why this file exists: products and their defect classes in the catalog. */
import { CommentSchema, NameSchema } from '../../shared/entities/common.ts';
import type { DefectClass, Product } from '../../shared/entities/product.ts';
import { LoupeError } from '../../shared/errors.ts';
import { appendAudit } from './audit.ts';
import type { ReadableCatalog, WritableCatalog } from './catalog.ts';
import { checked } from './checked.ts';
import { isDuplicate, notFound } from './problems.ts';

const PRODUCT = `SELECT id, name, note, created_at AS createdAt, archived_at AS archivedAt
  FROM product`;
const DEFECT_CLASS = `SELECT id, product_id AS productId, name, created_at AS createdAt,
  archived_at AS archivedAt FROM defect_class`;

/** All products by name, without those put away unless asked for. */
export function listProducts(catalog: ReadableCatalog, { archived = false } = {}): Product[] {
  const where = archived ? '' : 'WHERE archived_at IS NULL';
  return catalog.all<Product>(`${PRODUCT} ${where} ORDER BY name, id`);
}

/** @throws LoupeError `not-found` */
export function getProduct(catalog: ReadableCatalog, id: number): Product {
  const product = catalog.get<Product>(`${PRODUCT} WHERE id = ?`, id);
  if (!product) throw notFound('product', id);
  return product;
}

/** The product of that name, in upper or lower case; undefined when there is none. */
export function findProduct(catalog: ReadableCatalog, name: string): Product | undefined {
  return catalog.get<Product>(`${PRODUCT} WHERE name = ?`, name.trim());
}

/** @throws LoupeError `usage` when the name is taken or blank */
export function addProduct(
  catalog: WritableCatalog,
  { name, note = '', actor }: { name: string; note?: string; actor: string },
): Product {
  const values = {
    name: checked(NameSchema, name, 'The product'),
    note: checked(CommentSchema, note, 'The product'),
  };
  return catalog.transaction('power-cut', () => {
    const { id } = uniquely(`A product named "${values.name}" exists already.`, () =>
      catalog.run(
        'INSERT INTO product (name, note, created_at) VALUES (?, ?, ?)',
        values.name,
        values.note,
        catalog.now(),
      ),
    );
    const subject = `product ${id}`;
    appendAudit(catalog, {
      actor,
      action: 'product.added',
      subject,
      old: null,
      new: values,
      reason: '',
    });
    return getProduct(catalog, id);
  });
}

export interface ProductChange {
  name?: string;
  note?: string;
  /** True puts the product away, false brings it back. */
  archived?: boolean;
  actor: string;
  reason?: string;
}

/** @throws LoupeError `not-found`; `usage` when the name is taken or blank */
export function changeProduct(
  catalog: WritableCatalog,
  id: number,
  { name, note, archived, actor, reason = '' }: ProductChange,
): Product {
  return catalog.transaction('power-cut', () => {
    const old = getProduct(catalog, id);
    const archivedAt = archived === false ? null : (old.archivedAt ?? catalog.now());
    const changed = {
      name: checked(NameSchema, name ?? old.name, 'The product'),
      note: checked(CommentSchema, note ?? old.note, 'The product'),
      archivedAt: archived === undefined ? old.archivedAt : archivedAt,
    };
    uniquely(`A product named "${changed.name}" exists already.`, () =>
      catalog.run(
        'UPDATE product SET name = ?, note = ?, archived_at = ? WHERE id = ?',
        changed.name,
        changed.note,
        changed.archivedAt,
        id,
      ),
    );
    appendAudit(catalog, {
      actor,
      action: 'product.changed',
      subject: `product ${id}`,
      old: { name: old.name, note: old.note, archivedAt: old.archivedAt },
      new: changed,
      reason,
    });
    return getProduct(catalog, id);
  });
}

/** A product's defect classes by name, without those taken off the list unless asked for. */
export function listDefectClasses(
  catalog: ReadableCatalog,
  productId: number,
  { archived = false } = {},
): DefectClass[] {
  const where = archived ? '' : 'AND archived_at IS NULL';
  return catalog.all<DefectClass>(
    `${DEFECT_CLASS} WHERE product_id = ? ${where} ORDER BY name, id`,
    productId,
  );
}

/** @throws LoupeError `not-found` */
export function getDefectClass(catalog: ReadableCatalog, id: number): DefectClass {
  const found = catalog.get<DefectClass>(`${DEFECT_CLASS} WHERE id = ?`, id);
  if (!found) throw notFound('defect class', id);
  return found;
}

/**
 * The product's defect class of that name, made where it is missing (an import names many) and
 * brought back where it was taken off the list.
 * @throws LoupeError `not-found` for the product; `usage` for a blank name
 */
export function ensureDefectClass(
  catalog: WritableCatalog,
  productId: number,
  name: string,
): DefectClass {
  const wanted = checked(NameSchema, name, 'The defect class');
  return catalog.transaction('kill', () => {
    getProduct(catalog, productId);
    const found = catalog.get<DefectClass>(
      `${DEFECT_CLASS} WHERE product_id = ? AND name = ?`,
      productId,
      wanted,
    );
    if (found) {
      if (found.archivedAt === null) return found;
      return archiveDefectClass(catalog, found.id, false);
    }
    const { id } = catalog.run(
      'INSERT INTO defect_class (product_id, name, created_at) VALUES (?, ?, ?)',
      productId,
      wanted,
      catalog.now(),
    );
    return getDefectClass(catalog, id);
  });
}

/** Takes a class off the list for new labels, or brings it back. @throws LoupeError `not-found` */
export function archiveDefectClass(
  catalog: WritableCatalog,
  id: number,
  archived: boolean,
): DefectClass {
  return catalog.transaction('kill', () => {
    getDefectClass(catalog, id);
    catalog.run(
      'UPDATE defect_class SET archived_at = ? WHERE id = ?',
      archived ? catalog.now() : null,
      id,
    );
    return getDefectClass(catalog, id);
  });
}

/** @throws LoupeError `usage` when the class renamed to is there already */
export function renameDefectClass(
  catalog: WritableCatalog,
  id: number,
  name: string,
  actor: string,
): DefectClass {
  const wanted = checked(NameSchema, name, 'The defect class');
  return catalog.transaction('power-cut', () => {
    const old = getDefectClass(catalog, id);
    uniquely(`A defect class named "${wanted}" exists already.`, () =>
      catalog.run('UPDATE defect_class SET name = ? WHERE id = ?', wanted, id),
    );
    appendAudit(catalog, {
      actor,
      action: 'defect-class.renamed',
      subject: `product ${old.productId}`,
      old: { defectClassId: id, name: old.name },
      new: { defectClassId: id, name: wanted },
      reason: '',
    });
    return getDefectClass(catalog, id);
  });
}

/** @throws LoupeError `usage` with `sentence` when another row has that name */
function uniquely<T>(sentence: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw new LoupeError('usage', sentence, 'Choose another name.', { cause: error });
  }
}
