/**
 * Why this file exists: the contract's server side. Whatever a client sends, on either transport,
 * comes through `dispatch`: checked against the table, handed to its handler, and answered with an
 * output or with a typed error. It never throws.
 */
import {
  ClientMessageSchema,
  isRequestName,
  requests,
  type Answer,
  type Handlers,
  type RequestName,
  type WireError,
} from '../../shared/contract.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { z } from 'zod';

/** Receives failures that are Loupe's own fault, for the log. */
export type OnInternalError = (request: string, error: unknown) => void;

/**
 * Answers one message. `message` is anything at all (parsed JSON or a structured clone). Errors:
 * none thrown; a malformed message answers `usage`, an unknown request `not-built`, a handler's
 * `LoupeError` its own code, anything else `internal` (its details go to `onInternalError` only,
 * since they may hold paths or data).
 */
export async function dispatch(
  handlers: Partial<Handlers>,
  message: unknown,
  onInternalError: OnInternalError,
): Promise<Answer> {
  const parsed = ClientMessageSchema.safeParse(message);
  if (!parsed.success) {
    return failure(idOf(message), {
      code: 'usage',
      sentence: `The message is not a request of Loupe's contract: ${describe(parsed.error)}.`,
      nextStep: 'Reload the page so that it matches this version of Loupe.',
    });
  }
  const { id, name, input } = parsed.data;
  if (!isRequestName(name)) {
    return failure(id, {
      code: 'not-built',
      sentence: `This version of Loupe has no request named "${name}".`,
      nextStep: 'Reload the page so that it matches this version of Loupe.',
    });
  }
  try {
    return await answer(handlers, id, name, input);
  } catch (error) {
    if (error instanceof LoupeError) return failure(id, toWireError(error));
    onInternalError(name, error);
    return failure(id, {
      code: 'internal',
      sentence: `Loupe failed while answering "${name}". The fault is Loupe's own.`,
      nextStep: 'Look at the output of the window that runs Loupe for the details, then try again.',
    });
  }
}

/** The three parts of a failure, as they travel. */
export function toWireError(error: LoupeError): WireError {
  return { code: error.code, sentence: error.message, nextStep: error.nextStep };
}

async function answer<N extends RequestName>(
  handlers: Partial<Handlers>,
  id: number,
  name: N,
  rawInput: unknown,
): Promise<Answer> {
  const input = requests[name].input.safeParse(rawInput);
  if (!input.success) {
    return failure(id, {
      code: 'usage',
      sentence: `The request "${name}" has a wrong input: ${describe(input.error)}.`,
      nextStep: 'Reload the page so that it matches this version of Loupe.',
    });
  }
  // The table's row for `name` gives both the schema and the handler's type; TypeScript cannot
  // carry that link through an indexed union, so the parsed value is named as what it is.
  const handler = handlers[name] as ((input: unknown) => Promise<unknown>) | undefined;
  if (handler === undefined) {
    throw new LoupeError(
      'not-built',
      `This version of Loupe cannot answer "${name}" yet.`,
      'Use another command, or a newer version.',
    );
  }
  return { kind: 'answer', id, result: { ok: true, output: await handler(input.data) } };
}

function failure(id: number | null, error: WireError): Answer {
  return { kind: 'answer', id, result: { ok: false, error } };
}

/** The client's id where the message has a usable one, so that its promise can be rejected. */
function idOf(message: unknown): number | null {
  const parsed = ClientMessageSchema.pick({ id: true }).loose().safeParse(message);
  return parsed.success ? parsed.data.id : null;
}

function describe(error: z.ZodError): string {
  const [first] = error.issues;
  if (first === undefined) return 'unknown reason';
  const where = first.path.length > 0 ? ` at "${first.path.map(String).join('.')}"` : '';
  return `${first.message.charAt(0).toLowerCase()}${first.message.slice(1)}${where}`.slice(0, 200);
}
