/** Why this file exists: differences between two machines as they are counted. */
import { expect, it } from 'vitest';
import { parityOf } from '../../../src/main/registry/parity.ts';

const band = { t1: 1, t2: 2 };

it('takes the largest absolute and relative difference, of whichever part', () => {
  const parts = [
    { there: 0.5, here: 0.6 },
    { there: 100, here: 101 },
  ];
  const parity = parityOf(parts, band);
  expect(parity.largestScoreDifference).toBe(1);
  expect(parity.largestRelativeDifference).toBeCloseTo(0.2, 12);
  expect(parity.changedVerdicts).toBe(0);
});

it('counts changed verdicts at the threshold itself, and parts that cannot be read', () => {
  const parts = [
    { there: 2, here: 1.999 },
    { there: 0, here: 0 },
    { there: 3, here: null },
  ];
  expect(parityOf(parts, band)).toMatchObject({ images: 3, changedVerdicts: 2 });
});

it('never divides by nothing', () => {
  expect(parityOf([{ there: 0, here: 0.5 }], band).largestRelativeDifference).toBe(1);
  expect(parityOf([], band)).toMatchObject({ images: 0, largestRelativeDifference: 0 });
});
