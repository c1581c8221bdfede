/** Why this file exists: an edit never crosses T1 and T2, and a draft says truly what it rests on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changed,
  draftOf,
  formatDraft,
  hasOwn,
  parseDraft,
  ruled,
  sameValues,
  sourceOfDraft,
  valuesOf,
  withoutOwn,
} from '../../../../src/renderer/src/features/thresholds/draft.ts';

const suggested = { t1: 1, t2: 2, pixel: 1.5, minArea: 4 };
const fresh = draftOf(3, null, suggested);

describe('editing', () => {
  test('keeps T1 at or below T2 whatever is dragged where', () => {
    const step = fc.record({
      which: fc.constantFrom('t1' as const, 't2' as const),
      to: fc.integer({ min: -9, max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let draft = fresh;
        for (const { which, to } of steps) {
          draft = changed(draft, null, { [which]: to }, ['test']);
          expect(draft.base[which]).toBe(to);
          expect(draft.base.t1).toBeLessThanOrEqual(draft.base.t2);
        }
      }),
    );
  });

  test('a class gets values of its own at its first change and loses them again', () => {
    const own = changed(fresh, 7, { t2: 5 }, ['test']);
    expect(hasOwn(own, 7)).toBe(true);
    expect(valuesOf(own, 7)).toEqual({ ...suggested, t2: 5 });
    expect(valuesOf(own, 8)).toEqual(suggested);
    expect(own.base).toEqual(suggested);
    const back = withoutOwn(own, 7);
    expect(sameValues(back, fresh)).toBe(true);
  });

  test('a rule moves the review band along', () => {
    const draft = ruled(fresh, null, { kind: 'max-f1' }, 10, ['calibrate']);
    expect(draft.base).toEqual({ ...suggested, t1: 9, t2: 10 });
  });
});

describe('the source', () => {
  test('is the rule’s, until T2 is moved by hand', () => {
    const byRule = ruled(fresh, null, { kind: 'max-f1' }, 10, ['calibrate']);
    expect(sourceOfDraft(byRule)).toBe('calibrate');
    const regions = changed(byRule, null, { pixel: 9 }, ['test']);
    expect(regions.rule).toEqual({ kind: 'max-f1' });
    expect(sourceOfDraft(changed(byRule, null, { t2: 11 }, ['calibrate']))).toBe('manual');
  });

  test('is test as soon as any value was chosen over test images', () => {
    expect(sourceOfDraft(changed(fresh, null, { t1: 0 }, ['test']))).toBe('test');
    const byRule = ruled(fresh, null, { kind: 'overkill', share: 0.01 }, 4, ['calibrate', 'test']);
    expect(sourceOfDraft(byRule)).toBe('test');
    expect(sourceOfDraft(ruled(fresh, null, { kind: 'good-only', share: 0.01 }, 4, ['test']))).toBe(
      'good-only',
    );
  });
});

describe('a kept draft', () => {
  test('comes back as it was', () => {
    const draft = changed(
      ruled(fresh, null, { kind: 'max-f1' }, 3, ['test']),
      7,
      { minArea: 9 },
      [],
    );
    expect(parseDraft(formatDraft(draft), 3)).toEqual(draft);
  });

  test('of another model, or damaged, is none', () => {
    expect(parseDraft(formatDraft(fresh), 4)).toBeNull();
    expect(parseDraft(null, 3)).toBeNull();
    expect(parseDraft('{', 3)).toBeNull();
    expect(parseDraft('{"modelId":3}', 3)).toBeNull();
    expect(parseDraft(formatDraft(fresh).replace('1.5', '"x"'), 3)).toBeNull();
  });
});
