/** Why this file exists: how much memory the process that computes may take. */
import { totalmem } from 'node:os';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import { getSetting } from '../catalog/settings.ts';

/** The setting, in MB; without it a share of the machine's memory. */
export const MEMORY_SETTING = 'compute.memory-mb';
const SHARE = 0.75;
const MEGABYTE = 2 ** 20;

/** In MB. A container's limit counts as the machine's memory. */
export function memoryLimitMb(catalog: ReadableCatalog): number {
  const set = getSetting(catalog, MEMORY_SETTING);
  if (typeof set === 'number' && set > 0) return set;
  const constrained = process.constrainedMemory();
  const machine = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return (SHARE * machine) / MEGABYTE;
}
