/**
 * Why this file exists: the folder an evaluation writes to. It says whether a run may start there,
 * goes on or starts again, and never mixes two evaluations or overwrites someone else's files.
 */
import { readFile, readdir, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LoupeError, hasSystemCode } from '../../shared/errors.ts';
import { ensureFolder, removeTemporaryFiles, writingTo } from '../files.ts';
import { JournalWriter, readJournal } from './journal.ts';
import type { JournalEntry, JournalIdentity } from './journal.ts';

export const REPORT_NAME = 'report.json';
export const SCORES_NAME = 'scores.csv';
const MAPS_NAME = 'maps';
/** Journal and scratch maps of an unfinished run; gone when the report is written. */
const WORK_NAME = '.loupe-evaluation';

/** The scratch folder of an evaluation into `outFolder`. */
export const workFolderOf = (outFolder: string): string => join(outFolder, WORK_NAME);

/** What of a report is needed to tell which evaluation it belongs to. */
const ReportIdentitySchema = z.object({
  createdAt: z.string(),
  model: z.object({ id: z.string(), name: z.string() }),
  dataset: z.object({ name: z.string(), fingerprint: z.string() }),
});

export interface OpenedFolder {
  journal: JournalWriter;
  /** What an earlier run of the same evaluation has finished. */
  entries: Map<string, JournalEntry>;
}

function otherEvaluation(
  outFolder: string,
  there: { model: string; dataset: string },
  identity: JournalIdentity,
): LoupeError {
  return new LoupeError(
    'usage',
    `${outFolder} holds the evaluation of another model or data set: ${there.model} on ` +
      `${there.dataset}, not ${identity.modelName} on ${identity.datasetName} as they are now.`,
    'Choose another output folder, or delete this one.',
  );
}

/** The identity of the finished report in `outFolder`; null when there is no file of that name. */
async function finishedReport(
  outFolder: string,
): Promise<z.infer<typeof ReportIdentitySchema> | null> {
  let text: string;
  try {
    text = await readFile(join(outFolder, REPORT_NAME), 'utf8');
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return null;
    throw error;
  }
  try {
    return ReportIdentitySchema.parse(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw new LoupeError(
      'usage',
      `${join(outFolder, REPORT_NAME)} is not a report that this version of Loupe can read.`,
      'Choose another output folder, or delete this one.',
      { cause: error },
    );
  }
}

/** Refuses a folder where files of the names Loupe writes belong to something else. */
async function refuseForeignFolder(outFolder: string, identity: JournalIdentity): Promise<boolean> {
  const report = await finishedReport(outFolder);
  if (report !== null) {
    const { model, dataset } = report;
    if (model.id !== identity.model || dataset.fingerprint !== identity.dataset) {
      throw otherEvaluation(outFolder, { model: model.name, dataset: dataset.name }, identity);
    }
    return true;
  }
  const names = await readdir(outFolder);
  const inTheWay = [SCORES_NAME, MAPS_NAME].filter((name) => names.includes(name));
  if (inTheWay.length > 0) {
    throw new LoupeError(
      'usage',
      `${outFolder} already has ${inTheWay.join(' and ')}, but no report that they belong to.`,
      'Choose another output folder, or move these files away.',
    );
  }
  return false;
}

/**
 * Makes `outFolder` ready for the evaluation that `identity` describes. An unfinished run of the
 * same evaluation is resumed; one on another device or with other options starts again; a finished
 * one is replaced when the new report is written. `notice` gets a sentence on what was found.
 * Throws LoupeError `usage` when the folder belongs to another evaluation or other files, and
 * `no-space` or `read-only` when it cannot be written to.
 */
export async function openFolder(
  outFolder: string,
  identity: JournalIdentity,
  notice: (sentence: string) => void,
): Promise<OpenedFolder> {
  const work = workFolderOf(outFolder);
  await ensureFolder(outFolder);
  const found = await readJournal(work);
  if (found === null || found === 'damaged') {
    const replaces = await refuseForeignFolder(outFolder, identity);
    if (found === 'damaged') {
      notice('The journal of an earlier run is damaged; the evaluation starts from the beginning.');
    } else if (replaces) {
      notice(`${outFolder} holds this evaluation already; it is made again and then replaced.`);
    }
  } else {
    const there = found.identity;
    if (there.model !== identity.model || there.dataset !== identity.dataset) {
      const names = { model: there.modelName, dataset: there.datasetName };
      throw otherEvaluation(outFolder, names, identity);
    }
    await removeTemporaryFiles(outFolder);
    if (JSON.stringify(there) === JSON.stringify(identity)) {
      return { journal: await JournalWriter.resume(work, found), entries: found.entries };
    }
    notice(
      'An earlier run of this evaluation on another device or with other options was not ' +
        'finished; the evaluation starts from the beginning.',
    );
  }
  await writingTo(outFolder, () => rm(work, { recursive: true, force: true }));
  await ensureFolder(work);
  return { journal: await JournalWriter.start(work, identity), entries: new Map() };
}

/** Throws `no-space` when the disk of `outFolder` has not `bytes` left. */
export async function requireSpace(outFolder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await writingTo(outFolder, () => statfs(outFolder));
  const free = bavail * bsize;
  if (free >= bytes) return;
  const megabytes = (value: number): string => `${Math.ceil(value / 1e6)} MB`;
  throw new LoupeError(
    'no-space',
    `The maps need ${megabytes(bytes)}, but the disk of ${outFolder} has ${megabytes(free)} left.`,
    'Free some space or choose a folder on another disk, then run the same command again.',
  );
}
