/** Why this file exists: requests about the gallery, one image, its labels and its mask. */
import { z } from 'zod';
import { ActorSchema, IdSchema } from '../entities/common.ts';
import {
  GalleryCountsSchema,
  GalleryItemSchema,
  GalleryPageSchema,
  GalleryQuerySchema,
  GalleryScopeSchema,
} from '../entities/gallery.ts';
import { CatalogImageSchema } from '../entities/image.ts';
import { LabelEntrySchema, NewLabelSchema } from '../entities/label.ts';
import { MaskEntrySchema } from '../entities/mask.ts';
import { ResultSchema } from '../entities/result.ts';
import { imageIds } from './common.ts';

const imageInput = z.strictObject({ imageId: IdSchema });

/** Longest run-length code of a mask, as base64. */
const MAX_MASK_CODE = 3 * 1024 * 1024;

export const ImageDetailSchema = z.object({
  image: CatalogImageSchema,
  /** Absolute path of its file. */
  file: z.string(),
  /** Null when nothing was ever said about it. */
  label: LabelEntrySchema.nullable(),
  /** Null without a mask. Its code comes by `maskCodePath`. */
  mask: MaskEntrySchema.nullable(),
  /** Of the model asked for; null when it has not seen the image. */
  result: ResultSchema.nullable(),
});
export type ImageDetail = z.infer<typeof ImageDetailSchema>;

export const imageRequests = {
  'gallery.page': { input: GalleryQuerySchema, output: GalleryPageSchema },
  'gallery.counts': { input: GalleryScopeSchema, output: GalleryCountsSchema },
  /** Every image of the scope in the order asked for: to select a range, and to step through in review. */
  'gallery.ids': { input: GalleryQuerySchema, output: z.array(IdSchema) },
  /**
   * What is shown of some images, in the order asked for; an id that is no image is left out. With
   * `gallery.ids` this leads to any place of a long list at once.
   */
  'gallery.items': {
    input: GalleryScopeSchema.omit({ filter: true }).extend({ imageIds: imageIds.max(1000) }),
    output: z.array(GalleryItemSchema),
  },
  'images.get': {
    input: z.strictObject({ imageId: IdSchema, modelId: IdSchema.nullable() }),
    output: ImageDetailSchema,
  },
  /** One batch, which `labels.undo` takes back as a whole. */
  'labels.set': {
    input: z.strictObject({ imageIds, label: NewLabelSchema, by: ActorSchema }),
    output: z.object({ batchId: IdSchema, changed: z.number().int() }),
  },
  'labels.undo': {
    input: z.strictObject({ batchId: IdSchema, by: ActorSchema }),
    output: z.object({ batchId: IdSchema, changed: z.number().int() }),
  },
  /** Oldest first. */
  'labels.history': { input: imageInput, output: z.array(LabelEntrySchema) },
  'masks.history': { input: imageInput, output: z.array(MaskEntrySchema) },
  /** Saves a mask at source size; only background means "no mask". */
  'masks.set': {
    input: z.strictObject({
      imageId: IdSchema,
      width: z.number().int().positive().max(16384),
      height: z.number().int().positive().max(16384),
      /** The run-length code (`mask-rle.ts`) as base64. */
      code: z.base64().max(MAX_MASK_CODE),
      by: ActorSchema,
    }),
    output: MaskEntrySchema,
  },
  /** Makes an earlier mask the current one again. */
  'masks.restore': {
    input: z.strictObject({ maskId: IdSchema, by: ActorSchema }),
    output: MaskEntrySchema,
  },
} as const;
