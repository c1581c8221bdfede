/** Why this file exists: how much memory the process that computes may take. */
import { totalmem } from 'node:os';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import { getSetting } from '../catalog/settings.ts';
import { machineSettings } from '../places.ts';

/** The setting, in MB; without it what the plant has set, else a share of the machine's memory. */
export const MEMORY_SETTING = 'compute.memory-mb';
const SHARE = 0.75;
const MEGABYTE = 2 ** 20;

/** In MB. A container's limit counts as the machine's memory. */
export function memoryLimitMb(catalog: ReadableCatalog): number {
  const set = getSetting(catalog, MEMORY_SETTING);
  if (typeof set === 'number' && set > 0) return set;
  const { memoryCeilingMb } = machineSettings();
  if (memoryCeilingMb !== undefined) return memoryCeilingMb;
  const constrained = process.constrainedMemory();
  const machine = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return (SHARE * machine) / MEGABYTE;
}
