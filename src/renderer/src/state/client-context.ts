/** Why this file exists: hands the client to every component, and data to those that ask for it. */
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import type { RequestInput, RequestName, RequestOutput } from '../../../shared/contract.ts';
import { RequestError, type Client, type ConnectionState } from '../transport/client.ts';

export const ClientContext = createContext<Client | null>(null);

export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('ClientContext is missing');
  return client;
}

export function useConnection(): ConnectionState {
  const client = useClient();
  return useSyncExternalStore(client.onState, client.state);
}

/** What a screen knows of what it asked for. `value` stays while it is asked for again. */
export interface Loaded<T> {
  value: T | null;
  error: RequestError | null;
  reload: () => void;
}

interface Held<T> {
  key: string;
  value: T | null;
  error: RequestError | null;
}

/**
 * Asks at once (not at all while `input` is null), again when `input` changes, when the connection comes back and when a report
 * changed. A late answer to an earlier question is dropped.
 */
export function useRequest<N extends RequestName>(
  name: N,
  input: RequestInput<N> | null,
): Loaded<RequestOutput<N>> {
  const client = useClient();
  // Not the state itself: `connecting` to `open` is no reason to ask twice.
  const lost = useConnection() === 'lost';
  const key = JSON.stringify([name, input]);
  const [round, setRound] = useState(0);
  const [held, setHeld] = useState<Held<RequestOutput<N>>>({ key, value: null, error: null });
  const reload = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => client.onEvent('reports.changed', reload), [client, reload]);
  useEffect(() => {
    const [, asked] = JSON.parse(key) as [N, RequestInput<N> | null];
    if (lost || asked === null) return undefined;
    let current = true;
    client.request(name, asked).then(
      (value) => {
        if (current) setHeld({ key, value, error: null });
      },
      (error: unknown) => {
        if (!current) return;
        const known = error instanceof RequestError ? error : unexpected(error);
        setHeld((before) => ({
          key,
          value: before.key === key ? before.value : null,
          error: known,
        }));
      },
    );
    return () => {
      current = false;
    };
  }, [client, lost, name, key, round]);

  const fresh = held.key === key;
  return { value: fresh ? held.value : null, error: fresh ? held.error : null, reload };
}

function unexpected(error: unknown): RequestError {
  const sentence = error instanceof Error ? error.message : String(error);
  return new RequestError({ code: 'internal', sentence, nextStep: 'Reload the page.' });
}
