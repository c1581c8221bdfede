/** Why this file exists: the ways a folder can be read, named once for the renderer. */
import type { ImportLayout } from '../../../../shared/entities/job.ts';

export type Layout = ImportLayout;

export const LAYOUTS = [
  'mvtec',
  'btad',
  'visa',
  'classes',
  'flat',
] as const satisfies readonly ImportLayout[];
