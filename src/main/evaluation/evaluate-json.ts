/** Why this file exists: the one object that `loupe evaluate --json` prints, stable for scripts. */
import type { Report } from '../../shared/report.ts';
import type { PerScale } from '../../shared/scales.ts';

/** AUROC, AU-PRO and F1 are fractions; null is undefined (for instance no defect in the test set). */
export interface EvaluateJson {
  imageAuroc: number | null;
  pixelAuroc: number | null;
  /** At FPR 0.3. */
  auPro: number | null;
  maxF1: number | null;
  /** Score from which an image is NG. */
  threshold: number | null;
  /** Null for methods without the paper's scales. */
  perScale: PerScale<{ imageAuroc: number | null; pixelAuroc: number | null }> | null;
  /** How many images were evaluated. */
  images: number;
  msPerImage: number;
  peakMemoryMb: number;
  device: string;
}

export function evaluateJson(report: Report): EvaluateJson {
  const { imageAuroc, pixelAuroc, auPro, maxF1, threshold, perScale, device } = report;
  const { msPerImage, peakMemoryMb } = report.timing;
  return {
    imageAuroc,
    pixelAuroc,
    auPro,
    maxF1,
    threshold,
    perScale,
    images: report.images.length,
    msPerImage,
    peakMemoryMb,
    device,
  };
}
