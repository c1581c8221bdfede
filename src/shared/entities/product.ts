/** Why this file exists: a product is one class of parts that is inspected the same way. */
import { z } from 'zod';
import { CommentSchema, IdSchema, MomentSchema, NameSchema } from './common.ts';

export const ProductSchema = z.object({
  id: IdSchema,
  /** Unique among all products, upper and lower case alike (ASCII). */
  name: NameSchema,
  note: CommentSchema,
  createdAt: MomentSchema,
  /** When it was put away; null while in use. Nothing of it is ever deleted. */
  archivedAt: MomentSchema.nullable(),
});
export type Product = z.infer<typeof ProductSchema>;

/** A kind of defect of one product ("scratch"), which labels and thresholds refer to. */
export const DefectClassSchema = z.object({
  id: IdSchema,
  productId: IdSchema,
  /** Unique within the product. */
  name: NameSchema,
  createdAt: MomentSchema,
  /** When it was taken off the list for new labels; old labels keep it. */
  archivedAt: MomentSchema.nullable(),
});
export type DefectClass = z.infer<typeof DefectClassSchema>;
