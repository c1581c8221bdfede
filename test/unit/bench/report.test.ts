/** Why this file exists: holds what a bench shows: medians, ratios against targets, a readable table. */
import { describe, expect, it } from 'vitest';
import { tableOf } from '../../../src/main/bench/report.ts';
import { medianOf, timeInTurns } from '../../../src/main/bench/timing.ts';

describe('medianOf', () => {
  it('is the middle value, or the mean of the two in the middle', () => {
    expect(medianOf([9])).toBe(9);
    expect(medianOf([10, 2, 9])).toBe(9);
    expect(medianOf([10, 2, 9, 100])).toBe(9.5);
  });
});

describe('timeInTurns', () => {
  it('runs each once to warm up, then all in turns, and times only those', async () => {
    const calls: string[] = [];
    const [a, b] = await timeInTurns([() => calls.push('a'), async () => void calls.push('b')], 3);
    expect(calls.join('')).toBe('abababab');
    expect([a?.runs, b?.runs]).toEqual([3, 3]);
    expect(a?.fastest).toBeLessThanOrEqual(a?.median ?? -1);
  });
});

describe('tableOf', () => {
  it('says for each ratio whether it keeps its target, and leaves empty columns out', () => {
    const lines = tableOf({
      bench: 'search',
      figures: [
        { name: 'small', ms: 1.234, bareMs: 1, ratio: 1.234, target: 1.5, gflops: 100 },
        { name: 'large one', ms: 2000, bareMs: 1000, ratio: 2, target: 1.5, gflops: 9.87 },
      ],
    });
    expect(lines).toEqual([
      'search:',
      '               ms  bare ms        ratio  GFLOP/s',
      '  small      1.23      1.0  1.23 <= 1.5      100',
      '  large one  2000     1000  2.00 >  1.5     9.87',
    ]);
  });

  it('shows rates and notes', () => {
    const [, , line] = tableOf({
      bench: 'engine',
      figures: [{ name: 'a step', ms: 500, perSecond: 2, note: 'scaled' }],
    });
    expect(line).toBe('  a step  500        2.00  scaled');
  });
});
