/**
 * Why this file exists: what an unfinished evaluation has done so far, one line per image, so that
 * a killed run goes on where it was. A line cut short by the kill is dropped.
 */
import { createHash } from 'node:crypto';
import { open, readFile, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasSystemCode } from '../../shared/errors.ts';
import { writeFileAtomically, writingTo } from '../files.ts';

const IdentitySchema = z.object({
  journal: z.literal(1),
  /** Together these two say what is evaluated. */
  model: z.string(),
  dataset: z.string(),
  modelName: z.string(),
  datasetName: z.string(),
  /** A run with another one of these starts again: results would not belong together. */
  device: z.string(),
  size: z.number().int(),
  keepMaps: z.boolean(),
  /** SHA-256 over the paths in their order. */
  images: z.string(),
});
export type JournalIdentity = z.infer<typeof IdentitySchema>;

const ResultSchema = z.object({
  path: z.string(),
  score: z.number(),
  scaleScores: z.object({ 64: z.number(), 32: z.number(), 16: z.number() }).nullable(),
  width: z.number().int(),
  height: z.number().int(),
  /** Time of detection in milliseconds. */
  ms: z.number(),
  /** The first detection of a process also warms up; it is not part of the mean time. */
  warmUp: z.boolean(),
  checksums: z.object({ scratch: z.number(), map: z.number().nullable() }),
});
export type JournalResult = z.infer<typeof ResultSchema>;

const RejectedSchema = z.object({ path: z.string(), rejected: z.string() });
export type JournalRejected = z.infer<typeof RejectedSchema>;

const EntrySchema = z.union([ResultSchema, RejectedSchema]);
export type JournalEntry = JournalResult | JournalRejected;

/** What an evaluation folder's journal says; the last entry of a path counts. */
export interface JournalContent {
  identity: JournalIdentity;
  entries: Map<string, JournalEntry>;
  /** Bytes up to the end of the last whole line. */
  wholeBytes: number;
}

export const JOURNAL_NAME = 'journal.jsonl';

/** SHA-256 (hex) over the paths in their order. */
export function hashOfPaths(paths: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(paths)).digest('hex');
}

function parseLine<T>(schema: z.ZodType<T>, line: string): T | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

/**
 * Reads the journal in `folder`. Null when there is none; 'damaged' when its first line cannot be
 * read. Reading stops at the first line that is not whole.
 */
export async function readJournal(folder: string): Promise<JournalContent | 'damaged' | null> {
  let bytes: Buffer;
  try {
    bytes = await readFile(join(folder, JOURNAL_NAME));
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return null;
    throw error;
  }
  let identity: JournalIdentity | null = null;
  const entries = new Map<string, JournalEntry>();
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    const line = bytes.toString('utf8', start, end);
    if (identity === null) {
      identity = parseLine(IdentitySchema, line);
      if (identity === null) return 'damaged';
    } else {
      const entry = parseLine<JournalEntry>(EntrySchema, line);
      if (entry === null) break;
      entries.set(entry.path, entry);
    }
    start = end + 1;
  }
  return identity === null ? 'damaged' : { identity, entries, wholeBytes: start };
}

/** A journal open for writing at its end. */
export class JournalWriter {
  private readonly folder: string;
  private readonly handle: FileHandle;

  private constructor(folder: string, handle: FileHandle) {
    this.folder = folder;
    this.handle = handle;
  }

  /** Starts a new journal in `folder` (which exists), replacing one that was there. */
  static async start(folder: string, identity: JournalIdentity): Promise<JournalWriter> {
    const file = join(folder, JOURNAL_NAME);
    await writeFileAtomically(file, `${JSON.stringify(identity)}\n`);
    return writingTo(folder, async () => new JournalWriter(folder, await open(file, 'a')));
  }

  /** Goes on with the journal that `readJournal` has read, without what follows its last line. */
  static async resume(folder: string, { wholeBytes }: JournalContent): Promise<JournalWriter> {
    return writingTo(folder, async () => {
      const file = join(folder, JOURNAL_NAME);
      await truncate(file, wholeBytes);
      return new JournalWriter(folder, await open(file, 'a'));
    });
  }

  /** Adds a line. It survives a kill at once; a power cut may lose the last lines. */
  async append(entry: JournalEntry): Promise<void> {
    await writingTo(this.folder, () => this.handle.appendFile(`${JSON.stringify(entry)}\n`));
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
