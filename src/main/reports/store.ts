/**
 * Why this file exists: evaluation reports are folders (`<home>/reports/<id>/report.json`); this
 * finds, checks and hands them out. A damaged one is listed with its reason and hides no other.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ReportIdSchema,
  type ReportList,
  type ReportSummary,
} from '../../shared/contract/reports.ts';
import { hasSystemCode, LoupeError, messageOf } from '../../shared/errors.ts';
import { ReportSchema, type Report } from '../../shared/report.ts';

const WATCH_EVERY_MS = 2000;

export interface ReportStore {
  /** All reports, newest first. An absent folder is an empty list. */
  list(): Promise<ReportList>;
  /** One report, its `id` being its folder's name. Throws `not-found` or `bad-data`. */
  get(id: string): Promise<Report>;
  /** The absolute folder of a report that `list` knows. Throws `not-found`. */
  folderOf(id: string): Promise<string>;
  /** Calls `listener` after a report was added, replaced or removed; returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

/** Keeps parsed reports while their file is unchanged. */
interface CachedReport {
  stamp: string;
  report: Report;
}

/**
 * A store over `folder` (absolute, may not exist yet). Only reads. While anyone listens it looks
 * for changes every `watchEveryMs`: unlike the system's notices this also works on network drives.
 */
export function createReportStore(folder: string, watchEveryMs = WATCH_EVERY_MS): ReportStore {
  const cache = new Map<string, CachedReport>();
  const listeners = new Set<() => void>();
  let timer: NodeJS.Timeout | undefined;
  let lastSeen = '';

  async function get(id: string): Promise<Report> {
    const stamp = await stampOf(folder, id);
    if (stamp === undefined) throw noReport(id, folder);
    const cached = cache.get(id);
    if (cached?.stamp === stamp) return cached.report;
    const report = { ...(await readReport(folder, id)), id };
    cache.set(id, { stamp, report });
    return report;
  }

  async function list(): Promise<ReportList> {
    const reports: ReportSummary[] = [];
    const damaged: ReportList['damaged'] = [];
    for (const { id } of await stamps(folder)) {
      try {
        reports.push(summarise(await get(id)));
      } catch (error) {
        if (!(error instanceof LoupeError)) throw error;
        // One that went away between the two looks is simply not there.
        if (error.code !== 'not-found') damaged.push({ id, reason: error.message });
      }
    }
    reports.sort((a, b) => b.createdAt.localeCompare(a.createdAt) || a.id.localeCompare(b.id));
    return { reports, damaged, folder };
  }

  async function look(): Promise<boolean> {
    let seen: string;
    try {
      seen = JSON.stringify(await stamps(folder));
    } catch (error) {
      // An unreadable folder is a change too: whoever listens asks for the list and is told why.
      seen = messageOf(error);
    }
    const changed = seen !== lastSeen;
    lastSeen = seen;
    return changed;
  }

  async function announce(): Promise<void> {
    if (await look()) for (const listener of listeners) listener();
  }

  function subscribe(listener: () => void): () => void {
    if (listeners.size === 0) {
      // The first look only remembers what is there.
      void look();
      timer = setInterval(() => void announce(), watchEveryMs);
      timer.unref();
    }
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) clearInterval(timer);
    };
  }

  return {
    get,
    list,
    folderOf: async (id) => {
      if ((await stampOf(folder, id)) === undefined) throw noReport(id, folder);
      return join(folder, id);
    },
    subscribe,
  };
}

/** Every folder with a `report.json`, with the file's time and size; sorted by id. */
async function stamps(folder: string): Promise<{ id: string; stamp: string }[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return [];
    throw error;
  }
  const found: { id: string; stamp: string }[] = [];
  for (const id of names.sort()) {
    const stamp = await stampOf(folder, id);
    if (stamp !== undefined) found.push({ id, stamp });
  }
  return found;
}

async function stampOf(folder: string, id: string): Promise<string | undefined> {
  if (!ReportIdSchema.safeParse(id).success) return undefined;
  try {
    const { mtimeMs, size } = await stat(join(folder, id, 'report.json'));
    return `${mtimeMs}-${size}`;
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

async function readReport(folder: string, id: string): Promise<Report> {
  const file = join(folder, id, 'report.json');
  const damaged = (reason: string, cause: unknown): LoupeError =>
    new LoupeError(
      'bad-data',
      `The report "${id}" cannot be read: ${reason}.`,
      `Evaluate the model again, or delete the folder ${join(folder, id)}.`,
      { cause },
    );
  const text = await readFile(file, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw damaged('report.json is not whole JSON', error);
  }
  const parsed = ReportSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw damaged(
    `report.json is not in this version's format (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`,
    parsed.error,
  );
}

function summarise(report: Report): ReportSummary {
  return {
    id: report.id,
    createdAt: report.createdAt,
    model: report.model,
    imageAuroc: report.imageAuroc,
    pixelAuroc: report.pixelAuroc,
    auPro: report.auPro,
    dataset: report.dataset.name,
    images: report.images.length,
    hasMaps: report.images.some((image) => image.map !== null),
  };
}

function noReport(id: string, folder: string): LoupeError {
  return new LoupeError(
    'not-found',
    `There is no report "${id}" in ${folder}.`,
    'Go back to the list of reports; it may have been deleted.',
  );
}
