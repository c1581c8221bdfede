/** Why this file exists: hands the client, and the state of its connection, to every component. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Client, ConnectionState } from '../transport/client.ts';

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
