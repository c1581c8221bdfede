/** Why this file exists: requests about detecting layouts, splits and frozen data-set versions. */
import { z } from 'zod';
import { ActorSchema, CommentSchema, IdSchema } from '../entities/common.ts';
import { DatasetVersionSchema } from '../entities/dataset-version.ts';
import { ImageSplitSchema } from '../entities/image.ts';
import { FilePatternSchema, ImportLayoutSchema, PathSchema } from '../entities/job.ts';
import { LabelValueSchema } from '../entities/label.ts';
import { imageIds, nothing, productInput } from './common.ts';

const count = z.number().int();

/** What a look at names alone says of a folder; files are read by the import's check. */
export const DetectedLayoutSchema = z.object({
  /** The best guess first; empty when the folder holds no images. */
  layouts: z.array(ImportLayoutSchema),
  images: count,
  masks: count,
  counts: z.array(
    z.object({
      split: ImageSplitSchema,
      label: LabelValueSchema,
      defectClass: z.string().nullable(),
      images: count,
    }),
  ),
  /** A few paths, relative to the folder, to try a pattern on. */
  examples: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type DetectedLayout = z.infer<typeof DetectedLayoutSchema>;

export const VersionSummarySchema = z.object({
  version: DatasetVersionSchema,
  splits: z.record(ImageSplitSchema, count),
  labels: z.record(LabelValueSchema, count),
  masks: count,
});
export type VersionSummary = z.infer<typeof VersionSummarySchema>;

const changed = z.object({ images: count, examples: z.array(z.string()) });

/** How `to` differs from `from`; images are the same when their bytes are. Examples: at most 200 paths. */
export const VersionDifferenceSchema = z.object({
  added: changed,
  removed: changed,
  relabelled: changed,
  moved: changed.describe('to another split'),
  masksChanged: changed,
});
export type VersionDifference = z.infer<typeof VersionDifferenceSchema>;

export const datasetRequests = {
  /** Draws the sample data set on this machine where it is not there yet; answers its folder. */
  'samples.draw': { input: nothing, output: z.object({ folder: z.string() }) },
  'imports.detect': {
    input: z.strictObject({
      folder: PathSchema,
      layout: ImportLayoutSchema.nullable(),
      pattern: FilePatternSchema.nullable(),
    }),
    output: DetectedLayoutSchema,
  },
  /** Takes everything that an import added out of the product, or back in; nothing is deleted. */
  'imports.exclude': {
    input: z.strictObject({ runId: IdSchema, excluded: z.boolean(), by: ActorSchema }),
    output: z.object({ images: count }),
  },
  'splits.assign': {
    input: z.strictObject({ imageIds, split: ImageSplitSchema, by: ActorSchema }),
    output: nothing,
  },
  /**
   * Draws splits anew: all images of one part fall into one split; only good parts go to `train`,
   * defects are shared between `calibrate` and `test`. Images that are not labelled OK or NG stay.
   */
  'splits.draw': {
    input: z.strictObject({
      productId: IdSchema,
      /** Shares of the good images; they sum to at most 1, the rest is test. */
      train: z.number().min(0).max(1),
      calibrate: z.number().min(0).max(1),
      seed: z.number().int().min(0),
      by: ActorSchema,
    }),
    output: z.record(ImageSplitSchema, count),
  },
  'versions.list': { input: productInput, output: z.array(VersionSummarySchema) },
  'versions.freeze': {
    input: z.strictObject({ productId: IdSchema, note: CommentSchema, by: ActorSchema }),
    output: DatasetVersionSchema,
  },
  'versions.compare': {
    input: z.strictObject({ from: IdSchema, to: IdSchema }),
    output: VersionDifferenceSchema,
  },
} as const;
