/** Why this file exists: requests about products, their defect classes, sources and images' places. */
import { z } from 'zod';
import {
  ActorSchema,
  CommentSchema,
  IdSchema,
  MomentSchema,
  NameSchema,
} from '../entities/common.ts';
import { SourceSchema } from '../entities/image.ts';
import { PathSchema } from '../entities/job.ts';
import { LabelValueSchema } from '../entities/label.ts';
import { DefectClassSchema, ProductSchema } from '../entities/product.ts';
import { imageIds, nothing, productInput } from './common.ts';

export const ProductSummarySchema = z.object({
  product: ProductSchema,
  /** Shown as its picture: the first good image; null while there is none. */
  coverImageId: IdSchema.nullable(),
  images: z.number().int(),
  labels: z.record(LabelValueSchema, z.number().int()),
  versions: z.number().int(),
  production: z.object({ modelId: IdSchema, name: z.string() }).nullable(),
  /** The last check of the golden parts; null when there was none. */
  verification: z.object({ runId: IdSchema, at: MomentSchema, passed: z.boolean() }).nullable(),
});
export type ProductSummary = z.infer<typeof ProductSummarySchema>;

export const SourceSummarySchema = z.object({
  source: SourceSchema,
  images: z.number().int(),
  /** Images whose file was not found at the last look. */
  missing: z.number().int(),
});
export type SourceSummary = z.infer<typeof SourceSummarySchema>;

export const productRequests = {
  'products.list': {
    input: z.strictObject({ archived: z.boolean() }),
    output: z.array(ProductSummarySchema),
  },
  'products.get': { input: productInput, output: ProductSummarySchema },
  'products.add': {
    input: z.strictObject({ name: NameSchema, note: CommentSchema, by: ActorSchema }),
    output: ProductSchema,
  },
  'products.change': {
    input: z.strictObject({
      productId: IdSchema,
      name: NameSchema.optional(),
      note: CommentSchema.optional(),
      archived: z.boolean().optional(),
      by: ActorSchema,
    }),
    output: ProductSchema,
  },
  'classes.list': { input: productInput, output: z.array(DefectClassSchema) },
  'classes.add': {
    input: z.strictObject({ productId: IdSchema, name: NameSchema, by: ActorSchema }),
    output: DefectClassSchema,
  },
  'classes.change': {
    input: z.strictObject({
      classId: IdSchema,
      name: NameSchema.optional(),
      archived: z.boolean().optional(),
      by: ActorSchema,
    }),
    output: DefectClassSchema,
  },
  'sources.list': { input: productInput, output: z.array(SourceSummarySchema) },
  /** Looks for every file again, and notes which are gone or back. */
  'sources.check': { input: productInput, output: z.array(SourceSummarySchema) },
  /** The folder has moved to `root`. Answers how many of its images are found there, by content. */
  'sources.relink': {
    input: z.strictObject({ sourceId: IdSchema, root: PathSchema, by: ActorSchema }),
    output: z.object({ found: z.number().int(), missing: z.number().int() }),
  },
  /** Takes images out of the product, or back in; nothing is deleted. */
  'images.exclude': {
    input: z.strictObject({ imageIds, excluded: z.boolean(), by: ActorSchema }),
    output: nothing,
  },
  /** Folders of this machine, to choose one in a browser. Null: where to begin. */
  'folders.list': {
    input: z.strictObject({ path: PathSchema.nullable() }),
    output: z.object({
      path: z.string(),
      /** Null at the top. */
      parent: z.string().nullable(),
      /** Names, sorted; at most 2,000. */
      folders: z.array(z.string()),
      /** Image files directly in it. */
      images: z.number().int(),
    }),
  },
} as const;
