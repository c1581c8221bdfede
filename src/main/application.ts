/**
 * Why this file exists: the composition root. It opens the catalog and builds the services once;
 * Electron, the loopback server and the command line are three ways into the same object.
 */
import type { Handlers } from '../shared/contract.ts';
import { scheduleBackups } from './catalog/backup-schedule.ts';
import { openCatalog } from './catalog/open-catalog.ts';
import { createCompute } from './compute/compute.ts';
import { launchByFork, type Launch } from './compute/launch.ts';
import { memoryLimitMb } from './compute/memory-limit.ts';
import { removeAbandoned } from './files.ts';
import { catalogHandlers } from './handlers/catalog-handlers.ts';
import type { ApplicationEvent, Context } from './handlers/context.ts';
import { datasetHandlers } from './handlers/datasets.ts';
import { importHandlers } from './handlers/imports.ts';
import { foldersOf } from './handlers/folders.ts';
import { inspectionHandlers } from './handlers/inspections.ts';
import { jobHandlers } from './handlers/jobs.ts';
import { liveResultHandlers } from './handlers/live-results.ts';
import { productHandlers } from './handlers/products.ts';
import { ownRunners } from './jobs/own-runners.ts';
import { importingRunners } from './importing/runners.ts';
import { createJobs, type Jobs } from './jobs/queue.ts';
import { createDiskCache } from './media/disk-cache.ts';
import { createImageMedia } from './media/image-media.ts';
import { createMediaRouter, type Media } from './media/media.ts';
import { registryRunners } from './registry/runners.ts';
import { createLiveResults } from './results/live-results.ts';
import { createModelMedia, createResultMedia } from './results/result-media.ts';
import { createExportMedia } from './reporting/export-media.ts';
import { exportsFolder } from './reporting/export-report.ts';
import { reportingHandlers } from './reporting/handlers.ts';
import { createReportMedia, type MediaSources } from './reports/media.ts';
import { createReportStore } from './reports/store.ts';

export type { ApplicationEvent } from './handlers/context.ts';

/** What a transport serves. A test may serve less than the whole contract. */
export interface Served {
  handlers: Partial<Handlers>;
  /** The bytes behind the paths of shared/media.ts. */
  media: Media;
  /** Calls `listener` for every event until the returned function is called. */
  onEvent(listener: (event: ApplicationEvent) => void): () => void;
}

export interface Application extends Served {
  /** One function for each request of the contract. */
  handlers: Handlers;
  /** Stops jobs at their checkpoint and gives the catalog free. */
  close(): Promise<void>;
}

/** With its queue, for an entry that waits for a job of its own. */
export interface WorkingApplication extends Application {
  jobs: Jobs;
}

/** What differs between the entries, and what tests replace. */
export interface ApplicationParts {
  /** The folder that holds catalog, reports and models (absolute; may not exist yet). */
  home: string;
  version: string;
  /** The decoder and the scan of the data-set code. */
  sources: MediaSources;
  /** Starts the process that computes; under Node where left out. */
  launch?: Launch;
  /** What trainings begin with; `none` (random weights) is for tests and trials. */
  backbone?: 'installed' | 'none';
  /** At most so many steps for each scale of a training, for tests and trials. */
  trainingSteps?: number;
  /** Whether jobs that wait from an earlier start are begun; `own` for single commands. */
  queued?: 'all' | 'own';
  /** Sentences that a person should see: a check after a crash, a migration. */
  onNotice?: (sentence: string) => void;
  /** Receives failures that are Loupe's own fault. By default they go to standard error. */
  onInternalError?: (where: string, error: unknown) => void;
}

/** Thumbnails of 100,000 images and the pyramids of a dozen large ones. */
const THUMBNAIL_BYTES = 2 * 1024 ** 3;
/** Anomaly maps of some 4,000 images at 256 px. */
const MAP_BYTES = 4 * 1024 ** 3;

/**
 * Builds the application over the catalog in `home`, which is made where it is missing.
 * @throws LoupeError `busy` when another Loupe has the catalog, and those of `openCatalog`
 */
export function createApplication(parts: ApplicationParts): WorkingApplication {
  const { home, version, sources, onNotice } = parts;
  const folders = foldersOf(home);
  const catalog = openCatalog(folders.catalog, onNotice === undefined ? {} : { onNotice });
  const listeners = new Set<(event: ApplicationEvent) => void>();
  const emit: Context['emit'] = (event) => {
    for (const listener of listeners) listener(event);
  };
  const context: Context = { catalog, folders, emit };
  const onInternalError = parts.onInternalError ?? printError;
  const tidied = removeAbandoned(folders.models).catch((error: unknown) =>
    onInternalError('tidying up the models', error),
  );
  const compute = createCompute({
    launch: parts.launch ?? launchByFork(home),
    memoryLimitMb: () => memoryLimitMb(catalog),
    onChange: () => emit({ name: 'system.changed', payload: {} }),
  });
  const maps = createDiskCache({
    folder: folders.maps,
    capacity: MAP_BYTES,
    ...(onNotice !== undefined && { onNotice }),
  });
  const jobs = createJobs({
    context,
    runners: {
      ...ownRunners(
        { context, compute, maps },
        { backbone: parts.backbone, steps: parts.trainingSteps },
      ),
      ...importingRunners(context),
      ...registryRunners(context, compute),
    },
    queued: parts.queued ?? 'all',
    onInternalError,
  });
  // A single command is over before a backup would be due.
  const backups =
    parts.queued === 'own'
      ? null
      : scheduleBackups(catalog, {
          onNotice: onNotice ?? ((sentence) => process.stderr.write(`${sentence}\n`)),
        });
  const reports = createReportStore(folders.reports);
  const thumbnails = createDiskCache({
    folder: folders.thumbnails,
    capacity: THUMBNAIL_BYTES,
    ...(onNotice !== undefined && { onNotice }),
  });
  const stopReports = reports.subscribe(() => emit({ name: 'reports.changed', payload: {} }));
  return {
    handlers: {
      ...catalogHandlers(context),
      ...jobHandlers(context, jobs),
      ...inspectionHandlers(context),
      ...liveResultHandlers(createLiveResults(context, compute, maps)),
      ...productHandlers(context),
      ...datasetHandlers(context),
      ...importHandlers(context),
      'system.status': async () => ({
        product: 'Loupe',
        version,
        home,
        device: compute.device(),
        compute: compute.state(),
      }),
      ...reportingHandlers({ context, reports, version, now: () => new Date() }),
      'reports.list': () => reports.list(),
      'reports.get': ({ id }) => reports.get(id),
    },
    media: createMediaRouter({
      exports: createExportMedia(exportsFolder(home)),
      reports: createReportMedia(reports, sources),
      images: createImageMedia(context, thumbnails),
      results: createResultMedia(context),
      models: createModelMedia(context),
    }),
    jobs,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      stopReports();
      backups?.stop();
      await jobs.close();
      await compute.close();
      await thumbnails.settle();
      await maps.settle();
      await tidied;
      catalog.close();
      await backups?.settled();
    },
  };
}

function printError(where: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`Loupe failed at ${where}: ${text}\n`);
}
