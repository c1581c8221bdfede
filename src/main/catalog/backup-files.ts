/** Why this file exists: where backups lie and what their names say; no SQLite in here. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hasSystemCode } from '../../shared/errors.ts';

/** `manual`: asked for by a person. `before`: made before a migration. */
export type BackupKind = 'scheduled' | 'manual' | 'before';

export interface BackupFile {
  path: string;
  kind: BackupKind;
  /** Milliseconds since 1970 UTC. */
  at: number;
  /** Size in bytes. */
  bytes: number;
}

const NAME =
  /^catalog-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-(scheduled|manual|before)(-\d+)?\.db$/;
const TEMPORARY = /^\.loupe-[0-9a-f]{16}\.tmp(-journal|-wal|-shm)?$/;
/** A backup in the making is younger than this. */
const ABANDONED_MS = 3600 * 1000;

export function backupFolder(folder: string): string {
  return join(folder, 'backups');
}

/** The path of a new backup of the catalog in `folder`; makes the folder. */
export function newBackupPath(folder: string, kind: BackupKind, at: number, version?: number) {
  const backups = backupFolder(folder);
  mkdirSync(backups, { recursive: true });
  const stamp = new Date(at).toISOString().replace(/[-:.]/g, '');
  const suffix = version === undefined ? '' : `-${String(version).padStart(4, '0')}`;
  return join(backups, `catalog-${stamp}-${kind}${suffix}.db`);
}

/** All backups of the catalog in `folder`, the newest first. Files with other names are not seen. */
export function listBackups(folder: string): BackupFile[] {
  const backups = backupFolder(folder);
  const found: BackupFile[] = [];
  for (const name of namesIn(backups)) {
    const match = NAME.exec(name);
    if (!match) continue;
    const [, year, month, day, hour, minute, second, ms, kind] = match;
    const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
    const path = join(backups, name);
    found.push({ path, kind: kind as BackupKind, at, bytes: statSync(path).size });
  }
  return found.sort((a, b) => b.at - a.at || (a.path < b.path ? 1 : -1));
}

/** The newest backup's path, or undefined. */
export function newestBackup(folder: string): string | undefined {
  return listBackups(folder)[0]?.path;
}

/** Removes all but the `keep` newest backups of one kind; returns the removed paths. */
export function pruneBackups(folder: string, kind: BackupKind, keep: number): string[] {
  const extra = listBackups(folder)
    .filter((backup) => backup.kind === kind)
    .slice(keep);
  for (const { path } of extra) rmSync(path, { force: true });
  return extra.map(({ path }) => path);
}

/** Removes what a kill in the middle of a backup or a restore left behind. */
export function removeAbandonedCopies(folder: string, now: number): void {
  for (const place of [folder, backupFolder(folder)]) {
    for (const name of namesIn(place)) {
      if (!TEMPORARY.test(name)) continue;
      const path = join(place, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat && now - stat.mtimeMs > ABANDONED_MS) rmSync(path, { force: true });
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT')) return [];
    throw error;
  }
}
