/** Why this file exists: one image with its heatmap: what is seen, read and chosen there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decodeNpy, type NpyMap } from '../../src/main/evaluation/npy.ts';
import { regionsAbove } from '../../src/shared/metrics/components.ts';
import type { Report } from '../../src/shared/report.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { writeSyntheticReport } from './support/synthetic-report.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('the image view', () => {
  let browser: Browser;
  let workstation: Workstation;
  let report: Report;
  /** The image with the highest score: the gallery's first. */
  let index = 0;
  let map: NpyMap;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    workstation = await Workstation.open(browser, async (home) => {
      report = await writeSyntheticReport(home, { good: 6, defective: 4 });
    });
    const scores = report.images.map(({ score }) => score);
    index = scores.indexOf(Math.max(...scores));
    const file = join(workstation.home, 'reports', report.id, report.images[index]?.map ?? '');
    map = decodeNpy(await readFile(file), file);
  });
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });
  beforeEach(async () => {
    await workstation.go(`#/report/${report.id}?image=${index}`);
    await workstation.page.reload();
    await workstation.imageReady();
  });

  test('opens from the gallery with its verdict and outcome', async () => {
    const { page } = workstation;
    await workstation.go(`#/report/${report.id}`);
    await workstation.openTile(report.images[index]?.path ?? '');
    const panel = page.locator('.verdict-panel');
    expect(await panel.textContent()).toContain('NG');
    expect(await panel.textContent()).toContain('Caught');
    expect(await panel.textContent()).toContain('Chosen on these test images');
    expect(workstation.hash()).toContain(`image=${index}`);
  });

  test('the probe reads the raw map value under the pointer', async () => {
    await workstation.pointAt(0.5, 0.5);
    const { x, y } = (await workstation.probePlace()) ?? { x: NaN, y: NaN };
    const { width, height } = report.images[index] ?? { width: 1, height: 1 };
    expect(x / width).toBeCloseTo(0.5, 1);
    expect(y / height).toBeCloseTo(0.5, 1);
    const column = Math.floor(((x + 0.5) / width) * map.width);
    const row = Math.floor(((y + 0.5) / height) * map.height);
    const near = [-1, 0, 1].flatMap((dy) =>
      [-1, 0, 1].map((dx) => map.data[(row + dy) * map.width + column + dx]?.toFixed(3)),
    );
    expect(near).toContain((await workstation.probeValue())?.toFixed(3));
    await workstation.pointAt(0.001, 0.001);
    expect(await workstation.probeValue()).toBeUndefined();
  });

  test('the probe moves by keys, one map pixel at a time', async () => {
    const { page } = workstation;
    await page.keyboard.press('Shift+ArrowRight');
    const column = map.width / 2 + 1;
    const value = map.data[(map.height / 2) * map.width + column];
    expect(await workstation.probeValue()).toBeCloseTo(value ?? NaN, 3);
    await page.keyboard.press('Shift+ArrowDown');
    const below = map.data[(map.height / 2 + 1) * map.width + column];
    expect(await workstation.probeValue()).toBeCloseTo(below ?? NaN, 3);
  });

  test('the wheel zooms to the pointer; fit and 1:1 do what they say', async () => {
    const { page } = workstation;
    const fitted = await workstation.zoomPercent();
    await workstation.pointAt(0.6, 0.4);
    const before = await workstation.probePlace();
    await page.mouse.wheel(0, -240);
    await expect.poll(() => workstation.zoomPercent()).toBeGreaterThan(fitted * 1.3);
    await workstation.pointAt(0.6, 0.4);
    const after = await workstation.probePlace();
    expect(Math.abs((before?.x ?? 0) - (after?.x ?? 99))).toBeLessThanOrEqual(1);
    expect(Math.abs((before?.y ?? 0) - (after?.y ?? 99))).toBeLessThanOrEqual(1);
    await page.keyboard.press('Shift+0');
    expect(await workstation.zoomPercent()).toBe(100);
    await page.keyboard.press('0');
    expect(await workstation.zoomPercent()).toBe(fitted);
  });

  test('dragging pans and does not select', async () => {
    const { page } = workstation;
    await page.keyboard.press('Shift+0');
    await workstation.pointAt(0.5, 0.5);
    const before = await workstation.probePlace();
    await page.mouse.down();
    await workstation.pointAt(0.4, 0.5);
    await page.mouse.up();
    await workstation.pointAt(0.4, 0.5);
    expect(await workstation.probePlace()).toEqual(before);
    await workstation.pointAt(0.5, 0.5);
    expect(await workstation.probePlace()).not.toEqual(before);
  });

  test('holding H hides all overlays and letting go brings them back', async () => {
    const { page } = workstation;
    const shown = await workstation.canvasPicture();
    await page.keyboard.down('h');
    const hidden = await workstation.canvasPicture();
    expect(hidden).not.toBe(shown);
    await page.keyboard.up('h');
    expect(await workstation.canvasPicture()).toBe(shown);
  });

  test('heatmap, mask and contour go on and off by key and by button', async () => {
    const { page } = workstation;
    for (const [key, name] of [
      ['o', 'Heatmap'],
      ['m', 'Ground-truth outline'],
      ['c', 'Threshold contour'],
    ] as const) {
      const button = page.getByRole('toolbar').getByRole('button', { name });
      expect(await button.getAttribute('aria-pressed')).toBe('true');
      const shown = await workstation.canvasPicture();
      await page.keyboard.press(key);
      expect(await button.getAttribute('aria-pressed')).toBe('false');
      expect(await workstation.canvasPicture()).not.toBe(shown);
      await button.click();
      expect(await button.getAttribute('aria-pressed')).toBe('true');
    }
  });

  test('the colour scale is the model’s; stretching it to one image is flagged', async () => {
    const { page } = workstation;
    const legend = page.getByRole('figure', { name: /colour scale/i });
    const [low, high] = report.mapRange;
    const text = await legend.textContent();
    expect(text).toContain('Fixed scale of the model');
    for (const value of [low, high, report.pixelThreshold ?? 0]) {
      expect(text).toContain(value.toFixed(3));
    }
    await legend.getByText('above the scale').waitFor();
    const fixed = await workstation.canvasPicture();
    await page.getByLabel('Stretch to this image').check();
    expect(await legend.textContent()).toContain('Stretched to this image');
    await page.waitForTimeout(200);
    expect(await workstation.canvasPicture()).not.toBe(fixed);
    await page.getByLabel('Colours').selectOption('turbo');
    await page.getByText('Not for measurement: equal').waitFor();
    await page.getByLabel('Colours').selectOption('viridis');
  });

  test('moving the level, the opacity and the colours asks the server for nothing', async () => {
    const { page } = workstation;
    await page.waitForLoadState('networkidle');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByLabel('Contour level').fill('2.1');
    await page.getByLabel('Opacity').fill('0.3');
    await page.getByLabel('Colours').selectOption('magma');
    await page.getByText('What-if').waitFor();
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByLabel('Colours').selectOption('viridis');
    await page.getByLabel('Opacity').fill('0.65');
    expect(asked).toEqual([]);
  });

  test('the regions are those of the map at the contour’s level, and can be chosen', async () => {
    const { page } = workstation;
    const found = regionsAbove(map.data, map.width, map.height, report.pixelThreshold ?? 0);
    const list = page.locator('.regions button');
    expect(await list.count()).toBe(found.length);
    const peak = found[0]?.peak.score.toFixed(3) ?? '';
    expect(await list.first().textContent()).toContain(peak);
    const before = await workstation.canvasPicture();
    await list.first().click();
    expect(await list.first().getAttribute('aria-pressed')).toBe('true');
    expect(await workstation.canvasPicture()).not.toBe(before);
  });

  test('clicking a region on the canvas selects it in the list', async () => {
    const { page } = workstation;
    const [region] = regionsAbove(map.data, map.width, map.height, report.pixelThreshold ?? 0);
    const { width, height } = report.images[index] ?? { width: 1, height: 1 };
    const canvas = await workstation.viewer.boundingBox();
    if (canvas === null || region === undefined) throw new Error('nothing to click at');
    const scale = (await workstation.zoomPercent()) / 100;
    const offset = (room: number, size: number): number => (room - size * scale) / 2;
    const x = offset(canvas.width, width) + ((region.peak.x + 0.5) / map.width) * width * scale;
    const y = offset(canvas.height, height) + ((region.peak.y + 0.5) / map.height) * height * scale;
    await page.mouse.click(canvas.x + x, canvas.y + y);
    expect(await page.locator('.regions button').first().getAttribute('aria-pressed')).toBe('true');
  });

  test('the next image follows the gallery’s order, and Back leads to the gallery', async () => {
    const { page } = workstation;
    const order = report.images
      .map(({ score, path }) => ({ score, path }))
      .sort((a, b) => b.score - a.score);
    const title = page.getByRole('heading', { level: 1 });
    await workstation.go(`#/report/${report.id}`);
    await workstation.openTile(order[0]?.path ?? '');
    for (const key of ['d', 'ArrowRight', 'd']) await page.keyboard.press(key);
    expect(await title.textContent()).toBe(order[3]?.path);
    await page.keyboard.press('a');
    expect(await title.textContent()).toBe(order[2]?.path);
    await page.goBack();
    await page.locator('.tiles').waitFor();
  });

  test('the key sheet lists what works here and closes with Escape alone', async () => {
    const { page } = workstation;
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    for (const text of ['Heatmap', 'Next image', 'One pixel as one pixel']) {
      expect(await sheet.textContent()).toContain(text);
    }
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(workstation.hash()).toContain('image=');
  });

  test('nothing was said on the console and nothing left the machine', () => {
    expect(workstation.problems).toEqual([]);
  });
});
