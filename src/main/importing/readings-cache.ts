/**
 * Why this file exists: what a check has read, the import after it need not read again, and an import
 * that was cut off goes on where it was. Readings are kept in one file for each folder, line by
 * line, and hold while a file's size and time of change do.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { hasSystemCode } from '../../shared/errors.ts';
import { ensureFolder, writingTo } from '../files.ts';
import type { Folders } from '../handlers/folders.ts';
import { type FileStamp, type Reading, ReadingSchema } from './reading.ts';

/** Changes when a reading means something else; older lines are then read anew. */
const FORMAT = 1;
/** Folders whose readings are kept; the ones used longest ago go first. */
const MOST_FILES = 20;
const FLUSH_AFTER_MS = 1000;

const LineSchema = z.object({
  format: z.literal(FORMAT),
  path: z.string(),
  size: z.number(),
  mtimeMs: z.number(),
  reading: ReadingSchema,
});

export interface ReadingsCache {
  /** What is known of a file that looks as it did; undefined otherwise. */
  get(path: string, stamp: FileStamp): Reading | undefined;
  put(path: string, stamp: FileStamp, reading: Reading): Promise<void>;
  /** Writes what waits. */
  flush(): Promise<void>;
}

/** The readings of the folder `root`, from earlier and from now. */
export async function openReadings(
  folders: Pick<Folders, 'thumbnails'>,
  root: string,
): Promise<ReadingsCache> {
  const folder = join(dirname(folders.thumbnails), 'readings');
  const name = `${createHash('sha256').update(root).digest('hex').slice(0, 32)}.ndjson`;
  const file = join(folder, name);
  await ensureFolder(folder);
  await dropOldest(folder, name);
  const known = await readLines(file);
  let waiting: string[] = [];
  let flushedAt = Date.now();
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const text = waiting.join('');
    waiting = [];
    flushedAt = Date.now();
    await writingTo(folder, () => appendFile(file, text));
  };
  return {
    get: (path, { size, mtimeMs }) => {
      const line = known.get(path);
      return line?.size === size && line.mtimeMs === mtimeMs ? line.reading : undefined;
    },
    put: async (path, { size, mtimeMs }, reading) => {
      const line = { format: FORMAT, path, size, mtimeMs, reading } as const;
      known.set(path, line);
      waiting.push(`${JSON.stringify(line)}\n`);
      if (Date.now() - flushedAt > FLUSH_AFTER_MS) await flush();
    },
    flush,
  };
}

async function readLines(file: string): Promise<Map<string, z.infer<typeof LineSchema>>> {
  const known = new Map<string, z.infer<typeof LineSchema>>();
  try {
    const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
    let turn = performance.now();
    for await (const text of lines) {
      const line = parsed(text);
      if (line !== undefined) known.set(line.path, line);
      if (performance.now() - turn > 10) {
        await setImmediate();
        turn = performance.now();
      }
    }
  } catch (error) {
    if (!hasSystemCode(error, 'ENOENT')) throw error;
  }
  return known;
}

/** Undefined for a line that was cut off by a kill or is of another format. */
function parsed(text: string): z.infer<typeof LineSchema> | undefined {
  try {
    return LineSchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function dropOldest(folder: string, own: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name !== own);
  if (names.length < MOST_FILES) return;
  const ages = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  const oldest = ages.sort((a, b) => a.at - b.at).slice(0, names.length - MOST_FILES + 1);
  for (const { name } of oldest) await rm(join(folder, name), { force: true });
}
