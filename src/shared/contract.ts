/**
 * Why this file exists: the one table of what the renderer may ask and what it may hear. Both
 * transports (Electron IPC and the loopback WebSocket) carry exactly these messages; main checks
 * every input against its schema before a handler sees it. To add a request, add a row in the
 * file of its area (contract/) and a handler in main/handlers/; the compiler asks for nothing else.
 *
 * Bytes (images, masks, maps) do not travel here: see media.ts. The renderer imports only types from
 * this file, so that the schemas stay out of its bundle.
 */
import { z } from 'zod';
import { datasetRequests } from './contract/datasets.ts';
import { imageRequests } from './contract/images.ts';
import { inspectionEvents, inspectionRequests } from './contract/inspection.ts';
import { jobEvents, jobRequests } from './contract/jobs.ts';
import { modelRequests } from './contract/models.ts';
import { productRequests } from './contract/products.ts';
import { reportEvents, reportRequests } from './contract/reports.ts';
import { systemEvents, systemRequests } from './contract/system.ts';

/** Every request: its input, checked at the border, and its output. */
export const requests = {
  ...systemRequests,
  ...reportRequests,
  ...productRequests,
  ...datasetRequests,
  ...imageRequests,
  ...jobRequests,
  ...modelRequests,
  ...inspectionRequests,
} as const;

export type RequestName = keyof typeof requests;
export type RequestInput<N extends RequestName> = z.infer<(typeof requests)[N]['input']>;
export type RequestOutput<N extends RequestName> = z.infer<(typeof requests)[N]['output']>;

/** One function for each request; the application is a set of these. */
export type Handlers = {
  [N in RequestName]: (input: RequestInput<N>) => Promise<RequestOutput<N>>;
};

/**
 * Every event stream and what it carries. An event announces that something changed; but for a job's
 * progress it does not carry it.
 */
export const events = {
  ...systemEvents,
  ...reportEvents,
  ...jobEvents,
  ...inspectionEvents,
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

/** A client's message may not be longer than this many bytes (a mask's code is the longest); an answer may. */
export const MAX_CLIENT_MESSAGE_BYTES = 4 * 1024 * 1024;

/** True when `name` is a row of the table (and not, say, `constructor`). */
export function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

/** True when `name` is an event stream of the table. */
export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
