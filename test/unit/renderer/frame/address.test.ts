/** Why this file exists: each feature's part of the address comes back exactly; nonsense never fails. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importRoute } from '../../../../src/renderer/src/features/datasets/import-route.ts';
import { LAYOUTS } from '../../../../src/renderer/src/features/datasets/layouts.ts';
import { dataRoute, type DataState } from '../../../../src/renderer/src/features/datasets/route.ts';
import { productsRoute } from '../../../../src/renderer/src/features/products/route.ts';
import { SYSTEM_PARTS, systemRoute } from '../../../../src/renderer/src/features/system/route.ts';
import { trainingRoute } from '../../../../src/renderer/src/features/training/route.ts';
import { formatAddress, parseAddress } from '../../../../src/renderer/src/state/address.ts';
import type { PageRoute } from '../../../../src/renderer/src/state/page-route.ts';

const text = fc.string({ unit: 'grapheme' });
const id = fc.option(fc.integer({ min: 1, max: 1e9 }));

function expectToComeBack<S>(route: PageRoute<S>, state: fc.Arbitrary<S>): void {
  fc.assert(
    fc.property(state, fc.integer({ min: 1, max: 1e9 }), (shown, product) => {
      const productId = route.scope === 'product' ? product : null;
      const address = parseAddress(route.address(productId, shown));
      expect(address.screen).toBe(route.screen);
      expect(address.productId).toBe(productId);
      expect(route.parse(address)).toEqual(shown);
    }),
  );
}

const importState = fc.record({
  folder: text,
  layout: fc.option(fc.constantFrom(...LAYOUTS)),
  pattern: text,
  storage: fc.constantFrom('link' as const, 'copy' as const),
  run: id,
});

describe('an address brings back', () => {
  test('the list of products with what was looked for', () =>
    expectToComeBack(productsRoute, fc.record({ archived: fc.boolean(), search: text })));

  test('an import with all its choices', () => expectToComeBack(importRoute, importState));

  test('the data of a product, whichever part', () => {
    const state: fc.Arbitrary<DataState> = fc.oneof(
      fc.constant({ part: 'images' } as const),
      fc.record({ part: fc.constant('versions' as const), from: id, to: id }),
      fc.record({ part: fc.constant('import' as const), state: importState }),
    );
    expectToComeBack(dataRoute, state);
  });

  test('a training, or the version it begins with', () =>
    expectToComeBack(trainingRoute, fc.record({ run: id, version: id })));

  test('the part of the system', () =>
    expectToComeBack(systemRoute, fc.record({ part: fc.constantFrom(...SYSTEM_PARTS) })));

  test('any words and values', () => {
    fc.assert(
      fc.property(fc.array(text.filter((word) => word !== '')), text, (rest, value) => {
        const query = new URLSearchParams({ value });
        const address = { screen: 'gallery', productId: 3, rest, query };
        const read = parseAddress(formatAddress(address));
        expect({ ...read, query: read.query.get('value') }).toEqual({ ...address, query: value });
      }),
    );
  });
});

test('an address that makes no sense is read as far as it goes, and never fails', () => {
  expect(parseAddress('#/product/0/data')).toMatchObject({ screen: 'product', productId: null });
  expect(parseAddress('#/%')).toMatchObject({ screen: '', productId: null });
  fc.assert(
    fc.property(fc.string(), (hash) => {
      const address = parseAddress(hash);
      for (const route of [productsRoute, dataRoute, importRoute, trainingRoute, systemRoute]) {
        route.parse(address);
      }
    }),
  );
});
