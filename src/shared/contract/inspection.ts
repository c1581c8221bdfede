/** Why this file exists: requests about inspected parts and the golden parts of a product. */
import { z } from 'zod';
import { IdSchema, MomentSchema } from '../entities/common.ts';
import { InspectionSchema } from '../entities/inspection.ts';
import { VerdictSchema } from '../entities/threshold.ts';
import { VerificationItemSchema, VerificationSetSchema } from '../entities/verification-set.ts';
import { decision, productInput } from './common.ts';

export const inspectionRequests = {
  /** Newest first. */
  'inspections.recent': {
    input: z.strictObject({
      productId: IdSchema,
      runId: IdSchema.optional(),
      verdicts: z.array(VerdictSchema).min(1).optional(),
      /** Only those with a smaller id. */
      before: IdSchema.optional(),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.array(InspectionSchema),
  },
  'inspections.counts': {
    input: z.strictObject({ productId: IdSchema, since: MomentSchema }),
    output: z.record(VerdictSchema, z.number().int()),
  },
  'verification.get': { input: productInput, output: VerificationSetSchema.nullable() },
  'verification.set': {
    input: z.strictObject({
      productId: IdSchema,
      items: z.array(VerificationItemSchema).min(1).max(1000),
      ...decision,
    }),
    output: VerificationSetSchema,
  },
} as const;

export const inspectionEvents = {
  /** A part was inspected. */
  'inspections.added': z.object({ productId: IdSchema, runId: IdSchema, inspectionId: IdSchema }),
} as const;
