/** Why this file exists: requests about the registry of models, their results and thresholds. */
import { z } from 'zod';
import { IdSchema, JsonSchema } from '../entities/common.ts';
import { ImageSplitSchema } from '../entities/image.ts';
import { LabelValueSchema } from '../entities/label.ts';
import {
  CatalogModelSchema,
  ModelEvaluationSchema,
  ModelStateSchema,
  PromotionSchema,
} from '../entities/model.ts';
import { ResultSchema } from '../entities/result.ts';
import {
  NewThresholdSetSchema,
  ThresholdSetSchema,
  ThresholdsSchema,
} from '../entities/threshold.ts';
import { decision, productInput } from './common.ts';
import { ThetaSchema } from './scales.ts';

const modelInput = z.strictObject({ modelId: IdSchema });
const modelDecision = z.strictObject({ modelId: IdSchema, ...decision });

export const ModelSummarySchema = z.object({
  model: CatalogModelSchema.omit({ manifest: true }),
  /** The newest figures; null before the first evaluation. */
  evaluation: ModelEvaluationSchema.nullable(),
  /** What is in force; null while the model's own suggestion is. */
  thresholds: ThresholdSetSchema.nullable(),
  /** Suggested at training from good parts alone. */
  suggested: ThresholdsSchema,
  /** The fixed colour scale: the map value shown as nothing and as full colour. */
  mapRange: z.tuple([z.number(), z.number()]),
  /** Input size H = W. */
  inputSize: z.number().int(),
  trainImages: z.number().int(),
  /** True when the model's files are not where they should be. */
  missing: z.boolean(),
});
export type ModelSummary = z.infer<typeof ModelSummarySchema>;

/** Scores as columns: entry i of each list is about the same image. */
export const ResultColumnsSchema = z.object({
  imageIds: z.array(IdSchema),
  scores: z.array(z.number()),
  labels: z.array(LabelValueSchema),
  defectClassIds: z.array(IdSchema.nullable()),
  splits: z.array(ImageSplitSchema),
});
export type ResultColumns = z.infer<typeof ResultColumnsSchema>;

/** An automatic way to choose T2 (and T1 = T2) from scores. Shares are fractions. */
export const ThresholdRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('max-f1') }),
  /** At most this share of good parts is called NG; as few escapes as that allows. */
  z.strictObject({ kind: z.literal('overkill'), share: z.number().min(0).max(1) }),
  /** At most this share of defects is called OK; as little overkill as that allows. */
  z.strictObject({ kind: z.literal('escape'), share: z.number().min(0).max(1) }),
  /** This share of good parts lies at or above it; looks at no defect. */
  z.strictObject({ kind: z.literal('good-only'), share: z.number().min(0).max(1) }),
  /** The smallest sum of costs. */
  z.strictObject({
    kind: z.literal('costs'),
    missedDefect: z.number().positive(),
    falseAlarm: z.number().positive(),
  }),
]);
export type ThresholdRule = z.infer<typeof ThresholdRuleSchema>;

export const NearestGoodSchema = z.object({
  theta: ThetaSchema,
  /** Over the bank's local scale, as in the map. */
  distance: z.number(),
  /** The patch looked at, in source pixels of the image. */
  patch: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  good: z.object({
    /** Which of the model's good images; its picture comes by `goodImagePath`. */
    index: z.number().int(),
    path: z.string(),
    /** The patch, as a share (0..1) of the picture's width and height. */
    patch: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  }),
});
export type NearestGoodView = z.infer<typeof NearestGoodSchema>;

export const modelRequests = {
  'models.list': { input: productInput, output: z.array(ModelSummarySchema) },
  'models.get': {
    input: modelInput,
    output: ModelSummarySchema.extend({
      manifest: JsonSchema,
      /** Newest first. */
      evaluations: z.array(ModelEvaluationSchema),
    }),
  },
  /** Newest first. */
  'models.promotions': { input: productInput, output: z.array(PromotionSchema) },
  /** Draft to candidate, candidate or draft to retired and back. Production goes by promotion. */
  'models.setState': {
    input: modelDecision.extend({ state: ModelStateSchema.exclude(['production']) }),
    output: ModelSummarySchema,
  },
  'models.promote': { input: modelDecision, output: PromotionSchema },
  /** Back to the model that was in production before. */
  'models.rollback': {
    input: z.strictObject({ productId: IdSchema, ...decision }),
    output: PromotionSchema,
  },
  'results.columns': {
    input: z.strictObject({
      modelId: IdSchema,
      /** Splits and labels of this frozen version; null: as they are now. */
      versionId: IdSchema.nullable(),
      splits: z.array(ImageSplitSchema).min(1),
    }),
    output: ResultColumnsSchema,
  },
  /** Runs the model on the image where it has not seen it (or its maps are gone), and keeps the result. */
  'results.ensure': {
    input: z.strictObject({ modelId: IdSchema, imageId: IdSchema }),
    output: ResultSchema,
  },
  /** At a place of the source image: with which good patch each scale compared it. */
  'results.nearest': {
    input: z.strictObject({
      modelId: IdSchema,
      imageId: IdSchema,
      x: z.number().nonnegative(),
      y: z.number().nonnegative(),
    }),
    output: z.array(NearestGoodSchema),
  },
  'thresholds.current': { input: modelInput, output: ThresholdSetSchema.nullable() },
  /** Newest first. */
  'thresholds.list': { input: modelInput, output: z.array(ThresholdSetSchema) },
  'thresholds.set': {
    input: z.strictObject({
      ...NewThresholdSetSchema.omit({ actor: true, reason: true, productId: true }).shape,
      ...decision,
    }),
    output: ThresholdSetSchema,
  },
  'thresholds.suggest': {
    input: z.strictObject({
      modelId: IdSchema,
      versionId: IdSchema.nullable(),
      splits: z.array(ImageSplitSchema).min(1),
      rule: ThresholdRuleSchema,
    }),
    output: z.object({
      /** `pixel` and `minArea` as they are in force. */
      thresholds: ThresholdsSchema,
      source: ThresholdSetSchema.shape.source,
      images: z.object({ good: z.number().int(), defective: z.number().int() }),
    }),
  },
} as const;
