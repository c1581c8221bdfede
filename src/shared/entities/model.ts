/** Why this file exists: a trained model in the registry: what it is never changes, only its state does. */
import { z } from 'zod';
import {
  ActorSchema,
  IdSchema,
  JsonSchema,
  MomentSchema,
  NameSchema,
  ReasonSchema,
} from './common.ts';

export const ModelStateSchema = z.enum(['draft', 'candidate', 'production', 'retired']);
export type ModelState = z.infer<typeof ModelStateSchema>;

export const CatalogModelSchema = z.object({
  id: IdSchema,
  productId: IdSchema,
  /** The manifest's content address; the same model is registered once. */
  contentId: z.string().min(1),
  name: NameSchema,
  recipe: z.string().min(1),
  /** Where its folder lies; may change when the store moves. */
  path: z.string().min(1),
  datasetFingerprint: z.string(),
  backboneSha256: z.string(),
  /** The frozen data-set version it was trained on, where there is one. */
  versionId: IdSchema.nullable(),
  /** The training run, where this catalog has it. */
  runId: IdSchema.nullable(),
  /** The manifest as it is in the model's folder. */
  manifest: JsonSchema,
  createdAt: MomentSchema,
  createdBy: ActorSchema,
  state: ModelStateSchema,
});
export type CatalogModel = z.infer<typeof CatalogModelSchema>;

export const NewModelSchema = CatalogModelSchema.omit({ id: true, createdAt: true, state: true });
export type NewModel = z.infer<typeof NewModelSchema>;

/** One change of which model a product inspects with. */
export const PromotionSchema = z.object({
  id: IdSchema,
  productId: IdSchema,
  /** The model that went into production. */
  modelId: IdSchema,
  /** The model that left production by it; null for the first. */
  replacedModelId: IdSchema.nullable(),
  kind: z.enum(['promote', 'rollback']),
  reason: ReasonSchema,
  actor: ActorSchema,
  at: MomentSchema,
});
export type Promotion = z.infer<typeof PromotionSchema>;

/** Figures of a model on a set of images; any number of them per model, none ever changed. */
export const ModelEvaluationSchema = z.object({
  id: IdSchema,
  modelId: IdSchema,
  versionId: IdSchema.nullable(),
  runId: IdSchema.nullable(),
  datasetFingerprint: z.string(),
  /** The report's folder; null when none was written. */
  report: z.string().nullable(),
  /** Metrics by name, undefined ones null. */
  metrics: z.record(z.string(), z.number().nullable()),
  at: MomentSchema,
});
export type ModelEvaluation = z.infer<typeof ModelEvaluationSchema>;
