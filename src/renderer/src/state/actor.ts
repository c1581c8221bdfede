/**
 * Why this file exists: every change says who made it. The name is asked for once, at the first
 * change, and kept in the settings of this installation.
 */
import { createContext, useContext } from 'react';
import type { RequestInput, RequestName, RequestOutput } from '../../../shared/contract.ts';
import { useMutationOf } from './queries.ts';
import type { RequestError } from '../transport/client.ts';
import { notify } from './notices.ts';

export const ACTOR_SETTING = 'user.name';

export interface Actor {
  /** Null while nobody has said who they are. */
  name: string | null;
  /** The name, asked for where it is not known; null when the question was cancelled. */
  ask: () => Promise<string | null>;
  /** Opens the question again. */
  change: () => Promise<string | null>;
}

export const ActorContext = createContext<Actor | null>(null);

export function useActor(): Actor {
  const actor = useContext(ActorContext);
  if (actor === null) throw new Error('ActorContext is missing');
  return actor;
}

/** The requests that a person answers for. */
export type DecisionName = {
  [N in RequestName]: RequestInput<N> extends { by: string } ? N : never;
}[RequestName];

export type WithoutBy<N extends DecisionName> = Omit<RequestInput<N>, 'by'>;

export interface Change<N extends DecisionName> {
  /**
   * Asks for the name where it is not known and makes the change. Null when the person did not give
   * a name or the change failed; the failure is shown as a toast unless `onError` takes it.
   */
  run: (
    input: WithoutBy<N>,
    onError?: (error: RequestError) => void,
  ) => Promise<RequestOutput<N> | null>;
  isPending: boolean;
}

/** A change that a person decides. */
export function useChange<N extends DecisionName>(name: N): Change<N> {
  const actor = useActor();
  const { mutateAsync, isPending } = useMutationOf(name);
  return {
    isPending,
    run: async (input, onError = notifyError) => {
      const by = await actor.ask();
      if (by === null) return null;
      try {
        return await mutateAsync({ ...input, by } as unknown as RequestInput<N>);
      } catch (error) {
        onError(error as RequestError);
        return null;
      }
    },
  };
}

/** A failed request as a toast, with its next step. */
export function notifyError(error: { message: string; nextStep: string }): void {
  notify({ kind: 'problem', text: error.message, next: error.nextStep });
}
