/**
 * Why this file exists: tfjs-node-gpu looks for its binding inside its own package; this points
 * that place at the binding in the per-user cache.
 */
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { hasSystemCode } from '../../shared/errors.ts';

/** Where tfjs-node-gpu looks. */
export function linkedBinding(packageFolder: string): string {
  return join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node');
}

function pointsTo(link: string, file: string): boolean {
  try {
    return lstatSync(link).isSymbolicLink()
      ? realpathSync(link) === realpathSync(file)
      : readFileSync(link).equals(readFileSync(file));
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return false;
    throw error;
  }
}

/**
 * Makes the package's binding be `file`: a symbolic link, or a copy where links fail. Replaced by
 * a rename, so that a process that is loading it sees the old one or the new one. The copy finds
 * its libraries by the second, absolute run path the binding is compiled with.
 */
export function linkBinding(packageFolder: string, file: string): void {
  const link = linkedBinding(packageFolder);
  if (pointsTo(link, file)) return;
  mkdirSync(dirname(link), { recursive: true });
  const temporary = `${link}.${randomBytes(6).toString('hex')}`;
  try {
    try {
      symlinkSync(file, temporary);
    } catch (error) {
      if (!hasSystemCode(error, 'EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP')) throw error;
      copyFileSync(file, temporary);
    }
    renameSync(temporary, link);
  } finally {
    rmSync(temporary, { force: true });
  }
}
