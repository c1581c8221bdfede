/**
 * Why this file exists: copies of imported images, each under its content's SHA-256. A copy that is
 * there is whole and synced; the same picture is kept once, however often it is imported.
 */
import { dirname } from 'node:path';
import { ensureFolder, statOrNull, writeFileAtomically } from '../files.ts';
import type { Folders } from '../handlers/folders.ts';
import { managedFile } from '../handlers/image-file.ts';

/** Whether a whole copy is there. */
export async function hasCopy(
  folders: Pick<Folders, 'images'>,
  sha256: string,
  bytes: number,
): Promise<boolean> {
  return (await statOrNull(managedFile(folders, sha256)))?.size === bytes;
}

/**
 * Keeps a copy of `bytes`, whose hash is `sha256`; synced when this returns.
 * @throws LoupeError `no-space` or `read-only`
 */
export async function keepCopy(
  folders: Pick<Folders, 'images'>,
  sha256: string,
  bytes: Uint8Array,
): Promise<void> {
  if (await hasCopy(folders, sha256, bytes.byteLength)) return;
  const file = managedFile(folders, sha256);
  await ensureFolder(dirname(file));
  await writeFileAtomically(file, bytes);
}
