/** Why this file exists: an image of a product, where its file lies and which split it is in. */
import { z } from 'zod';
import { IdSchema, MomentSchema, NameSchema, Sha256Schema } from './common.ts';

/** `train` holds good parts only; thresholds are chosen on `calibrate`, figures come from `test`. */
export const ImageSplitSchema = z.enum(['none', 'train', 'calibrate', 'test']);
export type ImageSplit = z.infer<typeof ImageSplitSchema>;

/** A folder that images were imported from. Moving it means changing `root` (re-linking). */
export const SourceSchema = z.object({
  id: IdSchema,
  productId: IdSchema,
  /** Absolute path. */
  root: z.string().min(1),
  /** How the folder was read (`mvtec`, `btad`, `folder` ...). */
  layout: NameSchema,
  addedAt: MomentSchema,
});
export type Source = z.infer<typeof SourceSchema>;

export const CatalogImageSchema = z.object({
  id: IdSchema,
  productId: IdSchema,
  sourceId: IdSchema,
  /** Relative to the source's root, with `/` on every system. */
  path: z.string().min(1),
  /** Of the file's bytes. */
  sha256: Sha256Schema,
  /** Size of the file. */
  bytes: z.number().int().nonnegative(),
  /** In pixels, after EXIF orientation. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** 64-bit perceptual hash as 16 hexadecimal digits; null when not computed. */
  perceptualHash: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .nullable(),
  /** True when a copy lies in Loupe's own store under its SHA-256; false when linked in place. */
  managed: z.boolean(),
  /** Images of one physical part share it, so that splits can be drawn per part; null if unknown. */
  part: z.string().min(1).nullable(),
  split: ImageSplitSchema,
  addedAt: MomentSchema,
  /** Taken out of the product by a person; kept with all its labels and results. */
  excluded: z.boolean(),
  /** Since when the file has not been found in its place; null while it is there. */
  missingSince: MomentSchema.nullable(),
});
export type CatalogImage = z.infer<typeof CatalogImageSchema>;

/** What an import hands over for one image. */
export const NewImageSchema = CatalogImageSchema.pick({
  path: true,
  sha256: true,
  bytes: true,
  width: true,
  height: true,
  perceptualHash: true,
  managed: true,
  part: true,
  split: true,
});
export type NewImage = z.infer<typeof NewImageSchema>;
