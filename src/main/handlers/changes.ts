/** Why this file exists: telling every client what was changed, in one way. */
import type { EventPayload } from '../../shared/contract.ts';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import type { Context } from './context.ts';

type What = EventPayload<'catalog.changed'>['what'];

/** Tells that something of one product (null: of none) was changed. */
export function tellChanged(
  { emit }: Pick<Context, 'emit'>,
  what: What,
  productId: number | null,
): void {
  emit({ name: 'catalog.changed', payload: { what, productId } });
}

/** As `tellChanged`, once for each product that one of the images belongs to. */
export function tellImagesChanged(
  { catalog, emit }: Pick<Context, 'catalog' | 'emit'>,
  what: What,
  imageIds: readonly number[],
): void {
  for (const productId of productsOf(catalog, imageIds)) tellChanged({ emit }, what, productId);
}

function productsOf(catalog: ReadableCatalog, imageIds: readonly number[]): number[] {
  return catalog
    .all<{
      id: number;
    }>(
      `SELECT DISTINCT i.product_id AS id FROM json_each(?) named JOIN image i ON i.id = named.value`,
      JSON.stringify(imageIds),
    )
    .map(({ id }) => id);
}
