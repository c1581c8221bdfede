/** Why this file exists: ranges and single choices add up as a person expects, in whatever order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  choose,
  chooseAll,
  extendTo,
  inOrder,
  NOTHING,
  toggle,
} from '../../../../src/renderer/src/features/gallery/selection.ts';

const order = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 2, maxLength: 30 });
const among = order.chain((ids) =>
  fc.tuple(fc.constant(ids), fc.constantFrom(...ids), fc.constantFrom(...ids)),
);
/** All of `ids` between two of them, both included. */
const between = (ids: number[], a: number, b: number): number[] => {
  const [from, to] = [ids.indexOf(a), ids.indexOf(b)];
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1);
};

describe('choosing', () => {
  test('a range is all images from the anchor to the end, whichever way', () => {
    fc.assert(
      fc.property(among, ([ids, from, to]) => {
        expect(inOrder(extendTo(choose(from), ids, to), ids)).toEqual(between(ids, from, to));
      }),
    );
  });

  test('another end of a range takes the first end back', () => {
    fc.assert(
      fc.property(among, fc.nat(), ([ids, from, to], seed) => {
        const other = ids[seed % ids.length] ?? from;
        const once = extendTo(choose(from), ids, other);
        expect(inOrder(extendTo(once, ids, to), ids)).toEqual(between(ids, from, to));
      }),
    );
  });

  test('a range leaves what was chosen before it', () => {
    const ids = [1, 2, 3, 4, 5, 6, 7, 8];
    const two = toggle(choose(1), 5);
    const range = extendTo(two, ids, 7);
    expect(inOrder(range, ids)).toEqual([1, 5, 6, 7]);
    expect(inOrder(extendTo(range, ids, 4), ids)).toEqual([1, 4, 5]);
  });

  test('choosing the same image twice leaves everything as it was', () => {
    fc.assert(
      fc.property(among, ([ids, first, second]) => {
        const before = chooseAll(ids.filter((id) => id !== first));
        expect(toggle(toggle(before, second), second).ids).toEqual(before.ids);
      }),
    );
  });

  test('outlives another order and forgets what the list no longer has', () => {
    fc.assert(
      fc.property(among, ([ids, from, to]) => {
        const selection = extendTo(choose(from), ids, to);
        const turned = [...ids].reverse();
        expect(new Set(inOrder(selection, turned))).toEqual(selection.ids);
        expect(
          inOrder(
            selection,
            ids.filter((id) => id !== from),
          ),
        ).not.toContain(from);
      }),
    );
  });

  test('without an anchor in the list a range begins at its first image', () => {
    expect(inOrder(extendTo(NOTHING, [4, 5, 6], 5), [4, 5, 6])).toEqual([4, 5]);
    expect(inOrder(extendTo(choose(99), [4, 5, 6], 5), [4, 5, 6])).toEqual([4, 5]);
    expect(extendTo(NOTHING, [4, 5], 99)).toBe(NOTHING);
  });
});
