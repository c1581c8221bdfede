/** Why this file exists: the few shapes that several areas of the contract share. */
import { z } from 'zod';
import { ActorSchema, IdSchema, ReasonSchema } from '../entities/common.ts';

/** Input of a request that takes nothing; output of one that only acts. */
export const nothing = z.strictObject({});

export const productInput = z.strictObject({ productId: IdSchema });

/** Who decided, and why; both go into the audit trail. */
export const decision = { by: ActorSchema, reason: ReasonSchema };

/** As many images as one action may name. */
export const imageIds = z.array(IdSchema).min(1).max(200_000);
