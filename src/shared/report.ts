/**
 * Why this file exists: what an evaluation leaves behind (`report.json`), read by the screens,
 * by `--json` and by tests. Fractions (0.998) everywhere; percentages only when shown.
 */
import { z } from 'zod';

/** A metric that may have no value; `null` means undefined (e.g. only one class present). */
const metric = z.number().nullable();

const perScale = <T extends z.ZodType>(value: T) => z.object({ 16: value, 32: value, 64: value });

export const ReportImageSchema = z.object({
  /** Relative to the data folder. */
  path: z.string(),
  /** `good` or the defect type's name. */
  label: z.string(),
  /** Raw image score (Eq. 9). */
  score: z.number(),
  /** Eq. 9 on each scale's own map; null for methods without the paper's scales. */
  scaleScores: perScale(z.number()).nullable(),
  hasMask: z.boolean(),
  /** Map file relative to the report's folder, where `--maps` was given. */
  map: z.string().nullable(),
  /** Source size in pixels, after EXIF orientation. */
  width: z.number().int(),
  height: z.number().int(),
  /** Absolute path, where the file does not lie below the data set's root under `path`. */
  file: z.string().optional(),
  /** Its mask as PNG, relative to the report's folder, where the data set has no file of it. */
  mask: z.string().optional(),
});
export type ReportImage = z.infer<typeof ReportImageSchema>;

export const ConfusionSchema = z.object({
  /** Defective and called NG. */
  caught: z.number().int(),
  /** Defective and called OK: escape. */
  missedDefects: z.number().int(),
  /** Good and called NG: overkill. */
  falseAlarms: z.number().int(),
  /** Good and called OK. */
  passed: z.number().int(),
});
export type Confusion = z.infer<typeof ConfusionSchema>;

export const ReportSchema = z.object({
  schemaVersion: z.literal(1),
  id: z.string(),
  createdAt: z.iso.datetime(),
  model: z.object({ id: z.string(), name: z.string(), recipe: z.string(), path: z.string() }),
  dataset: z.object({ name: z.string(), root: z.string(), fingerprint: z.string() }),
  inputSize: z.number().int(),
  device: z.string(),
  imageAuroc: metric,
  pixelAuroc: metric,
  /** AU-PRO at FPR 0.3, exact. */
  auPro: metric,
  /**
   * Its curve up to there, thinned: false positive rate, overlap, and the map value from which a
   * pixel is called defective (null between two of them). Reports made before have none.
   */
  proCurve: z.array(z.tuple([z.number(), z.number(), z.number().nullable()])).optional(),
  maxF1: metric,
  /** Image threshold of max F1: NG means score >= threshold. */
  threshold: metric,
  /** Which images chose the threshold; shown wherever the threshold is. */
  thresholdSource: z.enum(['test', 'good-only']),
  precision: metric,
  recall: metric,
  confusion: ConfusionSchema.nullable(),
  /** Pixel threshold of max F1 over all test pixels. */
  pixelThreshold: metric,
  pixelMaxF1: metric,
  /** Null for methods without the paper's scales. */
  perScale: perScale(z.object({ imageAuroc: metric, pixelAuroc: metric })).nullable(),
  perDefect: z.array(
    z.object({
      label: z.string(),
      images: z.number().int(),
      /** Against all good test images. */
      imageAuroc: metric,
      pixelAuroc: metric,
      caught: z.number().int(),
    }),
  ),
  /** The model's fixed colour scale: the value shown as 0 and as full colour. */
  mapRange: z.tuple([z.number(), z.number()]),
  images: z.array(ReportImageSchema),
  rejected: z.array(z.object({ path: z.string(), reason: z.string() })),
  warnings: z.array(z.string()),
  timing: z.object({
    msPerImage: z.number(),
    peakMemoryMb: z.number(),
    /** Resident memory after image 10 and after the last one. */
    rssMbEarly: z.number(),
    rssMbLate: z.number(),
  }),
});
export type Report = z.infer<typeof ReportSchema>;
