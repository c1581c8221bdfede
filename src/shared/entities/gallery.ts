/** Why this file exists: what can be asked of a product's images and what a page of them holds. */
import { z } from 'zod';
import { IdSchema, MomentSchema, Sha256Schema } from './common.ts';
import { ImageSplitSchema } from './image.ts';
import { LabelValueSchema } from './label.ts';
import { BandSchema, VerdictSchema } from './threshold.ts';

export const GALLERY_PAGE_SIZE = 200;

/** Every condition must hold; within a list any value may. Excluded images never show. */
export const GalleryFilterSchema = z.object({
  labels: z.array(LabelValueSchema).min(1).optional(),
  defectClassIds: z.array(IdSchema).min(1).optional(),
  /** The split now, or the frozen one where `versionId` is given. */
  splits: z.array(ImageSplitSchema).min(1).optional(),
  /** Needs `modelId` and `band`; images without a result have no verdict. */
  verdicts: z.array(VerdictSchema).min(1).optional(),
  /** Needs `modelId`: `from <= score < to`, as a bar of a histogram. */
  scores: z.object({ from: z.number(), to: z.number() }).optional(),
  hasMask: z.boolean().optional(),
  /** Labelled by a person. */
  reviewed: z.boolean().optional(),
});
export type GalleryFilter = z.infer<typeof GalleryFilterSchema>;

/**
 * `score`: raw score. `distance`: |score - T2|, the closest first when ascending.
 * `disagreement`: by how much the score contradicts the label (score - T2 for OK, T2 - score for
 * NG), the largest first; only labelled images. The three need `modelId`, the last two `band`;
 * they list images with a result only.
 */
export const GallerySortSchema = z.enum(['path', 'date', 'score', 'distance', 'disagreement']);
export type GallerySort = z.infer<typeof GallerySortSchema>;

export const GalleryScopeSchema = z.object({
  productId: IdSchema,
  /** Only images of this frozen version. */
  versionId: IdSchema.optional(),
  /** Whose scores to show. */
  modelId: IdSchema.optional(),
  /** Review band for verdicts, distance and disagreement. */
  band: BandSchema.optional(),
  filter: GalleryFilterSchema.default({}),
});
export type GalleryScope = z.infer<typeof GalleryScopeSchema>;

export const GalleryQuerySchema = GalleryScopeSchema.extend({
  sort: GallerySortSchema.default('path'),
  descending: z.boolean().default(false),
  /** From the page before; undefined for the first. */
  after: z.string().max(2000).optional(),
  limit: z.number().int().min(1).max(1000).default(GALLERY_PAGE_SIZE),
});
export type GalleryQuery = z.infer<typeof GalleryQuerySchema>;

export const GalleryItemSchema = z.object({
  imageId: IdSchema,
  path: z.string(),
  sha256: Sha256Schema,
  width: z.number().int(),
  height: z.number().int(),
  addedAt: MomentSchema,
  split: ImageSplitSchema,
  label: LabelValueSchema,
  defectClassId: IdSchema.nullable(),
  hasMask: z.boolean(),
  reviewed: z.boolean(),
  missing: z.boolean(),
  /** Null without a model or without a result. */
  score: z.number().nullable(),
  verdict: VerdictSchema.nullable(),
});
export type GalleryItem = z.infer<typeof GalleryItemSchema>;

export const GalleryPageSchema = z.object({
  items: z.array(GalleryItemSchema),
  /** Pass as `after` for the next page; null at the end. */
  next: z.string().nullable(),
});
export type GalleryPage = z.infer<typeof GalleryPageSchema>;

/** How many images the scope holds, in all and by each value. */
export const GalleryCountsSchema = z.object({
  total: z.number().int(),
  labels: z.record(LabelValueSchema, z.number().int()),
  splits: z.record(ImageSplitSchema, z.number().int()),
  defectClasses: z.array(z.object({ defectClassId: IdSchema, images: z.number().int() })),
  withMask: z.number().int(),
  reviewed: z.number().int(),
  /** Null without a model and a band. */
  verdicts: z.record(VerdictSchema, z.number().int()).nullable(),
});
export type GalleryCounts = z.infer<typeof GalleryCountsSchema>;
