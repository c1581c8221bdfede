/** Why this file exists: `loupe update`: check, prepare and take back an update that came on a stick. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { hasSystemCode, LoupeError } from '../../shared/errors.ts';
import { homeFolder, machineSettings } from '../places.ts';
import { productVersion } from '../version.ts';
import type { Terminal } from './terminal.ts';

const updatesFolder = (): string => join(homeFolder(), 'updates');

export function registerUpdate(program: Command, terminal: Terminal): void {
  const update = program
    .command('update')
    .description('check and prepare an update that came on a stick');
  update
    .command('verify <folder>')
    .description('check signature, system, version and every byte; change nothing')
    .option('--json', 'print what was found as one JSON object', false)
    .action(async (folder: string, { json }: { json: boolean }) => {
      const { update: found, installer } = await verified(folder);
      if (json) terminal.json({ ...found, path: installer });
      else terminal.out(`Loupe ${found.version} for ${found.system}: signed and whole.`);
    });
  update
    .command('prepare <folder>')
    .description('check it, back the catalog up, keep the installer, and say how to install')
    .action(async (folder: string) => {
      const checked = await verified(folder);
      const { installCommand, keepUpdate } = await import('../updates/install-update.ts');
      const kept = await keepUpdate(updatesFolder(), checked, backUpCatalog);
      terminal.out(`Backup     ${kept.backup}`);
      terminal.out(`Installer  ${kept.installer}`);
      terminal.out(`Close Loupe and run: ${installCommand(kept.installer, process.platform)}`);
    });
  update
    .command('rollback')
    .description('say how to go back to the version before, and which backup belongs to it')
    .action(async () => {
      const { installCommand, listKept, previousVersion } =
        await import('../updates/install-update.ts');
      const current = productVersion();
      const previous = await previousVersion(updatesFolder(), current);
      const own = (await listKept(updatesFolder())).find(({ version }) => version === current);
      terminal.out(`Close Loupe and run: ${installCommand(previous.installer, process.platform)}`);
      if (own) terminal.out(`Then, if the catalog was changed: loupe restore "${own.backup}"`);
    });
}

async function verified(folder: string) {
  const { verifyUpdate } = await import('../updates/update-file.ts');
  const place = resolve(folder);
  return verifyUpdate(place, (name) => readPart(place, name), {
    keys: machineSettings().updateKeys ?? [],
    system: `${process.platform}-${process.arch}`,
    version: productVersion(),
  });
}

async function readPart(folder: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    if (!hasSystemCode(error, 'ENOENT', 'ENOTDIR')) throw error;
    throw new LoupeError(
      'not-found',
      `There is no update in ${folder}: ${name} is missing.`,
      'Name the folder on the stick that holds update.json.',
    );
  }
}

/** A backup of this user's catalog, as `loupe backup` makes it. */
async function backUpCatalog(): Promise<string> {
  const { openCatalogForReading } = await import('../catalog/open-catalog.ts');
  const { backUpAtOnce } = await import('../catalog/backup.ts');
  const catalog = openCatalogForReading(join(homeFolder(), 'catalog'));
  try {
    return backUpAtOnce(catalog);
  } finally {
    catalog.close();
  }
}
