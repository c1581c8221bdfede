/** Why this file exists: the address of a product's data: images, versions, or an import. */
import { idFrom, pageRoute } from '../../state/page-route.ts';
import { importRoute, type ImportState } from './import-route.ts';

export type DataState =
  | { part: 'images' }
  /** The two versions compared; null: the two newest. */
  | { part: 'versions'; from: number | null; to: number | null }
  | { part: 'import'; state: ImportState };

export const dataRoute = pageRoute<DataState>({
  screen: 'data',
  scope: 'product',
  parse: (address) => {
    const [part] = address.rest;
    if (part === 'import') return { part, state: importRoute.parse(address) };
    if (part !== 'versions') return { part: 'images' };
    return { part, from: idFrom(address.query.get('from')), to: idFrom(address.query.get('to')) };
  },
  format: (state) => {
    if (state.part === 'images') return {};
    if (state.part === 'import') return importRoute.format(state.state);
    return {
      rest: ['versions'],
      query: { from: state.from ?? undefined, to: state.to ?? undefined },
    };
  },
});

export function dataAddress(productId: number): string {
  return dataRoute.address(productId, { part: 'images' });
}

export function versionsAddress(productId: number): string {
  return dataRoute.address(productId, { part: 'versions', from: null, to: null });
}
