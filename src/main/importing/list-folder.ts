/** Why this file exists: choosing a folder of this machine in a browser, which has no dialog for it. */
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { RequestOutput } from '../../shared/contract.ts';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import { isSystemFile } from '../dataset/files.ts';
import { hasImageEnding } from '../dataset/sniff.ts';

const MOST_FOLDERS = 2000;

/**
 * The folders directly in `folder` (null: the user's own), sorted, without hidden ones. Links to
 * folders are folders. Names alone are looked at.
 * @throws LoupeError `not-found`, `usage` for a relative path or a file, `read-only` when it may not
 *   be listed
 */
export async function listFolder(folder: string | null): Promise<RequestOutput<'folders.list'>> {
  const wanted = path.resolve(requireAbsolute(folder ?? homedir()));
  const entries = await readdir(wanted, { withFileTypes: true }).catch((error: unknown) => {
    throw listingProblem(error, wanted);
  });
  const folders: string[] = [];
  let images = 0;
  for (const entry of entries) {
    if (isSystemFile(entry.name)) continue;
    if (entry.isDirectory()) folders.push(entry.name);
    else if (entry.isSymbolicLink() && (await leadsToFolder(path.join(wanted, entry.name)))) {
      folders.push(entry.name);
    } else if (hasImageEnding(entry.name)) images += 1;
  }
  const parent = path.dirname(wanted);
  return {
    path: wanted,
    parent: parent === wanted ? null : parent,
    folders: folders.sort((a, b) => a.localeCompare(b)).slice(0, MOST_FOLDERS),
    images,
  };
}

/** Requests name folders from the root on: what a server's own folder is means nothing to a client. */
export function requireAbsolute(folder: string): string {
  if (path.isAbsolute(folder)) return folder;
  throw new LoupeError(
    'usage',
    `"${folder}" is not a whole path.`,
    'Name the folder from the root of its disk on.',
  );
}

async function leadsToFolder(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isDirectory();
  } catch (error) {
    // A link to nothing, or to where this user may not look, is no folder to choose.
    if (error instanceof Error && 'syscall' in error) return false;
    throw error;
  }
}

function listingProblem(error: unknown, folder: string): unknown {
  if (hasSystemCode(error, 'ENOENT', 'ELOOP', 'ENAMETOOLONG')) {
    return new LoupeError(
      'not-found',
      `There is no folder ${folder}.`,
      'Check that its disk is connected, or choose another folder.',
      { cause: error },
    );
  }
  if (hasSystemCode(error, 'ENOTDIR')) {
    return new LoupeError(
      'usage',
      `${folder} is a file, not a folder.`,
      'Choose the folder that it lies in.',
      { cause: error },
    );
  }
  if (hasSystemCode(error, 'EACCES', 'EPERM')) {
    return new LoupeError(
      'read-only',
      `Loupe is not allowed to look into ${folder}.`,
      'Choose another folder, or give yourself read access to it.',
      { cause: error },
    );
  }
  return error;
}
