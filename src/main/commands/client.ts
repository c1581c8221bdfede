/**
 * Why this file exists: commands about the catalog ask the application as the screens do, by the
 * contract; so what a command can do, a screen can, and the other way round.
 */
import { userInfo } from 'node:os';
import type { z } from 'zod';
import {
  requests,
  type RequestInput,
  type RequestName,
  type RequestOutput,
} from '../../shared/contract.ts';
import { LoupeError } from '../../shared/errors.ts';
import type { Application, ApplicationParts } from '../application.ts';
import type { Terminal } from './terminal.ts';

export interface Client {
  application: Application;
  /** Asks as a screen would; the input is checked against the table. @throws LoupeError */
  ask: <N extends RequestName>(name: N, input: RequestInput<N>) => Promise<RequestOutput<N>>;
  /** Who runs the command, for the audit trail and as reviewer. */
  by: string;
}

/**
 * Runs `work` with the application over this user's folder, and gives the catalog free again. Jobs
 * that others have left in the queue are not begun.
 * @throws LoupeError `busy` when another Loupe has the catalog open
 */
export async function withApplication<T>(
  terminal: Terminal,
  work: (client: Client) => Promise<T>,
  parts: Pick<ApplicationParts, 'backbone'> = {},
): Promise<T> {
  const { userApplication } = await import('./serve.ts');
  const application = await userApplication(terminal, { queued: 'own', ...parts });
  try {
    return await work(clientOf(application));
  } finally {
    await application.close();
  }
}

/** Asks `application` in the name of the user of this process. */
export function clientOf(application: Application): Client {
  return {
    application,
    by: userInfo().username,
    ask: (name, input) => askOf(application, name, input),
  };
}

async function askOf<N extends RequestName>(
  { handlers }: Application,
  name: N,
  input: RequestInput<N>,
): Promise<RequestOutput<N>> {
  const parsed = requests[name].input.safeParse(input);
  if (!parsed.success) throw wrongInput(parsed.error);
  return handlers[name](parsed.data as RequestInput<N>);
}

function wrongInput({ issues: [first] }: z.ZodError): LoupeError {
  const field = first?.path.map(String).join('.');
  return new LoupeError(
    'usage',
    `${field === undefined || field === '' ? 'A value' : `"${field}"`} cannot be used: ${first?.message ?? 'it is not valid'}.`,
    'Correct it, or run the command with --help to see what it takes.',
  );
}
