/** Why this file exists: the address of the models screen: the list and its order, or two models. */
import { idFrom, pageRoute } from '../../state/page-route.ts';
import { COLUMNS, type Column } from './model-rows.ts';

export interface ModelsState {
  sort: Column;
  descending: boolean;
  /** Two models side by side; null: the list. */
  compare: { a: number; b: number } | null;
}

export const modelsRoute = pageRoute<ModelsState>({
  screen: 'models',
  scope: 'product',
  parse: ({ rest, query }) => {
    const [word, first, second] = rest;
    const [a, b] = [idFrom(first), idFrom(second)];
    return {
      sort: COLUMNS.find((column) => column === query.get('sort')) ?? 'created',
      descending: query.get('order') !== 'up',
      compare: word === 'compare' && a !== null && b !== null ? { a, b } : null,
    };
  },
  format: ({ sort, descending, compare }) => ({
    rest: compare === null ? [] : ['compare', compare.a, compare.b],
    query: {
      sort: sort === 'created' ? undefined : sort,
      order: descending ? undefined : 'up',
    },
  }),
});
