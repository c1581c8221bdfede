/** Why this file exists: an import or an export that finds no room says so and can be run again. */
import { execFileSync, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { freshFolder, mvtecFolder } from './support.ts';

interface Told {
  code: string | null;
  message: string | null;
}
interface Outcome {
  copying: Told;
  /** With room again, how many images that adds. */
  again: number;
  integrity: string;
  exporting: Told;
  /** With room again. */
  exported: Told;
}

it('stops with a sentence when the disk is full, and goes on with room', async (context) => {
  if (spawnSync('unshare', ['-rm', 'true']).status !== 0) {
    console.warn('Skipped: a tiny disk needs `unshare -rm`, which this system does not allow.');
    context.skip();
  }
  const data = await mvtecFolder(await freshFolder());
  const disk = await freshFolder();
  const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const main = (path: string) => module(`../../../src/main/${path}.ts`);
  const script = `
    import { readdirSync, rmSync, writeFileSync } from 'node:fs';
    import { openCatalog } from ${main('catalog/open-catalog')};
    import { addProduct } from ${main('catalog/products')};
    import { freezeDatasetVersion } from ${main('catalog/dataset-versions')};
    import { foldersOf } from ${main('handlers/folders')};
    import { runImport } from ${main('importing/run-import')};
    import { exportVersion } from ${main('importing/export-version')};
    const [disk, data] = process.argv.slice(1);
    const told = async (action) => {
      try { await action(); return { code: null, message: null }; }
      catch (error) { return { code: error.code ?? 'none', message: error.message }; }
    };
    const fill = () => {
      for (const size of [1e6, 1e5, 1e4, 4096]) {
        for (let i = 0; i < 1000; i++) {
          try { writeFileSync(disk + '/filler-' + size + '-' + i, new Uint8Array(size)); }
          catch (error) { if (error.code !== 'ENOSPC') throw error; break; }
        }
      }
    };
    const empty = () => {
      for (const name of readdirSync(disk)) if (name.startsWith('filler')) rmSync(disk + '/' + name);
    };
    const folders = foldersOf(disk + '/home');
    const catalog = openCatalog(folders.catalog);
    const context = { catalog, folders, emit: () => undefined };
    const productId = addProduct(catalog, { name: 'Plate', actor: 'Ada' }).id;
    const control = {
      runId: 1, signal: new AbortController().signal, onProgress: () => undefined,
      log: () => undefined, checkpoint: () => undefined, resumeFrom: null, workFolder: disk,
    };
    const add = () => runImport(context, {
      kind: 'import', what: 'add', folder: data, layout: null, pattern: null, storage: 'copy',
      productId, by: 'Ada',
    }, control);
    fill();
    const copying = await told(add);
    empty();
    const again = (await add()).added.images;
    const version = freezeDatasetVersion(catalog, { productId, actor: 'Ada' });
    const write = () => exportVersion(context, {
      kind: 'export', what: 'version', versionId: version.id, folder: disk + '/out', by: 'Ada',
    }, control);
    fill();
    rmSync(disk + '/filler-4096-0', { force: true });
    const exporting = await told(write);
    empty();
    const exported = await told(write);
    const integrity = catalog.get('PRAGMA integrity_check').integrity_check;
    catalog.close();
    console.log(JSON.stringify({ copying, again, integrity, exporting, exported }));
  `;
  const run =
    'mount -t tmpfs -o size=6m tmpfs "$1" && ' +
    '"$2" --input-type=module --no-warnings -e "$3" "$1" "$4"';
  const output = execFileSync(
    'unshare',
    ['-rm', 'sh', '-c', run, 'sh', disk, process.execPath, script, data],
    { encoding: 'utf8' },
  );
  const outcome = JSON.parse(output) as Outcome;
  expect(outcome.copying).toMatchObject({ code: 'no-space' });
  expect(outcome.copying.message).toMatch(/no room left/);
  expect(outcome.again).toBe(10);
  expect(outcome.integrity).toBe('ok');
  expect(outcome.exporting).toMatchObject({ code: 'no-space' });
  expect(outcome.exported).toEqual({ code: null, message: null });
});
