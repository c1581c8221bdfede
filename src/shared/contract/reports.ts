/** Why this file exists: requests about the evaluation reports in Loupe's folder. */
import { z } from 'zod';
import { ReportSchema } from '../report.ts';
import { nothing } from './common.ts';

/** A report's id is its folder's name; nothing in it can leave the folder. */
export const ReportIdSchema = z
  .string()
  .max(128)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.))*$/, 'not a report id');

export const ReportSummarySchema = ReportSchema.pick({
  id: true,
  createdAt: true,
  model: true,
  imageAuroc: true,
  pixelAuroc: true,
  auPro: true,
}).extend({
  dataset: z.string(),
  images: z.number().int(),
  /** False when the report was written without `--maps`: no heatmaps to show. */
  hasMaps: z.boolean(),
});
export type ReportSummary = z.infer<typeof ReportSummarySchema>;

export const ReportListSchema = z.object({
  /** Newest first. */
  reports: z.array(ReportSummarySchema),
  /** Folders that hold something that is not a whole report, with the reason. */
  damaged: z.array(z.object({ id: z.string(), reason: z.string() })),
  /** Where reports are looked for. */
  folder: z.string(),
});
export type ReportList = z.infer<typeof ReportListSchema>;

export const reportRequests = {
  'reports.list': { input: nothing, output: ReportListSchema },
  'reports.get': { input: z.strictObject({ id: ReportIdSchema }), output: ReportSchema },
} as const;

export const reportEvents = {
  /** A report was added, replaced or removed. */
  'reports.changed': nothing,
} as const;
