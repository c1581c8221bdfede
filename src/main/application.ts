/**
 * Why this file exists: the composition root. It builds the services once; Electron, the loopback
 * server and the command line are three ways into the same object.
 */
import { join } from 'node:path';
import type { EventName, EventPayload, Handlers, SystemStatus } from '../shared/contract.ts';
import { createMedia, type Media, type MediaSources } from './reports/media.ts';
import { createReportStore } from './reports/store.ts';

/** An event of the contract, before a transport numbers it. */
export type ApplicationEvent = {
  [N in EventName]: { name: N; payload: EventPayload<N> };
}[EventName];

export interface Application {
  /** One function for each request of the contract. */
  handlers: Handlers;
  /** The bytes behind `mediaPath`. */
  media: Media;
  /** Calls `listener` for every event until the returned function is called. */
  onEvent(listener: (event: ApplicationEvent) => void): () => void;
}

/** What differs between the entries, and what tests replace. */
export interface ApplicationParts {
  /** The folder that holds reports and models (absolute; may not exist yet). */
  home: string;
  version: string;
  /** The decoder and the scan of the data-set code. */
  sources: MediaSources;
  /** Where computing runs, where this process knows it. */
  device?: () => Promise<SystemStatus['device']>;
}

/** Builds the application; opens and writes nothing by itself. */
export function createApplication({
  home,
  version,
  sources,
  device,
}: ApplicationParts): Application {
  const reports = createReportStore(join(home, 'reports'));
  return {
    handlers: {
      'system.status': async () => ({
        product: 'Loupe',
        version,
        home,
        device: (await device?.()) ?? null,
      }),
      'reports.list': () => reports.list(),
      'reports.get': ({ id }) => reports.get(id),
    },
    media: createMedia(reports, sources),
    onEvent: (listener) =>
      reports.subscribe(() => listener({ name: 'reports.changed', payload: {} })),
  };
}
