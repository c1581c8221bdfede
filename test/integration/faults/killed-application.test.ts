/**
 * Why this file exists: kill -9 at random moments of an application under a mixed load of requests
 * and imports. Whatever was answered is there afterwards, the files that the catalog names are
 * whole, and imports that were cut off go on to their end. (200 kills of the catalog alone:
 * test/integration/catalog/killed.test.ts.)
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { auditContains, verifyAudit } from '../../../src/main/catalog/audit.ts';
import type { ReadableCatalog } from '../../../src/main/catalog/catalog.ts';
import { sha256 } from '../../../src/main/catalog/checked.ts';
import { getDatasetVersion } from '../../../src/main/catalog/dataset-versions.ts';
import { addImages, eachImage, ensureSource } from '../../../src/main/catalog/images.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { addProduct } from '../../../src/main/catalog/products.ts';
import { listRuns } from '../../../src/main/catalog/runs.ts';
import { getSetting } from '../../../src/main/catalog/settings.ts';
import { getThresholdSet } from '../../../src/main/catalog/thresholds.ts';
import { getVerificationSet } from '../../../src/main/catalog/verification-sets.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { managedFile } from '../../../src/main/handlers/image-file.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { newImage } from '../catalog/made-up.ts';
import { draft, seeded, started } from '../handlers/support.ts';
import type { Told } from './told.ts';

const KILLS = 20;
/** A home is killed in this often before a new one is begun. */
const LIVES = 5;
const LONGEST_LIFE_MS = 2000;
const FOLDERS = 8;
const IMAGES_EACH = 12;

const folder = temporaryFolder();
const child = fileURLToPath(new URL('load-child.ts', import.meta.url));

/** Folders of small pictures, no two alike. */
async function drawFolders(): Promise<string[]> {
  const random = createRandom(1);
  const roots: string[] = [];
  for (let n = 0; n < FOLDERS; n += 1) {
    const root = join(folder, `pictures ${n}`);
    mkdirSync(root);
    for (let i = 0; i < IMAGES_EACH; i += 1) {
      const pixels = Uint8Array.from({ length: 24 * 16 * 3 }, () => random.integer(256));
      const raw = { width: 24, height: 16, channels: 3 } as const;
      await sharp(pixels, { raw })
        .png()
        .toFile(join(root, `part-${n}-${i}.png`));
    }
    roots.push(root);
  }
  return roots;
}

function freshHome(name: string): string {
  const home = join(folder, name);
  seeded(home, (catalog) => {
    const { id: productId } = addProduct(catalog, { name: 'Bottle', actor: 'Ada' });
    const source = ensureSource(catalog, { productId, root: '/data', layout: 'mvtec' });
    addImages(
      catalog,
      source.id,
      Array.from({ length: 10 }, (_, i) => newImage(i)),
    );
    draft(catalog, productId, 'one');
  });
  return home;
}

async function live(
  home: string,
  told: string,
  seed: number,
  roots: readonly string[],
  delayMs: number,
): Promise<void> {
  const out = openSync(told, 'a');
  const load = spawn(process.execPath, [child, home, String(seed), ...roots], {
    stdio: ['ignore', out, 'inherit', 'pipe'],
    env,
  });
  closeSync(out);
  const ended = new Promise<string | number>((resolve) =>
    load.once('close', (code, signal) => resolve(signal ?? code ?? -1)),
  );
  await Promise.race([new Promise((resolve) => load.stdio[3]!.once('data', resolve)), ended]);
  // Killed in any case: a load that outlives a failed test would run for ever.
  try {
    await sleep(delayMs);
  } finally {
    load.kill('SIGKILL');
  }
  expect(await ended).toBe('SIGKILL');
}

const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compile cache') };

/** What was told; a line that the kill cut was not told completely, so it is taken away. */
function toldIn(file: string): Told[] {
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  writeFileSync(file, whole);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Told);
}

function isThere(catalog: ReadableCatalog, each: Told): boolean {
  switch (each.kind) {
    case 'label': {
      const sql = 'SELECT count(*) AS n FROM label WHERE batch_id = ?';
      return catalog.get<{ n: number }>(sql, each.batchId)?.n === each.images;
    }
    case 'mask':
      return (
        catalog.get('SELECT 1 FROM mask WHERE id = ? AND sha256 = ?', each.id, each.sha256) !==
        undefined
      );
    case 'thresholds':
      return getThresholdSet(catalog, each.id).base.t1 === each.t1;
    case 'golden':
      return getVerificationSet(catalog, each.id).items.length === each.items;
    case 'version':
      return getDatasetVersion(catalog, each.id).fingerprint === each.fingerprint;
    case 'setting':
      return Number(getSetting(catalog, each.name)) >= each.turn;
    case 'import': {
      const sql = `SELECT count(*) AS n FROM image i JOIN source s ON s.id = i.source_id
        WHERE s.root = ?`;
      return catalog.get<{ n: number }>(sql, each.root)?.n === each.images;
    }
    case 'audit':
      return auditContains(catalog, each.hash);
  }
}

/** The catalog after a kill: whole, with everything that was told, its managed files whole too. */
function check(home: string, told: readonly Told[]): void {
  const folders = foldersOf(home);
  const catalog = openCatalog(folders.catalog);
  try {
    expect(catalog.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(catalog.all('PRAGMA foreign_key_check')).toEqual([]);
    expect(verifyAudit(catalog)).toMatchObject({ ok: true });
    expect(told.filter((each) => !isThere(catalog, each))).toEqual([]);
    for (const image of [...eachImage(catalog, 1)]) {
      if (!image.managed) continue;
      expect(sha256(readFileSync(managedFile(folders, image.sha256)))).toBe(image.sha256);
    }
  } finally {
    catalog.close();
  }
}

/** Goes on with every import that a kill cut off, to its end. */
async function finishImports(home: string): Promise<number> {
  const { ask, application } = started(home);
  const cut = await ask('jobs.list', { states: ['interrupted'], limit: 500 });
  for (const { id: runId } of cut) await ask('jobs.resume', { runId });
  const waiting = async () => {
    const states = ['queued', 'running'] as const;
    return (await ask('jobs.list', { states: [...states], limit: 500 })).length;
  };
  while ((await waiting()) > 0) await sleep(20);
  for (const { id: runId } of cut) {
    expect(await ask('jobs.get', { runId })).toMatchObject({ state: 'finished' });
  }
  await application.close();
  return cut.length;
}

it('loses nothing that was answered', { timeout: 300_000 }, async () => {
  const roots = await drawFolders();
  expect(spawnSync(process.execPath, [child], { env }).status).toBe(0);
  const random = createRandom(7);
  const totals = { changes: 0, imports: 0, beforeFirst: 0, cutImports: 0 };
  for (let begin = 0; begin < KILLS; begin += LIVES) {
    const home = freshHome(`home ${begin}`);
    const file = `${home}.txt`;
    writeFileSync(file, '');
    let before = 0;
    for (let life = 0; life < LIVES; life += 1) {
      await live(home, file, begin + life, roots, LONGEST_LIFE_MS * random.uniform());
      const told = toldIn(file);
      totals.changes += told.length - before;
      totals.beforeFirst += Number(told.length === before);
      before = told.length;
      check(home, told);
    }
    const told = toldIn(file);
    totals.imports += told.filter(({ kind }) => kind === 'import').length;
    totals.cutImports += await finishImports(home);
    check(home, told);
    const catalog = openCatalog(foldersOf(home).catalog);
    try {
      expect(listRuns(catalog, { states: ['failed'] })).toEqual([]);
      const doubled = catalog.all(
        'SELECT source_id, path FROM image GROUP BY source_id, path HAVING count(*) > 1',
      );
      expect(doubled).toEqual([]);
    } finally {
      catalog.close();
    }
  }
  console.info(
    `${KILLS} kills, ${totals.beforeFirst} of them before the first answer; ${totals.changes} ` +
      `answered requests and ${totals.imports} imports, all there; ${totals.cutImports} imports ` +
      'that were cut off went on to their end.',
  );
  expect(totals.changes).toBeGreaterThan(KILLS);
});
