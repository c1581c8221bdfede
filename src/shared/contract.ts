/**
 * Why this file exists: the one table of what the renderer may ask and what it may hear. Both
 * transports (Electron IPC and the loopback WebSocket) carry exactly these messages; main checks
 * every input against its schema before a handler sees it. To add a request, add a row here and a
 * handler in main/application.ts; the compiler then asks for nothing else.
 *
 * Bytes (images, masks, maps) do not travel here: see media.ts. The renderer imports only types from
 * this file, so that the schemas stay out of its bundle.
 */
import { z } from 'zod';
import { ReportSchema } from './report.ts';

/** A report's id is its folder's name; nothing in it can leave the folder. */
export const ReportIdSchema = z
  .string()
  .max(128)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.))*$/, 'not a report id');

export const SystemStatusSchema = z.object({
  product: z.string(),
  version: z.string(),
  /** Absolute path of the folder that holds reports and models. */
  home: z.string(),
  /** Where computing runs; null while this process has not loaded TensorFlow. */
  device: z
    .object({
      /** For a chip in the header: "CPU (native TensorFlow 2.21)". */
      label: z.string(),
      /** Why a better one is not in use, where there is one. */
      reason: z.string().nullable(),
    })
    .nullable(),
});
export type SystemStatus = z.infer<typeof SystemStatusSchema>;

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

const nothing = z.strictObject({});

/** Every request: its input, checked at the border, and its output. */
export const requests = {
  'system.status': { input: nothing, output: SystemStatusSchema },
  'reports.list': { input: nothing, output: ReportListSchema },
  'reports.get': { input: z.strictObject({ id: ReportIdSchema }), output: ReportSchema },
} as const;

export type RequestName = keyof typeof requests;
export type RequestInput<N extends RequestName> = z.infer<(typeof requests)[N]['input']>;
export type RequestOutput<N extends RequestName> = z.infer<(typeof requests)[N]['output']>;

/** One function for each request; the application is a set of these. */
export type Handlers = {
  [N in RequestName]: (input: RequestInput<N>) => Promise<RequestOutput<N>>;
};

/** Every event stream and what it carries. An event announces state; it does not carry it. */
export const events = {
  /** A report was added, replaced or removed. */
  'reports.changed': z.strictObject({}),
} as const;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;

/** A failure as it travels: the same three parts as `LoupeError`. */
export const WireErrorSchema = z.object({
  code: z.string(),
  sentence: z.string(),
  nextStep: z.string(),
});
export type WireError = z.infer<typeof WireErrorSchema>;

/** What a client sends. `id` is the client's own and comes back with the answer. */
export const ClientMessageSchema = z.strictObject({
  kind: z.literal('request'),
  id: z.number().int().nonnegative(),
  name: z.string().max(64),
  input: z.unknown(),
});
export type ClientMessage = z.infer<typeof ClientMessageSchema>;

export const ServerMessageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answer'),
    /** Null when the message was so malformed that it had no id. */
    id: z.number().int().nullable(),
    result: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), output: z.unknown() }),
      z.object({ ok: z.literal(false), error: WireErrorSchema }),
    ]),
  }),
  z.object({
    kind: z.literal('event'),
    name: z.string(),
    /** Counts up by one per connection, so that a client sees a gap. */
    sequence: z.number().int(),
    payload: z.unknown(),
  }),
]);
export type ServerMessage = z.infer<typeof ServerMessageSchema>;
export type Answer = Extract<ServerMessage, { kind: 'answer' }>;
export type EventMessage = Extract<ServerMessage, { kind: 'event' }>;

/** A client's message may not be longer than this many bytes; an answer may. */
export const MAX_CLIENT_MESSAGE_BYTES = 64 * 1024;

/** True when `name` is a row of the table (and not, say, `constructor`). */
export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

/** True when `name` is an event stream of the table. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
