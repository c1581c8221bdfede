/** Why this file exists: tiles fill the room, and keys never lead out of the list. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  layOutGrid,
  placeAfterKey,
} from '../../../../src/renderer/src/features/gallery/grid-layout.ts';
import {
  parseSaved,
  savedName,
} from '../../../../src/renderer/src/features/gallery/saved-views.ts';
import { chooseModel } from '../../../../src/renderer/src/features/gallery/choose-model.ts';

describe('the grid', () => {
  test('fills the width with tiles of at least the smallest width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 4000 }),
        fc.integer({ min: 60, max: 400 }),
        fc.integer({ min: 0, max: 100_000 }),
        (width, minWidth, count) => {
          const layout = layOutGrid({ count, width, minWidth, gap: 8, caption: 40 });
          const used = layout.columns * layout.tileWidth + (layout.columns - 1) * 8;
          expect(used).toBeCloseTo(width, 6);
          if (width >= minWidth) expect(layout.tileWidth).toBeGreaterThanOrEqual(minWidth - 1e-9);
          expect(layout.rows * layout.columns).toBeGreaterThanOrEqual(count);
        },
      ),
    );
  });

  test('keys stay inside the list and in their column', () => {
    const layout = layOutGrid({ count: 23, width: 500, minWidth: 90, gap: 10, caption: 40 });
    expect(layout.columns).toBe(5);
    const go = (key: string, at: number): number | undefined =>
      placeAfterKey(key, at, layout, 23, 400);
    expect(go('ArrowDown', 3)).toBe(8);
    expect(go('ArrowUp', 3)).toBe(3);
    expect(go('ArrowDown', 20)).toBe(20);
    expect(go('ArrowLeft', 0)).toBe(0);
    expect(go('End', 4)).toBe(22);
    expect(go('Home', 22)).toBe(0);
    expect(go('PageDown', 21)).toBe(22);
    expect(go('x', 3)).toBeUndefined();
  });
});

describe('saved views', () => {
  test('are read by name; what is none is left out', () => {
    const settings = {
      'views.3-1': { name: 'b', query: 'label=ng' },
      'views.3-2': { name: 'a', query: '' },
      'views.3-3': 'odd',
      'views.3-4': { name: 5, query: '' },
    };
    expect(parseSaved(settings).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(savedName(3, parseSaved(settings))).toBe('views.3-3');
    expect(savedName(3, [])).toBe('views.3-1');
  });
});

describe('the model whose scores are shown', () => {
  const model = (id: number, state: string, evaluated: boolean) =>
    ({
      model: { id, state, createdAt: id },
      evaluation: evaluated ? {} : null,
    }) as unknown as Parameters<typeof chooseModel>[0][number];
  const all = [model(1, 'production', true), model(2, 'candidate', true), model(3, 'draft', false)];

  test('is the one asked for, else that in production, else the newest evaluated', () => {
    expect(chooseModel(all, 3)?.model.id).toBe(3);
    expect(chooseModel(all, null)?.model.id).toBe(1);
    expect(chooseModel(all, 99)?.model.id).toBe(1);
    expect(chooseModel(all.slice(1), null)?.model.id).toBe(2);
    expect(chooseModel(all.slice(2), null)?.model.id).toBe(3);
    expect(chooseModel(all, 'none')).toBeUndefined();
  });
});
