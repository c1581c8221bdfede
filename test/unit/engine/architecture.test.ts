/** Why this file exists: holds each encoder's field of view, stride and width against its layers. */
import { describe, expect, it } from 'vitest';
import {
  ARCHITECTURES,
  convolutionsOf,
  denseCount,
} from '../../../src/main/engine/architecture.ts';
import { THETAS } from '../../../src/shared/scales.ts';

describe.each(THETAS)('the encoder of theta %i', (theta) => {
  const architecture = ARCHITECTURES[theta];

  it('sees as many pixels and steps as far as its layers say', () => {
    let field = 1;
    let stride = 1;
    for (const step of architecture.steps) {
      field += (step.kind === 'conv' ? 2 : 1) * stride;
      if (step.kind === 'pool') stride *= 2;
    }
    expect(architecture.fieldOfView).toBe(field);
    expect(architecture.stride).toBe(stride);
  });

  it('turns one patch into one embedding of its width', () => {
    let side: number = theta;
    for (const step of architecture.steps) {
      side = step.kind === 'conv' ? side - 2 : Math.floor(side / 2);
    }
    expect(side).toBe(1);
    expect(convolutionsOf(architecture).at(-1)?.outputs).toBe(architecture.dim);
    expect(denseCount(architecture, theta)).toBe(1);
  });

  it('lies in the middle of its patch', () => {
    expect(architecture.fieldOfView + 2 * architecture.margin).toBe(theta);
  });
});

describe('denseCount', () => {
  it('is the 25, 57 and 61 places of the design at 256 pixels', () => {
    expect(THETAS.map((theta) => denseCount(ARCHITECTURES[theta], 256))).toEqual([25, 57, 61]);
  });

  it('is zero for an image that no patch fits', () => {
    expect(denseCount(ARCHITECTURES[64], 59)).toBe(0);
    expect(denseCount(ARCHITECTURES[64], 60)).toBe(1);
  });
});
