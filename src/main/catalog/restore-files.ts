/**
 * Why this file exists: putting another file in the catalog's place takes several steps (its log
 * has to go first, or SQLite would replay it onto the wrong file). A marker written before the
 * first step lets the next opening finish them, so that a kill in between leaves no mixture.
 */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasSystemCode } from '../../shared/errors.ts';
import { temporaryPathBeside } from '../files.ts';
import { syncDirectory, syncFile } from './durable.ts';

const MarkerSchema = z.object({
  /** Name of the checked, synced copy in the catalog's folder. */
  restored: z.string().regex(/^\.loupe-[0-9a-f]{16}\.tmp$/),
});

function markerFile(folder: string): string {
  return join(folder, 'restoring.json');
}

/** Says, durably, that `restored` (a name in `folder`) is to become the catalog. */
export function beginRestore(folder: string, restored: string): void {
  const marker = markerFile(folder);
  const temporary = temporaryPathBeside(marker);
  writeFileSync(temporary, JSON.stringify({ restored }));
  syncFile(temporary);
  renameSync(temporary, marker);
  syncDirectory(folder);
}

/**
 * Puts the announced file in the catalog's place; the lock is held. Doing it twice is harmless.
 * @returns false when nothing was announced
 */
export function finishRestore(folder: string): boolean {
  const marker = markerFile(folder);
  let restored: string;
  try {
    ({ restored } = MarkerSchema.parse(JSON.parse(readFileSync(marker, 'utf8'))));
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return false;
    throw error;
  }
  const copy = join(folder, restored);
  if (existsSync(copy)) {
    for (const suffix of ['-wal', '-shm']) {
      rmSync(join(folder, `catalog.db${suffix}`), { force: true });
    }
    syncDirectory(folder);
    renameSync(copy, join(folder, 'catalog.db'));
    syncDirectory(folder);
  }
  rmSync(marker, { force: true });
  syncDirectory(folder);
  return true;
}
