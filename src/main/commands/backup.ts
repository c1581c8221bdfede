/** Why this file exists: `loupe backup` and `loupe restore`: a copy of the catalog, and the way back. */
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { homeFolder } from '../places.ts';
import type { Terminal } from './terminal.ts';

interface BackupOptions {
  out?: string;
  json?: boolean;
}

interface RestoreOptions {
  reason?: string;
  json?: boolean;
}

const catalogFolder = () => join(homeFolder(), 'catalog');

/** `loupe backup` works while Loupe is open: it reads one moment of the catalog. */
export function registerBackup(program: Command, terminal: Terminal): void {
  program
    .command('backup')
    .description('back up the catalog (not image files); works while Loupe is open')
    .option('--out <file>', "the backup file (default: the catalog's backup folder)")
    .option('--json', 'one JSON object on standard output')
    .action(async ({ out, json }: BackupOptions) => {
      const [{ openCatalogForReading }, { backUpAtOnce }] = await Promise.all([
        import('../catalog/open-catalog.ts'),
        import('../catalog/backup.ts'),
      ]);
      const catalog = openCatalogForReading(catalogFolder());
      try {
        const file = backUpAtOnce(catalog, out === undefined ? undefined : resolve(out));
        if (json) terminal.json({ file });
        else terminal.out(`The catalog was backed up to ${file}.`);
      } finally {
        catalog.close();
      }
    });
}

export function registerRestore(program: Command, terminal: Terminal): void {
  program
    .command('restore')
    .description('put a backup in the place of the catalog; the present one is kept beside it')
    .argument('<file>', 'the backup file')
    .option('--reason <text>', 'why, for the audit trail', 'restored by command')
    .option('--json', 'one JSON object on standard output')
    .action(async (file: string, { reason = '', json }: RestoreOptions) => {
      const { restoreCatalog } = await import('../catalog/restore.ts');
      const folder = catalogFolder();
      const restored = restoreCatalog(folder, resolve(file), {
        actor: userInfo().username,
        reason,
        onNotice: terminal.say,
      });
      if (json) {
        terminal.json({ folder, ...restored });
        return;
      }
      terminal.out(`The catalog in ${folder} was restored from ${resolve(file)}.`);
      if (restored.aside !== null) terminal.say(`What was there before is in ${restored.aside}.`);
    });
}
