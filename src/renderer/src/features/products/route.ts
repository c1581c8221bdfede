/** Why this file exists: the address of the list of products: what is looked for, and in which drawer. */
import { pageRoute } from '../../state/page-route.ts';

export interface ProductsState {
  archived: boolean;
  search: string;
}

export const PRODUCTS_START: ProductsState = { archived: false, search: '' };

export const productsRoute = pageRoute<ProductsState>({
  screen: 'products',
  scope: 'global',
  parse: ({ query }) => ({
    archived: query.get('archived') === 'yes',
    search: query.get('search') ?? '',
  }),
  format: ({ archived, search }) => ({
    query: { archived: archived ? 'yes' : undefined, search },
  }),
});
