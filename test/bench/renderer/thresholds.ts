/**
 * Why this file exists: prints what dragging a threshold over 10,000 results costs, in a real Chromium
 * over the real server. Run it on a calm machine: `node test/bench/renderer/thresholds.ts
 * [--results 10000]`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApplication } from '../../../src/main/application.ts';
import type { Catalog } from '../../../src/main/catalog/catalog.ts';
import { registerModel } from '../../../src/main/catalog/models.ts';
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { putResults } from '../../../src/main/catalog/results.ts';
import { ensureScreens } from '../../../src/main/commands/screens.ts';
import { createTerminal } from '../../../src/main/commands/terminal.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import { startServer } from '../../../src/main/serve/server.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { findChromium, launchChromium } from '../../e2e/support/browser.ts';
import { ThresholdsPage } from '../../e2e/support/pages/thresholds.ts';
import { fillCatalog } from '../catalog/fill.ts';
import { traceFrames } from './frames.ts';

const { values } = parseArgs({ options: { results: { type: 'string', default: '10000' } } });
const results = Number(values.results);
const fixed = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : '-');

/** Every result lies in a split that figures may come from. */
function fill(catalog: Catalog): number {
  const { productId, imageIds } = fillCatalog(catalog, { images: results, models: 0 });
  catalog.transaction('kill', () => {
    catalog.run("UPDATE image SET split = 'calibrate' WHERE product_id = ?", productId);
  });
  const random = createRandom(3);
  const { id: modelId } = registerModel(catalog, {
    productId,
    contentId: 'c'.repeat(64),
    name: 'bench',
    recipe: 'bench',
    path: '/nowhere',
    datasetFingerprint: '',
    backboneSha256: '',
    versionId: null,
    runId: null,
    manifest: {
      preprocessing: { size: 256 },
      dataset: { trainImages: 1 },
      goodMap: { median: 0.6, p995: 0.9, max: 1, heldOut: true },
      thresholds: { image: 2.6, pixel: 1 },
    },
    createdBy: 'bench',
  });
  const labels = new Map(
    catalog
      .all<{ id: number; label: string }>('SELECT image_id AS id, label FROM image_state')
      .map(({ id, label }) => [id, label]),
  );
  putResults(
    catalog,
    imageIds.map((imageId) => {
      const middle = labels.get(imageId) === 'ng' ? 3.2 : 1.8;
      const score = Math.max(0, middle + 0.45 * random.normal());
      return {
        modelId,
        imageId,
        score,
        scaleScores: { 16: score / 3, 32: score / 3, 64: score / 3 },
        map: null,
        latencyMs: null,
        runId: null,
      };
    }),
  );
  return productId;
}

const chromium = findChromium();
if (chromium !== undefined) {
  await ensureScreens(
    createTerminal({
      writeOut: () => undefined,
      writeError: (text) => void process.stderr.write(text),
      redraws: false,
      columns: () => 80,
      now: () => performance.now(),
      quiet: () => true,
    }),
  );
  const home = await mkdtemp(join(tmpdir(), 'loupe-bench-'));
  const catalog = openCatalog(foldersOf(home).catalog);
  const productId = fill(catalog);
  catalog.optimise();
  catalog.close();
  const application = createApplication({
    home,
    version: 'bench',
    sources: datasetSources,
    backbone: 'none',
  });
  const server = await startServer(application);
  const browser = await launchChromium(chromium);
  console.log(
    `${cpus()[0]?.model}, ${cpus().length} cores, Chromium ${browser.version()} drawing in software, ` +
      `1366 x 768; ${results} results; load ${loadavg()[0]?.toFixed(1)} at the start`,
  );
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(server.url);
  for (const panel of ['auto', 'changes']) {
    await page.goto(
      `${new URL(server.url).origin}/#/product/${productId}/thresholds?panel=${panel}`,
    );
    const thresholds = new ThresholdsPage(page);
    await thresholds.ready();
    await page.waitForTimeout(1500);
    const chart = await page.locator('.score-chart').boundingBox();
    const grip = await page.locator('.handle-t2 .handle-grip').boundingBox();
    if (chart === null || grip === null) throw new Error('the chart is not on screen');
    const y = grip.y + grip.height / 2;
    const figures = await traceFrames(browser, page, async () => {
      await page.mouse.move(grip.x + grip.width / 2, y);
      await page.mouse.down();
      for (let i = 1; i <= 300; i += 1) {
        await page.mouse.move(chart.x + chart.width * (0.5 + 0.35 * Math.sin(i / 25)), y);
        await page.waitForTimeout(8);
      }
      await page.mouse.up();
    });
    const { frames, median, p95, worst, cpuMedian, cpuP95 } = figures;
    console.log(
      `drag with "${panel}" open: ${frames} frames; from frame to frame median ${fixed(median)}, ` +
        `p95 ${fixed(p95)}, worst ${fixed(worst)} ms (target p95 < 16 on a calm machine); ` +
        `page's CPU for a frame median ${fixed(cpuMedian)}, p95 ${fixed(cpuP95)} ms`,
    );
  }
  console.log(`load ${loadavg()[0]?.toFixed(1)} at the end`);
  await browser.close();
  await server.close();
  await application.close();
  await rm(home, { recursive: true, force: true });
}
