/**
 * Why this file exists: from a checked update to one that is about to be installed: the catalog is
 * backed up, the installer kept (also the one before, for going back), and the command that runs it
 * named. Loupe never runs an installer by itself: an administrator does.
 */
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import { isNewer, type VerifiedUpdate } from './update-file.ts';

const KeptSchema = z.object({ version: z.string(), installer: z.string(), backup: z.string() });
/** An installer that was kept, and the backup of the catalog that was made before it. */
export type KeptUpdate = z.infer<typeof KeptSchema>;

/** The one in use and the one to go back to. */
const KEPT = 2;
const NOTE_NAME = 'kept.json';

/**
 * Keeps the update in `folder`, one folder for each version.
 * @param backUp backs the catalog up and answers the backup's file
 */
export async function keepUpdate(
  folder: string,
  { update, installer }: VerifiedUpdate,
  backUp: () => Promise<string>,
): Promise<KeptUpdate> {
  const backup = await backUp();
  await mkdir(folder, { recursive: true });
  const place = join(folder, update.version);
  const arriving = `${place}.arriving`;
  await rm(arriving, { recursive: true, force: true });
  await mkdir(arriving);
  await copyFile(installer, join(arriving, update.installer.name));
  const kept = { version: update.version, installer: join(place, update.installer.name), backup };
  await writeFile(join(arriving, NOTE_NAME), JSON.stringify(kept));
  await rm(place, { recursive: true, force: true });
  await rename(arriving, place);
  const all = await listKept(folder);
  for (const old of all.slice(KEPT)) {
    await rm(join(folder, old.version), { recursive: true, force: true });
  }
  return kept;
}

/** What is kept, the newest first. */
export async function listKept(folder: string): Promise<KeptUpdate[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return [];
    throw error;
  }
  const kept: KeptUpdate[] = [];
  for (const name of names.filter((each) => /^\d+\.\d+\.\d+$/.test(each))) {
    kept.push(KeptSchema.parse(JSON.parse(await readFile(join(folder, name, NOTE_NAME), 'utf8'))));
  }
  return kept.sort((a, b) => (isNewer(a.version, b.version) ? -1 : 1));
}

/**
 * What to go back to from `version`: the newest kept installer below it.
 * @throws LoupeError `not-found` when none is kept
 */
export async function previousVersion(folder: string, version: string): Promise<KeptUpdate> {
  const all = await listKept(folder);
  const previous = all.find((kept) => isNewer(version, kept.version));
  if (previous) return previous;
  throw new LoupeError(
    'not-found',
    `No installer from before version ${version} is kept in ${folder}.`,
    'Install the wanted version from where it came, then restore a backup from before it.',
  );
}

/** The command by which an administrator installs `installer` on this system. */
export function installCommand(installer: string, platform: NodeJS.Platform): string {
  if (installer.endsWith('.deb')) return `sudo apt-get install -y "${installer}"`;
  if (installer.endsWith('.AppImage')) return `chmod +x "${installer}" && "${installer}"`;
  if (platform === 'win32') return `"${installer}" /S`;
  return `open "${installer}"`;
}
