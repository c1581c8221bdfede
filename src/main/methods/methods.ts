/** Why this file exists: every method beside the paper's, by name. */
import type { RivalName } from '../../shared/manifest.ts';
import type { DetectionMethod } from './method.ts';
import { padim } from './padim.ts';
import { patchCore } from './patchcore.ts';
import { patchSvdd } from './patch-svdd.ts';
import { spade } from './spade.ts';

const METHODS: Record<RivalName, DetectionMethod> = {
  patchcore: patchCore,
  padim,
  spade,
  'patch-svdd': patchSvdd,
};

export function methodOf(name: RivalName): DetectionMethod {
  return METHODS[name];
}
