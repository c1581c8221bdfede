/** Why this file exists: a copy of each inspected image in a folder named after its verdict. */
import { copyFile, rename, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { hasSystemCode } from '../../shared/errors.ts';
import { ensureFolder, statOrNull, temporaryPathBeside } from '../files.ts';
import { hashFile } from '../importing/hash-file.ts';
import { Undeliverable, type Sink } from './sink.ts';

const FOLDERS = { ok: 'OK', review: 'REVIEW', ng: 'NG' } as const;

/** Copies into OK, REVIEW and NG below `folder`; never over a file that is there. */
export function sortSink(folder: string): Sink {
  return {
    name: `the folder ${folder}`,
    async deliver({ inspection: { id, name, verdict }, file }) {
      if (!(await statOrNull(file))) throw new Undeliverable('its file is gone');
      const target = join(folder, FOLDERS[verdict]);
      await ensureFolder(target);
      const ending = extname(name);
      const stem = name.slice(0, name.length - ending.length);
      for (const place of [join(target, name), join(target, `${stem}~${id}${ending}`)]) {
        if (!(await statOrNull(place))) {
          await copyWhole(file, place);
          return;
        }
        // The very copy, made before a stop: it is delivered.
        if ((await hashFile(place)) === (await hashFile(file))) return;
      }
      throw new Undeliverable('another file has its name there');
    },
  };
}

/** Under its final name only when it is whole. */
async function copyWhole(file: string, place: string): Promise<void> {
  const temporary = temporaryPathBeside(place);
  try {
    await copyFile(file, temporary);
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true });
    if (hasSystemCode(error, 'ENOENT')) throw new Undeliverable('its file is gone');
    throw error;
  }
}
