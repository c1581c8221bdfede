/** Why this file exists: holds that memory banks stay within the budget and use all of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planBankCounts } from '../../../src/main/engine/bank.ts';
import { THETAS, type PerScale } from '../../../src/shared/scales.ts';

const DIMS: PerScale<number> = { 64: 512, 32: 256, 16: 128 };
const available = fc.record({
  64: fc.integer({ min: 1, max: 200_000 }),
  32: fc.integer({ min: 1, max: 1_000_000 }),
  16: fc.integer({ min: 1, max: 1_000_000 }),
});
const bytesOf = (counts: PerScale<number>) =>
  THETAS.reduce((sum, theta) => sum + counts[theta] * DIMS[theta] * 4, 0);

describe('planBankCounts', () => {
  it('stays within the budget and leaves less than one vector of each scale unused', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 500, noNaN: true }), available, (mb, most) => {
        const counts = planBankCounts(mb, DIMS, most);
        const full = THETAS.every((theta) => counts[theta] === most[theta]);
        expect(bytesOf(counts)).toBeLessThanOrEqual(mb * 1e6);
        if (!full) {
          expect(bytesOf(counts)).toBeGreaterThan(mb * 1e6 - (512 + 256 + 128) * 4);
        }
        for (const theta of THETAS) {
          expect(counts[theta]).toBeGreaterThanOrEqual(1);
          expect(counts[theta]).toBeLessThanOrEqual(most[theta]);
        }
      }),
    );
  });

  it('gives every scale the same number where there are enough patches', () => {
    const counts = planBankCounts(32, DIMS, { 64: 1e6, 32: 1e6, 16: 1e6 });
    expect(counts).toEqual({ 64: 8928, 32: 8928, 16: 8928 });
  });

  it('gives what a scale cannot use to the others', () => {
    const counts = planBankCounts(32, DIMS, { 64: 100, 32: 1e6, 16: 1e6 });
    expect(counts[64]).toBe(100);
    expect(counts[32]).toBe(Math.floor((32e6 - 100 * 512 * 4) / ((256 + 128) * 4)));
    expect(counts[16]).toBe(counts[32]);
  });

  it('takes every patch where the budget is ample', () => {
    const most = { 64: 3, 32: 40, 16: 50 };
    expect(planBankCounts(1000, DIMS, most)).toEqual(most);
  });

  it('keeps one vector of each scale however small the budget', () => {
    const counts = planBankCounts(0.0001, DIMS, { 64: 9, 32: 9, 16: 9 });
    expect(counts).toEqual({ 64: 1, 32: 1, 16: 1 });
  });
});
