/**
 * Why this file exists: what can be asked of the job queue, and what each kind of job leaves behind.
 * A job is stored as a run (`run.ts`): its `parameters` are a `JobSpec`, its `outcome` the shape below
 * that belongs to its kind.
 */
import { z } from 'zod';
import { ActorSchema, IdSchema, NameSchema } from './common.ts';
import { ImageSplitSchema } from './image.ts';
import { LabelValueSchema } from './label.ts';
import { VerdictSchema } from './threshold.ts';

/** An absolute path on the machine that runs Loupe. */
export const PathSchema = z
  .string()
  .min(1)
  .max(4096)
  .refine((path) => !path.includes('\0'), 'must not hold a zero character');

/**
 * How a folder is read. `classes`: one folder per class, `good` or `ok` among them. `flat`: all
 * images in one folder, told apart by `FilePattern`.
 */
export const ImportLayoutSchema = z.enum(['mvtec', 'btad', 'visa', 'classes', 'flat']);
export type ImportLayout = z.infer<typeof ImportLayoutSchema>;

/**
 * Reads a file's name: `{label}_{part}_{*}` names the parts of the name between its literal
 * characters. `{label}` is the class, `{part}` the physical part, `{*}` anything.
 */
export const FilePatternSchema = z.string().trim().min(1).max(200);

export const ImportOptionsSchema = z.strictObject({
  folder: PathSchema,
  /** Null: as detected. */
  layout: ImportLayoutSchema.nullable(),
  /** Of `flat`, or to read the part in any layout; null without. */
  pattern: FilePatternSchema.nullable(),
  /** `link` leaves the files where they are; `copy` keeps a copy in Loupe's own store. */
  storage: z.enum(['link', 'copy']),
});
export type ImportOptions = z.infer<typeof ImportOptionsSchema>;

/** `check` reads every file and adds nothing; `add` does both and reuses what a check has read. */
export const ImportImagesJobSchema = ImportOptionsSchema.extend({
  kind: z.literal('import'),
  what: z.enum(['check', 'add']),
  productId: IdSchema,
  by: ActorSchema,
});

export const ImportModelJobSchema = z.strictObject({
  kind: z.literal('import'),
  what: z.literal('model'),
  productId: IdSchema,
  file: PathSchema,
  by: ActorSchema,
});

export const RecipeNameSchema = z.enum(['frozen', 'quick', 'paper']);

export const TrainOptionsSchema = z.strictObject({
  /** Its `train` split is learnt from. */
  versionId: IdSchema,
  recipe: RecipeNameSchema,
  /** Input size H = W in pixels. */
  size: z.number().int().min(128).max(1024),
  bankMb: z.number().positive().max(65536),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1),
});
export type TrainOptions = z.infer<typeof TrainOptionsSchema>;

export const TrainJobSchema = TrainOptionsSchema.extend({
  kind: z.literal('train'),
  name: NameSchema,
  by: ActorSchema,
});

/** Scores the version's images of these splits; figures are of `test`, results are kept of all. */
export const EvaluateJobSchema = z.strictObject({
  kind: z.literal('evaluate'),
  modelId: IdSchema,
  versionId: IdSchema,
  splits: z.array(z.enum(['calibrate', 'test'])).min(1),
  /** Keep every anomaly map, for the report's heatmaps. */
  maps: z.boolean(),
  by: ActorSchema,
});

/** Where an inspection also writes, beside the catalog. */
export const InspectOutputsSchema = z.strictObject({
  /** A folder that gets a copy of each image below OK, REVIEW or NG; null for none. */
  sortInto: PathSchema.nullable(),
  /** A CSV file that gets a line for each part; null for none. */
  csv: PathSchema.nullable(),
  /** A loopback address that gets each result as JSON by POST; null for none. */
  http: z.url({ protocol: /^http$/ }).nullable(),
});
export type InspectOutputs = z.infer<typeof InspectOutputsSchema>;

/**
 * `files`: these files or the images of these folders, once. `watch`: a folder, until it is
 * cancelled. `verify`: the product's golden parts.
 */
export const InspectJobSchema = z.strictObject({
  kind: z.literal('inspect'),
  what: z.enum(['files', 'watch', 'verify']),
  productId: IdSchema,
  /** Null: the product's production model. */
  modelId: IdSchema.nullable(),
  /** One folder for `watch`; empty for `verify`. */
  paths: z.array(PathSchema).max(10_000),
  outputs: InspectOutputsSchema,
  by: ActorSchema,
});

export const ExportVersionJobSchema = z.strictObject({
  kind: z.literal('export'),
  what: z.literal('version'),
  versionId: IdSchema,
  /** A new or empty folder; gets the version in MVTec AD layout, masks included. */
  folder: PathSchema,
  by: ActorSchema,
});

export const ExportModelJobSchema = z.strictObject({
  kind: z.literal('export'),
  what: z.literal('model'),
  modelId: IdSchema,
  /** A new file; `.loupe` is added where it is missing. Golden parts travel along for the parity check. */
  file: PathSchema,
  by: ActorSchema,
});

export const BackupJobSchema = z.strictObject({
  kind: z.literal('backup'),
  what: z.literal('catalog'),
  /** Null: among the catalog's own backups. */
  file: PathSchema.nullable(),
  by: ActorSchema,
});

export const JobSpecSchema = z.union([
  ImportImagesJobSchema,
  ImportModelJobSchema,
  TrainJobSchema,
  EvaluateJobSchema,
  InspectJobSchema,
  ExportVersionJobSchema,
  ExportModelJobSchema,
  BackupJobSchema,
]);
export type JobSpec = z.infer<typeof JobSpecSchema>;

/** What reading a folder found, before or after adding it. Long lists are cut at 200 entries. */
export const ImportFindingsSchema = z.object({
  layout: ImportLayoutSchema,
  images: z.number().int(),
  bytes: z.number().int(),
  masks: z.number().int(),
  /** Images by split, label and class as the layout gives them; the class is null for good parts. */
  counts: z.array(
    z.object({
      split: ImageSplitSchema,
      label: LabelValueSchema,
      defectClass: z.string().nullable(),
      images: z.number().int(),
    }),
  ),
  /** Physical parts, where the pattern gives them; null otherwise. */
  parts: z.number().int().nullable(),
  /** Smallest and largest side lengths in source pixels. */
  sizes: z
    .object({
      smallest: z.tuple([z.number(), z.number()]),
      largest: z.tuple([z.number(), z.number()]),
    })
    .nullable(),
  /** A 16-pixel patch at input size, in source pixels of the largest image. */
  smallestFeature: z
    .object({ inputSize: z.number().int(), width: z.number(), height: z.number() })
    .nullable(),
  /** Files with the same bytes; only the first of each group is added. */
  duplicates: z.object({ files: z.number().int(), groups: z.array(z.array(z.string())) }),
  /** Files whose bytes the product already has. */
  known: z.number().int(),
  /** Nearly the same picture in training and in test: figures would flatter. */
  leaks: z.object({
    pairs: z.number().int(),
    examples: z.array(z.object({ train: z.string(), test: z.string(), bits: z.number().int() })),
  }),
  rejected: z.object({
    files: z.number().int(),
    examples: z.array(z.object({ path: z.string(), reason: z.string() })),
  }),
  warnings: z.array(z.string()),
});
export type ImportFindings = z.infer<typeof ImportFindingsSchema>;

export const ImportOutcomeSchema = z.object({
  findings: ImportFindingsSchema,
  /** Null for a check. */
  added: z
    .object({
      sourceId: IdSchema,
      images: z.number().int(),
      labels: z.number().int(),
      masks: z.number().int(),
    })
    .nullable(),
});
export type ImportOutcome = z.infer<typeof ImportOutcomeSchema>;

export const TrainOutcomeSchema = z.object({ modelId: IdSchema, seconds: z.number() });
export type TrainOutcome = z.infer<typeof TrainOutcomeSchema>;

export const EvaluateOutcomeSchema = z.object({
  evaluationId: IdSchema,
  reportId: z.string(),
  images: z.number().int(),
});
export type EvaluateOutcome = z.infer<typeof EvaluateOutcomeSchema>;

/** Largest differences between what a model says here and what it said elsewhere on the same images. */
export const ParitySchema = z.object({
  images: z.number().int(),
  largestScoreDifference: z.number(),
  /** Largest relative difference of a score. */
  largestRelativeDifference: z.number(),
  changedVerdicts: z.number().int(),
});
export type Parity = z.infer<typeof ParitySchema>;

export const ImportModelOutcomeSchema = z.object({
  modelId: IdSchema,
  /** Null when the file carries no golden parts to compare by. */
  parity: ParitySchema.nullable(),
});
export type ImportModelOutcome = z.infer<typeof ImportModelOutcomeSchema>;

export const VerifiedItemSchema = z.object({
  imageId: IdSchema,
  expected: VerdictSchema,
  /** Null when the image could not be read; `problem` says why. */
  actual: VerdictSchema.nullable(),
  score: z.number().nullable(),
  problem: z.string().nullable(),
});

export const InspectOutcomeSchema = z.object({
  inspected: z.number().int(),
  verdicts: z.record(VerdictSchema, z.number().int()),
  rejected: z.array(z.object({ path: z.string(), reason: z.string() })).max(200),
  /** Only of `verify`. */
  verified: z
    .object({ setId: IdSchema, passed: z.boolean(), items: z.array(VerifiedItemSchema) })
    .nullable(),
});
export type InspectOutcome = z.infer<typeof InspectOutcomeSchema>;

export const ExportOutcomeSchema = z.object({
  path: z.string(),
  files: z.number().int(),
  bytes: z.number().int(),
});
export type ExportOutcome = z.infer<typeof ExportOutcomeSchema>;
