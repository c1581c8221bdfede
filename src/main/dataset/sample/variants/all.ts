/** Why this file exists: the variants of the sample data set by name; `plate` is the default. */
import { LoupeError } from '../../../../shared/errors.ts';
import type { SampleVariant } from '../picture.ts';
import { CASTING } from './casting.ts';
import { PARTS } from './parts.ts';
import { PLATE } from './plate.ts';
import { WEAVE } from './weave.ts';

export const VARIANTS: readonly SampleVariant[] = [PLATE, PARTS, WEAVE, CASTING];

/** @throws LoupeError ('usage') for a name that is no variant. */
export function variantNamed(name: string): SampleVariant {
  const variant = VARIANTS.find((candidate) => candidate.name === name);
  if (variant !== undefined) return variant;
  throw new LoupeError(
    'usage',
    `There is no sample called "${name}".`,
    `Choose one of ${VARIANTS.map((candidate) => candidate.name).join(', ')}.`,
  );
}
