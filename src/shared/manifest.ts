/**
 * Why this file exists: the description of a model file (`manifest.json`). Everything needed to
 * run a model, to know where it came from and to tell whether it is whole.
 */
import { z } from 'zod';

/**
 * Raised whenever an older Loupe could misread a newer file.
 * 2: methods beside the paper's. Files of version 1 are read as they are.
 */
export const MODEL_SCHEMA_VERSION = 2;

/** The methods beside the paper's, on the same images, with the same files and reports. */
export const RIVALS = ['patchcore', 'padim', 'spade', 'patch-svdd'] as const;
export type RivalName = (typeof RIVALS)[number];
export const METHODS = ['multi-scale-patch', ...RIVALS] as const;
export type MethodName = (typeof METHODS)[number];

const perScale = <T extends z.ZodType>(value: T) => z.object({ 16: value, 32: value, 64: value });

export const PreprocessingSchema = z.object({
  /** Input size H = W in pixels. */
  size: z.number().int().min(64).max(2048),
  /** How an image of another shape becomes square. */
  fit: z.literal('stretch'),
  /** Resize filter, see docs/decisions. */
  kernel: z.literal('cubic'),
});
export type Preprocessing = z.infer<typeof PreprocessingSchema>;

export const NormalisationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unit') }),
  /** h / sqrt(|h|^2 + floor^2), floor per scale. */
  z.object({ kind: z.literal('soft'), floor: perScale(z.number().nonnegative()) }),
  z.object({ kind: z.literal('none') }),
]);
export type Normalisation = z.infer<typeof NormalisationSchema>;

/** What the backbone expects of its input, recorded with its weights. */
export const InputConventionSchema = z.object({
  order: z.enum(['rgb', 'bgr']),
  /** Multiplies 0..255 first (1 for Caffe, 1/255 for torchvision). */
  scale: z.number().positive(),
  mean: z.tuple([z.number(), z.number(), z.number()]),
  std: z.tuple([z.number(), z.number(), z.number()]),
});
export type InputConvention = z.infer<typeof InputConventionSchema>;

/** What every model says of itself, whatever its method. */
const common = {
  schemaVersion: z.number().int(),
  /** Content address: SHA-256 over the files' hashes. */
  id: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  /** The recipe's name; for a rival method, the method's. */
  recipe: z.string(),
  /** The whole recipe with every parameter, as it was run. */
  recipeParameters: z.record(z.string(), z.unknown()),
  seed: z.number().int(),
  preprocessing: PreprocessingSchema,
  dataset: z.object({
    name: z.string(),
    root: z.string(),
    fingerprint: z.string(),
    trainImages: z.number().int(),
  }),
  /** The good images that bank vectors come from, by bank image index. */
  goodImages: z.array(z.object({ path: z.string(), file: z.string() })),
  /** Map values of good parts that were not used for the bank: the fixed colour scale of the model. */
  goodMap: z.object({
    median: z.number(),
    p995: z.number(),
    max: z.number(),
    heldOut: z.boolean(),
  }),
  /** Raw image scores of good parts (held out where heldOut is true). */
  goodScores: z.array(z.number()),
  /** Suggested at training from good parts alone: NG means score >= threshold. */
  thresholds: z.object({
    image: z.number(),
    /** Map value from which a pixel belongs to a region. */
    pixel: z.number(),
    source: z.literal('good-only'),
    /** Share of the good parts that may be called NG. */
    overkill: z.number(),
  }),
  /** SHA-256 of every file beside the manifest, by relative path. */
  files: z.record(z.string(), z.string()),
};

const BackboneSchema = z.object({ name: z.string(), sha256: z.string() });

const MultiScaleManifestSchema = z.object({
  ...common,
  method: z.literal('multi-scale-patch'),
  input: InputConventionSchema,
  normalisation: NormalisationSchema,
  strides: perScale(z.number().int()),
  /** Weights of the scales in Eq. 8; all 1 in the paper. */
  scaleWeights: perScale(z.number().nonnegative()),
  backbone: BackboneSchema,
  banks: perScale(
    z.object({
      vectors: z.number().int(),
      dim: z.number().int(),
      candidates: z.number().int(),
      coveringRadius: z.number(),
    }),
  ),
  training: z.object({
    device: z.string(),
    seconds: z.number(),
    steps: perScale(z.number().int()),
  }),
});
export type MultiScaleManifest = z.infer<typeof MultiScaleManifestSchema>;

const RivalManifestSchema = z.object({
  ...common,
  method: z.enum(RIVALS),
  /** Both null where a method learns its own network from nothing. */
  input: InputConventionSchema.nullable(),
  backbone: BackboneSchema.nullable(),
  training: z.object({
    device: z.string(),
    seconds: z.number(),
    /** 0 where nothing is trained. */
    steps: z.number().int(),
  }),
});
export type RivalManifest = z.infer<typeof RivalManifestSchema>;

export const ModelManifestSchema = z.discriminatedUnion('method', [
  MultiScaleManifestSchema,
  RivalManifestSchema,
]);
export type ModelManifest = z.infer<typeof ModelManifestSchema>;
