/** Why this file exists: a full disk stops the change that does not fit, with a sentence, and no more. */
import { execFileSync, spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { freshFolder } from './support.ts';

interface Told {
  code: string | null;
  message: string | null;
}

interface Outcome {
  /** Adding images until it fails. */
  adding: Told;
  /** A label, right after. */
  label: Told;
  backup: Told;
  /** Images acknowledged before, and found after closing and opening again. */
  acknowledged: number;
  found: number;
  integrity: string;
  auditOk: boolean;
  recovered: boolean;
  /** With room again. */
  afterwards: Told;
  leftOver: string[];
  /** Opening a new catalog on the full disk. */
  opening: Told;
}

it('refuses what does not fit, keeps what was acknowledged, and goes on with room', (context) => {
  if (spawnSync('unshare', ['-rm', 'true']).status !== 0) {
    console.warn('Skipped: a tiny disk needs `unshare -rm`, which this system does not allow.');
    context.skip();
  }
  const folder = freshFolder();
  const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const catalogModule = (name: string) => module(`../../../src/main/catalog/${name}.ts`);
  const script = `
    import { readdirSync, rmSync, writeFileSync } from 'node:fs';
    import { verifyAudit } from ${catalogModule('audit')};
    import { backUpNow } from ${catalogModule('backup')};
    import { addImages, eachImage, ensureSource } from ${catalogModule('images')};
    import { labelImages } from ${catalogModule('labels')};
    import { openCatalog } from ${catalogModule('open-catalog')};
    import { addProduct } from ${catalogModule('products')};
    import { newImage } from ${module('./made-up.ts')};
    const disk = process.argv[1];
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
    const folder = disk + '/catalog';
    const catalog = openCatalog(folder);
    const productId = addProduct(catalog, { name: 'Bottle', actor: 'Ada' }).id;
    const source = ensureSource(catalog, { productId, root: '/x', layout: 'mvtec' });
    let acknowledged = 0;
    const ids = [];
    const add = () => {
      const images = Array.from({ length: 50 }, (_, i) => newImage(acknowledged + i));
      ids.push(...addImages(catalog, source.id, images).ids);
      acknowledged += images.length;
    };
    add();
    const label = () =>
      labelImages(catalog, ids.slice(0, 50), { value: 'ok', defectClassId: null, comment: 'x'.repeat(4000) }, { reviewer: 'A' });
    const adding = await told(() => { for (;;) add(); });
    fill();
    const labelled = await told(label);
    const backup = await told(() => backUpNow(catalog));
    catalog.close();
    const opening = await told(() => openCatalog(disk + '/other').close());
    empty();
    const again = openCatalog(folder);
    const found = [...eachImage(again, productId)].length;
    const integrity = again.get('PRAGMA integrity_check').integrity_check;
    const afterwards = await told(() =>
      labelImages(again, ids.slice(0, 2), { value: 'ok', defectClassId: null, comment: '' }, { reviewer: 'A' }));
    console.log(JSON.stringify({
      adding, label: labelled, backup, opening, acknowledged, found, integrity,
      auditOk: verifyAudit(again).ok, recovered: again.recovered, afterwards,
      leftOver: readdirSync(folder + '/backups'),
    }));
    again.close();
  `;
  const output = execFileSync(
    'unshare',
    [
      '-rm',
      'sh',
      '-c',
      'mount -t tmpfs -o size=3m tmpfs "$1" && exec "$2" --input-type=module -e "$3" "$1"',
      'sh',
      folder,
      process.execPath,
      script,
    ],
    { encoding: 'utf8' },
  );
  const outcome = JSON.parse(output) as Outcome;
  const full = {
    code: 'no-space',
    message: expect.stringMatching(/no room left for .*catalog/) as string,
  };
  expect(outcome).toMatchObject({
    adding: full,
    label: full,
    backup: full,
    opening: full,
    integrity: 'ok',
    auditOk: true,
    recovered: false,
    afterwards: { code: null },
    leftOver: [],
  });
  expect(outcome.acknowledged).toBeGreaterThan(100);
  expect(outcome.found).toBe(outcome.acknowledged);
});
