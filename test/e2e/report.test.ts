/** Why this file exists: the report screen as an inspector uses it, from figures to one image. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/shared/report.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { writeSyntheticReport } from './support/synthetic-report.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('the report screen', () => {
  let browser: Browser;
  let workstation: Workstation;
  let report: Report;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    workstation = await Workstation.open(browser, async (home) => {
      report = await writeSyntheticReport(home, { good: 24, defective: 12 });
    });
  });
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });

  const count = (test: (image: Report['images'][number]) => boolean): number =>
    report.images.filter(test).length;
  const threshold = (): number => report.threshold ?? Infinity;

  test('opens on the newest report with its figures', async () => {
    const percent = (value: number | null): string => `${((value ?? 0) * 100).toFixed(1)}\u202f%`;
    await workstation.figure('Image AUROC').waitFor();
    expect(await workstation.figure('Image AUROC').textContent()).toBe(percent(report.imageAuroc));
    expect(await workstation.figure('AU-PRO').textContent()).toBe(percent(report.auPro));
    expect(await workstation.figure('Threshold').textContent()).toBe(threshold().toFixed(3));
    // A threshold picked on the test images says so beside its value.
    const figure = workstation.page.locator('.figure-threshold');
    expect(await figure.textContent()).toContain('Chosen on these test images');
  });

  test('a cell of the confusion shows its images, and the address keeps that', async () => {
    const { page } = workstation;
    const missed = count(({ label, score }) => label !== 'good' && score < threshold());
    const cell = workstation.cell('Missed defects');
    expect(await cell.locator('.cell-count').textContent()).toBe(String(missed));
    await cell.click();
    expect(await workstation.galleryCount()).toBe(`${missed} of ${report.images.length} images`);
    expect(await workstation.tiles.count()).toBe(missed);
    expect(await cell.getAttribute('aria-pressed')).toBe('true');
    expect(workstation.hash()).toContain('verdict=ok');
    await page.reload();
    await page.getByText(`${missed} of ${report.images.length} images`).waitFor();
    await page.goBack();
    await page.getByText(`${report.images.length} images`, { exact: true }).waitFor();
    await page.goForward();
    await page.getByText(`${missed} of ${report.images.length} images`).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(`${report.images.length} images`, { exact: true }).waitFor();
  });

  test('the gallery sorts by score, by nearness to the threshold and by path', async () => {
    const { page } = workstation;
    const first = (): Promise<string | null> => workstation.tiles.first().getAttribute('title');
    const ordered = (key: (image: Report['images'][number]) => number): string | undefined =>
      [...report.images].sort((a, b) => key(a) - key(b))[0]?.path;
    expect(await first()).toBe(ordered(({ score }) => -score));
    await page.getByLabel('Sort by').selectOption('Distance to threshold');
    expect(await first()).toBe(ordered(({ score }) => Math.abs(score - threshold())));
    await page.getByLabel('Sort by').selectOption('Path');
    expect(await first()).toBe([...report.images].map(({ path }) => path).sort()[0]);
    await page.getByRole('button', { name: 'Lowest first' }).click();
    expect(await first()).toBe(
      [...report.images]
        .map(({ path }) => path)
        .sort()
        .at(-1),
    );
    await page.getByLabel('Sort by').selectOption('Score');
  });

  test('a defect’s row shows its images only', async () => {
    const { page } = workstation;
    await page.getByRole('button', { name: 'Show only stain' }).click();
    expect(await workstation.galleryCount()).toBe(`12 of ${report.images.length} images`);
    await page.getByRole('button', { name: 'Clear filters' }).click();
  });

  test('the gallery is walked by keys and comes back to where one was', async () => {
    const { page } = workstation;
    await page.locator('.tiles').focus();
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowRight']) {
      await page.keyboard.press(key);
    }
    const active = page.locator('.tile[aria-selected=true]');
    const path = await active.getAttribute('title');
    await page.keyboard.press('Enter');
    await workstation.imageReady();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(path);
    await page.keyboard.press('Escape');
    await active.waitFor();
    expect(await active.getAttribute('title')).toBe(path);
    expect(await page.locator('.tiles:focus').count()).toBe(1);
  });

  test('the histogram has a table with the same counts', async () => {
    const { page } = workstation;
    const { images } = report;
    const good = count(({ label }) => label === 'good');
    const label = `Histogram of the scores of ${good} good and ${images.length - good} defective`;
    await page.getByRole('img', { name: label }).waitFor();
    await page.getByRole('button', { name: 'Table' }).click();
    const rows = page.getByRole('region', { name: 'Scores by label' }).locator('tbody tr');
    const cells = await rows.locator('td:nth-child(3)').allTextContents();
    expect(cells.reduce((sum, text) => sum + Number(text), 0)).toBe(good);
    await page.getByRole('button', { name: 'Table' }).click();
  });

  test('only the tiles in view are in the document', async () => {
    await workstation.page.setViewportSize({ width: 1366, height: 500 });
    expect(await workstation.tiles.count()).toBeLessThan(report.images.length);
    await workstation.page.setViewportSize({ width: 1366, height: 768 });
  });

  test('nothing was said on the console and nothing left the machine', () => {
    expect(workstation.problems).toEqual([]);
  });
});
