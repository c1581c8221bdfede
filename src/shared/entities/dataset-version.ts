/** Why this file exists: a frozen list of images with splits and labels, told apart by its fingerprint. */
import { z } from 'zod';
import {
  ActorSchema,
  CommentSchema,
  IdSchema,
  MomentSchema,
  NameSchema,
  Sha256Schema,
} from './common.ts';
import { ImageSplitSchema } from './image.ts';
import { LabelValueSchema } from './label.ts';

export const DatasetVersionSchema = z.object({
  id: IdSchema,
  productId: IdSchema,
  /** 1, 2, 3 ... within the product. */
  number: z.number().int().positive(),
  /** SHA-256 over the frozen list; equal lists have equal fingerprints. */
  fingerprint: Sha256Schema,
  images: z.number().int().positive(),
  note: CommentSchema,
  createdAt: MomentSchema,
  createdBy: ActorSchema,
});
export type DatasetVersion = z.infer<typeof DatasetVersionSchema>;

/** One image as it was when the version was frozen. */
export const VersionImageSchema = z.object({
  imageId: IdSchema,
  path: z.string(),
  sha256: Sha256Schema,
  split: ImageSplitSchema,
  label: LabelValueSchema,
  /** Name of the defect class at that time. */
  defectClass: NameSchema.nullable(),
  /** SHA-256 of the mask's run-length code; null without a mask. */
  maskSha256: Sha256Schema.nullable(),
});
export type VersionImage = z.infer<typeof VersionImageSchema>;
