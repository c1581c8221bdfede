/**
 * Why this file exists: what the page and the mask worker say to each other. The worker holds a copy
 * of the mask that is being edited and is told of every step, so that saving, filling and importing
 * never send a whole raster and never hold up a stroke.
 */
import type { MaskRaster } from '../../../../shared/mask-rle.ts';
import type { AnomalyMap } from '../map-messages.ts';
import type { Point, Size } from '../viewport.ts';
import type { Delta } from './delta.ts';
import type { ContourWishes } from './from-map.ts';
import type { PngMeaning } from './png.ts';
import type { Rect } from './spans.ts';

export interface MaskJobs {
  /** Begins with the mask of `code`, or with an empty one of `size`. `session` names it from then on. */
  open: {
    input: { session: number; code: Uint8Array<ArrayBuffer> | null; size: Size };
    output: {
      raster: MaskRaster;
      /** The smallest rectangle around what is marked; null when nothing is. */
      marked: Rect | null;
    };
  };
  close: { input: { session: number }; output: null };
  step: { input: { session: number; delta: Delta }; output: null };
  /** The run-length code of the mask as it is, and as base64. */
  encode: {
    input: { session: number };
    output: { code: Uint8Array<ArrayBuffer>; base64: string; marked: boolean };
  };
  /** The mask as an 8-bit PNG: 0 background, 1 defect, 255 ignore. */
  exportPng: { input: { session: number }; output: Blob };
  /** How the mask would change; null: not at all. The page applies it and sends it back as a step. */
  fill: {
    input: { session: number; point: Point; value: number };
    output: { delta: Delta | null; runsOut: boolean };
  };
  contour: {
    input: { session: number; map: AnomalyMap; wishes: ContourWishes };
    output: { delta: Delta | null };
  };
  /** Makes the mask that of another code (a draft, an earlier version). */
  replace: {
    input: { session: number; code: Uint8Array<ArrayBuffer> };
    output: { delta: Delta | null };
  };
  /** `meaning` null: find out; where the file does not tell, nothing changes and it says so. */
  importPng: {
    input: { session: number; file: Blob; meaning: PngMeaning | null };
    output:
      | { outcome: 'imported'; delta: Delta | null }
      | { outcome: 'unclear' }
      | { outcome: 'wrong-size'; size: Size }
      | { outcome: 'unreadable' };
  };
}
