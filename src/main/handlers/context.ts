/**
 * Why this file exists: what every handler and every job runner is given. The composition root
 * (application.ts) makes it once.
 */
import type { EventName, EventPayload } from '../../shared/contract.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Folders } from './folders.ts';

/** An event of the contract, before a transport numbers it. */
export type ApplicationEvent = {
  [N in EventName]: { name: N; payload: EventPayload<N> };
}[EventName];

export interface Context {
  catalog: Catalog;
  folders: Folders;
  /** Tells every client; handlers call it after the change is acknowledged. */
  emit: (event: ApplicationEvent) => void;
}
