/**
 * Why this file exists: nothing that is served may lie outside the folder it belongs to. A
 * lexical check alone misses symbolic links, so the real paths are compared too.
 */
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { hasSystemCode, LoupeError } from '../shared/errors.ts';

/** True when `path` is `root` or lies below it; both absolute. Looks at the text only. */
export function isInside(root: string, path: string): boolean {
  const between = relative(root, path);
  return between !== '..' && !between.startsWith(`..${sep}`) && !isAbsolute(between);
}

/**
 * The real absolute path of `path` (relative to `root`, with `/` on every system).
 * Throws `not-found` when the file is not there, `usage` when it would lie outside `root`, by its
 * text or through a symbolic link.
 */
export async function resolveInside(root: string, path: string): Promise<string> {
  const lexical = resolve(root, path);
  if (path.includes('\0') || isAbsolute(path) || !isInside(resolve(root), lexical)) {
    throw outside(path);
  }
  let realRoot: string;
  let real: string;
  try {
    [realRoot, real] = await Promise.all([realpath(root), realpath(lexical)]);
  } catch (error) {
    if (!hasSystemCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG')) throw error;
    throw new LoupeError(
      'not-found',
      `There is no file "${path}" in ${root}.`,
      'Put the file back, or evaluate again on the folder as it is now.',
      { cause: error },
    );
  }
  if (!isInside(realRoot, real)) throw outside(path);
  return real;
}

function outside(path: string): LoupeError {
  return new LoupeError(
    'usage',
    `The path "${path}" leads out of its folder, so it is not read.`,
    'Use files that lie inside the folder themselves, not links to other places.',
  );
}
