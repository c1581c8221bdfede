/** Why this file exists: schemas of values that there is one of for each scale. */
import { z } from 'zod';

export const ThetaSchema = z.union([z.literal(16), z.literal(32), z.literal(64)]);

export const perScaleSchema = <T extends z.ZodType>(value: T) =>
  z.object({ 16: value, 32: value, 64: value });
