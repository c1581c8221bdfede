/** Why this file exists: every method beside the paper's, by name. */
import { LoupeError } from '../../shared/errors.ts';
import type { RivalName } from '../../shared/manifest.ts';
import type { DetectionMethod } from './method.ts';

const METHODS: Partial<Record<RivalName, DetectionMethod>> = {};

/** @throws LoupeError `usage` where it is not there */
export function methodOf(name: RivalName): DetectionMethod {
  const method = METHODS[name];
  if (method) return method;
  throw new LoupeError(
    'usage',
    `The method ${name} is not part of this Loupe.`,
    'Choose --method multi-scale-patch.',
  );
}
