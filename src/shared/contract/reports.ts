/** Why this file exists: requests about the evaluation reports in Loupe's folder. */
import { z } from 'zod';
import { IdSchema, MomentSchema } from '../entities/common.ts';
import { PathSchema } from '../entities/job.ts';
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

/** What is exported: a report in Loupe's folder, or what a product's line did in a time. */
export const ExportedReportSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('evaluation'), id: ReportIdSchema }),
  z.strictObject({
    kind: z.literal('shift'),
    productId: IdSchema,
    since: MomentSchema,
    until: MomentSchema,
  }),
]);
export type ExportedReport = z.infer<typeof ExportedReportSchema>;

export const REPORT_FORMATS = ['html', 'pdf', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const reportRequests = {
  'reports.list': { input: nothing, output: ReportListSchema },
  'reports.get': { input: z.strictObject({ id: ReportIdSchema }), output: ReportSchema },
  /** Writes a report as one file that needs nothing else. */
  'reports.export': {
    input: z.strictObject({
      what: ExportedReportSchema,
      format: z.enum(REPORT_FORMATS),
      language: z.enum(['en', 'de']),
      /** A new file or one to replace; null: among Loupe's own exports. */
      file: PathSchema.nullable(),
    }),
    output: z.object({
      path: z.string(),
      bytes: z.number().int(),
      /** Its name among Loupe's own exports, for `exportPath`; null where `file` was given. */
      name: z.string().nullable(),
    }),
  },
} as const;

export const reportEvents = {
  /** A report was added, replaced or removed. */
  'reports.changed': nothing,
} as const;
