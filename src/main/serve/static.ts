/** Why this file exists: the built renderer's files, the same for the server and for `app://`. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { LoupeError } from '../../shared/errors.ts';
import { resolveInside } from '../contain.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface StaticFile {
  headers: Record<string, string>;
  body: Uint8Array;
}

/**
 * The file of the built renderer at `pathname` (`/` is index.html). Throws `not-found` where there
 * is none (or its kind is not served), `usage` when the path leads out of `root`.
 */
export async function readStatic(root: string, pathname: string): Promise<StaticFile> {
  const path = pathname === '/' ? 'index.html' : decoded(pathname).slice(1);
  const type = TYPES[extname(path)];
  if (type === undefined) throw nothingAt();
  const body = await readFile(await resolveInside(root, path));
  // Built files under assets/ carry their hash in their name; the page itself does not.
  const cache = path.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
  return { headers: { 'content-type': type, 'cache-control': cache }, body };
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) throw nothingAt();
    throw error;
  }
}

function nothingAt(): LoupeError {
  return new LoupeError('not-found', 'There is nothing at this address.', 'Open the start page.');
}
