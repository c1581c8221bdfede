/** Why this file exists: the gallery finds, orders, chooses and labels a product's images. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Application } from '../../src/main/application.ts';
import { verdictOf } from '../../src/shared/entities/threshold.ts';
import { lookAround } from './support/accessible.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { FramePage } from './support/pages/frame.ts';
import { GalleryPage } from './support/pages/gallery.ts';
import {
  stockCatalog,
  withSyntheticMaps,
  type StockedCatalog,
} from './support/synthetic-catalog.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('the gallery', () => {
  let browser: Browser;
  let workstation: Workstation;
  let stock: StockedCatalog;
  let application: Application;
  let gallery: GalleryPage;
  let frame: FramePage;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    workstation = await Workstation.open(
      browser,
      async (home) => {
        stock = await stockCatalog(home, { good: 30, defective: 10 });
      },
      { wrap: (made) => (application = withSyntheticMaps(made, stock)) },
    );
    gallery = new GalleryPage(workstation.page);
    frame = new FramePage(workstation.page);
  });
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });
  beforeEach(async () => {
    await workstation.go('#/products');
    await workstation.go(address());
    await gallery.ready();
  });

  const address = (query = ''): string => `#/product/${stock.productId}/gallery${query}`;
  const pathsBy = (order: (a: number, b: number) => number): string[] =>
    stock.parts
      .map((_, i) => i)
      .sort(order)
      .map((i) => stock.parts[i]?.path ?? '');
  const scoreOf = (i: number): number => stock.parts[i]?.score ?? NaN;
  const wrong = (label: 'good' | 'defect', verdict: 'ok' | 'ng'): number =>
    stock.parts.filter(
      (part) =>
        (part.label === 'good') === (label === 'good') &&
        verdictOf(part.score, stock.band) === verdict,
    ).length;
  const labelsNow = async (value: 'ok' | 'ng' | 'unsure'): Promise<number> => {
    const counts = await application.handlers['gallery.counts']?.({
      productId: stock.productId,
      filter: {},
    });
    return counts?.labels[value] ?? NaN;
  };

  test('shows every image with its verdict, label and score, in the order of the paths', async () => {
    expect(await gallery.heading()).toBe('60 images');
    const paths = await gallery.paths();
    expect(paths).toEqual(
      stock.parts
        .map(({ path }) => path)
        .sort()
        .slice(0, paths.length),
    );
    const [first] = pathsBy((a, b) => scoreOf(b) - scoreOf(a));
    await gallery.sortBy('Score');
    await expect.poll(async () => (await gallery.paths())[0]).toBe(first);
    const tile = await gallery.tile(first ?? '').textContent();
    expect(tile).toContain('NG');
    expect(tile).toContain(Math.max(...stock.parts.map(({ score }) => score)).toFixed(3));
  });

  test('filters by label and verdict, and says how many each filter would leave', async () => {
    expect(await gallery.countOf('Label', 'NG')).toBe(30);
    await gallery.filter('Label', /NG/).check();
    await expect.poll(() => gallery.heading()).toBe('30 of 60 images');
    // Its own kind is not narrowed by a choice, the others are.
    expect(await gallery.countOf('Label', 'OK')).toBe(30);
    await expect.poll(() => gallery.countOf('Verdict', 'OK')).toBe(wrong('defect', 'ok'));
    await gallery.filter('Verdict', /NG/).check();
    await expect.poll(() => gallery.heading()).toBe(`${wrong('defect', 'ng')} of 60 images`);
    expect(workstation.hash()).toContain('label=ng');
    expect(workstation.hash()).toContain('verdict=ng');
  });

  test('keeps filter and order in the address: reload, Back and Forward work', async () => {
    const { page } = workstation;
    await gallery.filter('Defect class', 'stain').check();
    await gallery.sortBy('Distance to the threshold');
    await expect.poll(() => workstation.hash()).toContain('sort=distance');
    const distance = (i: number): number => Math.abs(scoreOf(i) - stock.band.t2);
    const nearest = stock.parts
      .map((_, i) => i)
      .filter((i) => stock.parts[i]?.label === 'stain')
      .sort((a, b) => distance(a) - distance(b));
    const expected = nearest.map((i) => stock.parts[i]?.path);
    await expect.poll(() => gallery.paths()).toEqual(expected);
    await page.reload();
    await expect.poll(() => gallery.paths()).toEqual(expected);
    await page.goBack();
    await expect.poll(async () => (await gallery.paths())[0]).toContain('stain/000');
    expect(await gallery.filter('Defect class', 'stain').isChecked()).toBe(true);
    await page.goForward();
    await expect.poll(() => gallery.paths()).toEqual(expected);
  });

  test('the largest disagreement of score and label comes first', async () => {
    await gallery.sortBy('Disagreement with the label');
    const contradiction = (i: number): number =>
      stock.parts[i]?.label === 'good' ? scoreOf(i) - stock.band.t2 : stock.band.t2 - scoreOf(i);
    const [first] = pathsBy((a, b) => contradiction(b) - contradiction(a));
    await expect.poll(async () => (await gallery.paths())[0]).toBe(first);
  });

  test('chooses by Ctrl, by range and by keyboard; labels them all and takes that back', async () => {
    const { page } = workstation;
    const paths = await gallery.paths();
    await gallery.tile(paths[2] ?? '').click({ modifiers: ['ControlOrMeta'] });
    await gallery.tile(paths[5] ?? '').click({ modifiers: ['Shift'] });
    expect(await gallery.chosen()).toBe(4);
    await gallery.tile(paths[3] ?? '').click({ modifiers: ['ControlOrMeta'] });
    expect(await gallery.chosen()).toBe(3);
    await gallery.grid.focus();
    await page.keyboard.press('Shift+ArrowRight');
    expect(await gallery.chosen()).toBe(4);
    const before = await labelsNow('unsure');
    await page.keyboard.press('3');
    await frame.sayName('Ada');
    await frame.toast('4 images labelled Unsure.').waitFor();
    expect(await labelsNow('unsure')).toBe(before + 4);
    await expect.poll(() => gallery.tile(paths[2] ?? '').textContent()).toContain('Unsure');
    await frame.undoToast();
    await expect.poll(() => labelsNow('unsure')).toBe(before);
    await page.keyboard.press('Escape');
    await expect.poll(() => gallery.chosen()).toBe(0);
  });

  test('one key labels the image that the keyboard is on', async () => {
    const { page } = workstation;
    const paths = await gallery.paths();
    await gallery.grid.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('1');
    await frame.toast('Labelled OK.').last().waitFor();
    await expect.poll(() => gallery.tile(paths[1] ?? '').textContent()).toContain('OK');
    await frame.undoToast();
  });

  test('Enter opens the image in review, and Back leads to the same place', async () => {
    const { page } = workstation;
    await gallery.grid.focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    const active = page.locator('.grid-tile[data-active="true"]');
    const path = (await active.getAttribute('title')) ?? '';
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe(path);
    await page.goBack();
    await gallery.ready();
    expect(await active.getAttribute('title')).toBe(path);
  });

  test('a view is kept under a name, found again and forgotten with undo', async () => {
    const { page } = workstation;
    await gallery.filter('Mask', 'With a mask').check();
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.getByLabel('Name of the view').fill('Painted ones');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const saved = page.getByRole('button', { name: 'Painted ones', exact: true });
    await saved.waitFor();
    await workstation.go(address());
    await saved.click();
    await expect.poll(() => gallery.heading()).toBe('15 of 60 images');
    await page.getByRole('button', { name: 'Forget “Painted ones”' }).click();
    await saved.waitFor({ state: 'detached' });
    await frame.undoToast();
    await saved.waitFor();
  });

  test('shows what others change while it is open', async () => {
    const first = (await gallery.paths())[0] ?? '';
    const id = stock.imageIds[stock.parts.findIndex(({ path }) => path === first)] ?? 0;
    const label = { value: 'unsure' as const, defectClassId: null, comment: '' };
    await application.handlers['labels.set']?.({ imageIds: [id], label, by: 'Bob' });
    await expect.poll(() => gallery.tile(first).textContent()).toContain('Unsure');
  });

  test('says so when nothing matches', async () => {
    const { page } = workstation;
    await gallery.filter('Split', 'Calibration').check();
    await page.getByText('No image matches these filters').waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await gallery.ready();
  });

  test('looks right and breaks no rule, also with images chosen', async () => {
    await workstation.go(address('?sort=score'));
    await gallery.ready();
    await lookAround(workstation, 'gallery');
    for (const path of (await gallery.paths()).slice(1, 4)) {
      await gallery.tile(path ?? '').click({ modifiers: ['ControlOrMeta'] });
    }
    await lookAround(workstation, 'gallery-chosen');
  });

  test('nothing was said on the console and nothing left the machine', () => {
    expect(workstation.problems).toEqual([]);
  });
});
