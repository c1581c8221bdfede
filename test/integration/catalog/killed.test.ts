/**
 * Why this file exists: kill -9 at 200 random moments of a mixed load (images, labels, masks,
 * results, thresholds), from opening and migrating on. Afterwards the file is whole, the audit
 * chain too, and every acknowledged change is there.
 */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { auditContains, listAudit, verifyAudit } from '../../../src/main/catalog/audit.ts';
import type { ReadableCatalog } from '../../../src/main/catalog/catalog.ts';
import { getImage } from '../../../src/main/catalog/images.ts';
import { openCatalog, openCatalogForReading } from '../../../src/main/catalog/open-catalog.ts';
import { getResult } from '../../../src/main/catalog/results.ts';
import { getThresholdSet } from '../../../src/main/catalog/thresholds.ts';
import { createRandom } from '../../../src/shared/random.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import { freshFolder } from './support.ts';

const KILLS = 200;
/** Processes at a time, each in a folder of its own. */
const LANES = 2;
/** A folder is killed in this often before a new one is begun. */
const LIVES = 10;
const LONGEST_LIFE_MS = 120;

const child = fileURLToPath(new URL('load-child.ts', import.meta.url));

/** Runs the load until it is killed, `delayMs` after it has begun to open the catalog. */
async function live(
  folder: string,
  acknowledged: string,
  seed: number,
  delayMs: number,
  env: NodeJS.ProcessEnv,
) {
  const out = openSync(acknowledged, 'a');
  const load = spawn(process.execPath, [child, folder, String(seed)], {
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

function acknowledgementsIn(file: string): Acknowledgement[] {
  // A kill may cut the last line; it was not told completely, so it does not count.
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Acknowledgement);
}

function isThere(catalog: ReadableCatalog, told: Acknowledgement): boolean {
  switch (told.kind) {
    case 'images':
      return told.ids.every((id) => getImage(catalog, id).id === id);
    case 'labels': {
      const sql = 'SELECT count(*) AS n FROM label WHERE batch_id = ?';
      return catalog.get<{ n: number }>(sql, told.batchId)?.n === told.images;
    }
    case 'mask': {
      const sql = 'SELECT 1 FROM mask WHERE id = ? AND sha256 = ?';
      return catalog.get(sql, told.id, told.sha256) !== undefined;
    }
    case 'result': {
      const result = getResult(catalog, told.modelId, told.imageId);
      const turn = result?.latencyMs ?? -1;
      return turn > told.turn || (turn === told.turn && result?.score === told.score);
    }
    case 'thresholds':
      return getThresholdSet(catalog, told.id).base.t1 === told.t1;
    case 'audit':
      return auditContains(catalog, told.hash);
  }
}

/** Checks a catalog that a kill left behind; leaves it unclosed where `leave` is set. */
function check(folder: string, told: readonly Acknowledgement[], leave: boolean): void {
  const catalog = leave ? openCatalogForReading(folder) : openCatalog(folder);
  try {
    expect(catalog.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(catalog.all('PRAGMA foreign_key_check')).toEqual([]);
    expect(verifyAudit(catalog)).toMatchObject({ ok: true });
    // Every set of thresholds has its audit entry: the two are one change.
    const sets = catalog.get<{ n: number }>('SELECT count(*) AS n FROM threshold_set')?.n;
    const entries = listAudit(catalog, { limit: 1e6 }).filter((e) => e.action === 'thresholds.set');
    expect(entries).toHaveLength(sets ?? -1);
    expect(told.filter((each) => !isThere(catalog, each))).toEqual([]);
  } finally {
    catalog.close();
  }
}

it('loses nothing that was acknowledged, whenever it is killed', { timeout: 300_000 }, async () => {
  const root = freshFolder();
  const env = { ...process.env, NODE_COMPILE_CACHE: join(root, 'compile cache') };
  expect(spawnSync(process.execPath, [child], { env }).status).toBe(0);
  const totals = { kills: 0, changes: 0, whileOpening: 0 };
  let failed = false;
  const lane = async (number: number) => {
    const random = createRandom(number + 1);
    for (let life = 0; life < KILLS / LANES && !failed; life++) {
      const folder = join(root, `catalog ${number} ${Math.floor(life / LIVES)}`);
      const acknowledged = `${folder}.txt`;
      if (life % LIVES === 0) {
        mkdirSync(folder);
        writeFileSync(acknowledged, '');
      }
      const before = acknowledgementsIn(acknowledged).length;
      const delay = LONGEST_LIFE_MS * random.uniform();
      await live(folder, acknowledged, 1000 * number + life, delay, env);
      const text = readFileSync(acknowledged, 'utf8');
      writeFileSync(acknowledged, text.slice(0, text.lastIndexOf('\n') + 1));
      const told = acknowledgementsIn(acknowledged);
      totals.kills += 1;
      totals.changes += told.length - before;
      totals.whileOpening += Number(told.length === before);
      check(folder, told, told.length > 0 && random.uniform() < 0.5);
    }
  };
  // All lanes come to their end before the folders are removed, also after a failure in one.
  const ends = await Promise.allSettled(
    Array.from({ length: LANES }, (_, number) =>
      lane(number).catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  console.info(
    `${totals.kills} kills, ${totals.whileOpening} of them before the first change; ` +
      `${totals.changes} acknowledged changes, all there.`,
  );
  expect(totals.kills).toBe(KILLS);
  expect(totals.changes).toBeGreaterThan(KILLS);
});
