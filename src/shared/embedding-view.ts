/**
 * Why this file exists: what an embedding view is (the paper's Figure 5): patches of test images as
 * points in a plane, before and after training. Written by `loupe embed` as `embedding.json`, for
 * screens and scripts.
 */
import { z } from 'zod';

/** A place in the plane; only distances between near points mean something. */
const PointSchema = z.tuple([z.number(), z.number()]);

export const ViewPatchSchema = z.object({
  /** Index into the view's `images`. */
  image: z.number().int().nonnegative(),
  /** Top-left pixel at input size; may be negative at a margin. */
  x: z.number().int(),
  y: z.number().int(),
  /** Whether the patch's middle lies in the ground truth; a normal patch touches none of it. */
  isDefective: z.boolean(),
});
export type ViewPatch = z.infer<typeof ViewPatchSchema>;

export const ProjectionSchema = z.object({
  /** One for each patch. */
  points: z.array(PointSchema),
  /**
   * AUROC of the distance, in the embedding and not in the plane, to the nearest normal patch of
   * another image: how well it tells defective patches from normal ones. Null where it is undefined.
   */
  separation: z.number().nullable(),
});
export type Projection = z.infer<typeof ProjectionSchema>;

export const EmbeddingViewSchema = z.object({
  schemaVersion: z.literal(1),
  createdAt: z.iso.datetime(),
  model: z.object({ id: z.string(), name: z.string(), recipe: z.string() }),
  dataset: z.string(),
  /** Input size in pixels. */
  inputSize: z.number().int(),
  method: z.literal('umap'),
  /** The same seed, model and images give the same points. */
  seed: z.number().int(),
  neighbours: z.number().int(),
  images: z.array(z.object({ path: z.string(), label: z.string() })),
  /** Largest patches first. */
  scales: z.array(
    z.object({
      theta: z.union([z.literal(64), z.literal(32), z.literal(16)]),
      patches: z.array(ViewPatchSchema),
      /** Of the backbone, before training. */
      before: ProjectionSchema,
      /** Null where training left this encoder as the backbone is. */
      after: ProjectionSchema.nullable(),
    }),
  ),
});
export type EmbeddingView = z.infer<typeof EmbeddingViewSchema>;
