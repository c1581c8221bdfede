/** Why this file exists: requests about this installation: device, storage, settings, audit, backups. */
import { z } from 'zod';
import { AuditCheckSchema, AuditEntrySchema } from '../entities/audit.ts';
import { ActorSchema, IdSchema, JsonSchema, MomentSchema } from '../entities/common.ts';
import { nothing } from './common.ts';

/** Where the process that computes stands. */
export const ComputeStateSchema = z.object({
  state: z.enum(['off', 'starting', 'ready', 'restarting', 'failed']),
  /** Why it is restarting or failed; null otherwise. */
  problem: z.string().nullable(),
  /** Its resident memory; null while it is off. */
  memoryMb: z.number().nullable(),
});
export type ComputeState = z.infer<typeof ComputeStateSchema>;

export const SystemStatusSchema = z.object({
  product: z.string(),
  version: z.string(),
  /** Absolute path of the folder that holds catalog, reports and models. */
  home: z.string(),
  /** Where computing runs; null while TensorFlow has not been loaded. */
  device: z
    .object({
      /** For a chip in the header: "CPU (native TensorFlow 2.21)". */
      label: z.string(),
      /** Why a better one is not in use, where there is one. */
      reason: z.string().nullable(),
    })
    .nullable(),
  compute: ComputeStateSchema,
});
export type SystemStatus = z.infer<typeof SystemStatusSchema>;

export const StorageSchema = z.object({
  /** Free on the disk that holds `home`, in bytes; null where it cannot be told. */
  free: z.number().nullable(),
  folders: z.array(
    z.object({
      name: z.enum(['catalog', 'backups', 'images', 'models', 'reports', 'thumbnails', 'maps']),
      path: z.string(),
      bytes: z.number(),
      /** True when it can be emptied: Loupe makes its content again when needed. */
      cache: z.boolean(),
    }),
  ),
});
export type Storage = z.infer<typeof StorageSchema>;

/** A setting's name, dotted: `ui.theme`, `views.3`. */
export const SettingNameSchema = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9-]*(\.[A-Za-z0-9_-]+)+$/, 'not the name of a setting');

export const systemRequests = {
  'system.status': { input: nothing, output: SystemStatusSchema },
  'system.storage': { input: nothing, output: StorageSchema },
  /** Empties one cache; answers the bytes that were freed. */
  'system.clean': {
    input: z.strictObject({ folder: z.enum(['thumbnails', 'maps']) }),
    output: z.object({ freed: z.number() }),
  },
  /** Every setting whose name begins with `prefix`. */
  'settings.get': {
    input: z.strictObject({ prefix: z.string().max(100) }),
    output: z.record(z.string(), JsonSchema),
  },
  /** Null takes the setting away. */
  'settings.set': {
    input: z.strictObject({ name: SettingNameSchema, value: JsonSchema, by: ActorSchema }),
    output: nothing,
  },
  /** Newest first. */
  'audit.page': {
    input: z.strictObject({
      /** Only entries with a smaller number. */
      before: z.number().int().positive().optional(),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.array(AuditEntrySchema),
  },
  'audit.verify': { input: nothing, output: AuditCheckSchema },
  /** Newest first. */
  'backups.list': {
    input: nothing,
    output: z.array(z.object({ path: z.string(), bytes: z.number(), at: MomentSchema })),
  },
} as const;

export const systemEvents = {
  'system.changed': nothing,
  /**
   * Something of the catalog was changed; whoever shows it asks again. `productId` is null where it
   * is of no single product.
   */
  'catalog.changed': z.object({
    what: z.enum([
      'products',
      'images',
      'labels',
      'masks',
      'versions',
      'models',
      'results',
      'thresholds',
      'settings',
    ]),
    productId: IdSchema.nullable(),
  }),
} as const;
