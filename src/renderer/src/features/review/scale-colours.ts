/** Why this file exists: each patch size has one colour, on the canvas and beside its patches. */
import type { Theta } from '../../../../shared/scales.ts';

export const SCALE_COLOURS: Record<Theta, string> = { 64: '#ffd166', 32: '#f78fd6', 16: '#8ce99a' };
