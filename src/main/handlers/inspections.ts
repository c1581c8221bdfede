/** Why this file exists: answers about parts that were inspected on the line. */
import type { Handlers } from '../../shared/contract.ts';
import { countInspections, listInspections } from '../catalog/inspections.ts';
import { getProduct } from '../catalog/products.ts';
import type { Context } from './context.ts';

export function inspectionHandlers({
  catalog,
}: Context): Pick<Handlers, 'inspections.recent' | 'inspections.counts'> {
  return {
    'inspections.recent': async (query) => {
      getProduct(catalog, query.productId);
      return listInspections(catalog, query);
    },
    'inspections.counts': async ({ productId, since }) => {
      getProduct(catalog, productId);
      return countInspections(catalog, productId, since);
    },
  };
}
