/**
 * Why this file exists: how a screen asks and changes. Answers are kept by request and input, asked
 * for again when an event makes them stale or the connection comes back, and stay on screen meanwhile.
 */
import {
  keepPreviousData,
  QueryClient,
  useMutation,
  useQuery,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import type {
  EventName,
  EventPayload,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../../../shared/contract.ts';
import { RequestError, type Client } from '../transport/client.ts';
import { useClient, useConnection } from './client-context.ts';

/** The cache of every answer; one for each window. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events say when an answer is stale; a window that gets the focus is no reason to ask.
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        retry: false,
        // The machine may be offline for good: Loupe is on it.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** The key of an answer; its beginning (area, request) names whole groups of them. */
export function keyOf<N extends RequestName>(name: N, input?: RequestInput<N>): unknown[] {
  const area = name.slice(0, name.indexOf('.'));
  return input === undefined ? [area, name] : [area, name, input];
}

/** A question as TanStack Query asks it, for code that asks outside a component's drawing. */
export function questionOf<N extends RequestName>(
  client: Client,
  name: N,
  input: RequestInput<N>,
): { queryKey: unknown[]; queryFn: () => Promise<RequestOutput<N>> } {
  return {
    queryKey: [...keyOf(name), input],
    queryFn: () => asRequestErrors(client.request(name, input)),
  };
}

interface AskOptions {
  /** Keep the answer to the last input on screen until that to the new one is there. */
  keepPrevious?: boolean;
  /** Ask again every so many milliseconds. */
  every?: number;
}

/** Asks at once; not at all while `input` is null. `data` stays while it is asked for again. */
export function useQueryOf<N extends RequestName>(
  name: N,
  input: RequestInput<N> | null,
  { keepPrevious = false, every }: AskOptions = {},
): UseQueryResult<RequestOutput<N>, RequestError> {
  const client = useClient();
  const lost = useConnection() === 'lost';
  return useQuery<RequestOutput<N>, RequestError>({
    queryKey: [...keyOf(name), input],
    queryFn: () => {
      if (input === null) throw new Error(`${name} was asked without an input`);
      return asRequestErrors(client.request(name, input));
    },
    enabled: input !== null && !lost,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
    ...(every === undefined ? {} : { refetchInterval: every }),
  });
}

/** A request that changes something; events bring what it changed to every screen. */
export function useMutationOf<N extends RequestName>(
  name: N,
): UseMutationResult<RequestOutput<N>, RequestError, RequestInput<N>> {
  const client = useClient();
  return useMutation<RequestOutput<N>, RequestError, RequestInput<N>>({
    mutationKey: keyOf(name),
    mutationFn: (input) => asRequestErrors(client.request(name, input)),
  });
}

/** Calls `listener` at each event of one stream. */
export function useEvent<N extends EventName>(
  name: N,
  listener: (payload: EventPayload<N>) => void,
): void {
  const client = useClient();
  const latest = useEffectEvent(listener);
  useEffect(() => client.onEvent(name, (payload) => latest(payload)), [client, name]);
}

/** Any failure as one with a next step. */
export async function asRequestErrors<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof RequestError ? error : unexpected(error);
  }
}

function unexpected(error: unknown): RequestError {
  const sentence = error instanceof Error ? error.message : String(error);
  return new RequestError({ code: 'internal', sentence, nextStep: 'Reload the page.' });
}
