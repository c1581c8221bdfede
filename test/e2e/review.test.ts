/** Why this file exists: review of one image after the other: what is seen, compared and decided. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Application } from '../../src/main/application.ts';
import { lookAround } from './support/accessible.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { FramePage } from './support/pages/frame.ts';
import { ReviewPage } from './support/pages/review.ts';
import {
  stockCatalog,
  withSyntheticMaps,
  type StockedCatalog,
} from './support/synthetic-catalog.ts';
import { DEFECTS } from './support/synthetic-report.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('review', () => {
  let browser: Browser;
  let workstation: Workstation;
  let stock: StockedCatalog;
  let application: Application;
  let review: ReviewPage;
  let frame: FramePage;
  /** Images by score, the highest first. */
  let order: number[];

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    workstation = await Workstation.open(
      browser,
      async (home) => {
        stock = await stockCatalog(home, { good: 6, defective: 4 });
      },
      { wrap: (made) => (application = withSyntheticMaps(made, stock)) },
    );
    review = new ReviewPage(workstation.page);
    frame = new FramePage(workstation.page);
    order = stock.parts
      .map((_, i) => i)
      .sort((a, b) => (stock.parts[b]?.score ?? 0) - (stock.parts[a]?.score ?? 0));
  });
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });
  beforeEach(async () => {
    await workstation.go('#/products');
    await workstation.go(address(0));
    await review.shows(path(0));
  });

  /** The place in the order of scores, as an image id and a path. */
  const idAt = (place: number): number => stock.imageIds[order[place] ?? 0] ?? 0;
  const path = (place: number): string => stock.parts[order[place] ?? 0]?.path ?? '';
  const address = (place: number): string =>
    `#/product/${stock.productId}/review/${idAt(place)}?sort=score`;
  const classNamed = (name: (typeof DEFECTS)[number]): number =>
    stock.classIds[DEFECTS.indexOf(name)] ?? 0;
  const labelOf = async (place: number) =>
    (await application.handlers['images.get']?.({ imageId: idAt(place), modelId: null }))?.label;

  test('shows verdict, score and the import’s label; keys step through the order', async () => {
    const { page } = workstation;
    const verdict = page.getByRole('region', { name: 'Verdict', exact: true });
    expect(await verdict.textContent()).toContain('NG');
    expect(await verdict.textContent()).toContain(
      (stock.parts[order[0] ?? 0]?.score ?? 0).toFixed(3),
    );
    expect(await page.getByText('Label from the import').count()).toBe(1);
    expect(await page.getByText(`1 of ${order.length}`, { exact: true }).count()).toBe(1);
    await page.keyboard.press('d');
    await review.shows(path(1));
    await page.keyboard.press('ArrowRight');
    await review.shows(path(2));
    await page.keyboard.press('a');
    await review.shows(path(1));
  });

  test('one key labels and goes on; U takes it back and returns', async () => {
    const { page } = workstation;
    await page.keyboard.press('3');
    await frame.sayName('Ada');
    await review.shows(path(1));
    expect((await labelOf(0))?.value).toBe('unsure');
    await page.keyboard.press('u');
    await review.shows(path(0));
    await expect.poll(async () => (await labelOf(0))?.value).toBe('ng');
    expect(await review.labelButton('NG').getAttribute('aria-pressed')).toBe('true');
  });

  test('digits from 4 on name the defect; a comment is kept by Enter', async () => {
    const { page } = workstation;
    await page.getByLabel('Go on after labelling').uncheck();
    await page.keyboard.press('4');
    await expect.poll(async () => (await labelOf(0))?.defectClassId).toBe(classNamed('dent'));
    await page.getByRole('button', { name: 'Defect class' }).filter({ hasText: 'dent' }).waitFor();
    await page.keyboard.press('t');
    await page.keyboard.type('deep one 1 2 3');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await labelOf(0))?.comment).toBe('deep one 1 2 3');
    // Digits in the comment were text, not labels.
    expect((await labelOf(0))?.value).toBe('ng');
    await page.getByLabel('Go on after labelling').check();
  });

  test('Shift+D leads to the next image that waits for a person', async () => {
    const { page } = workstation;
    await application.handlers['labels.set']?.({
      imageIds: [idAt(1), idAt(2)],
      label: { value: 'ng', defectClassId: null, comment: '' },
      by: 'Bob',
    });
    await page.keyboard.press('Shift+D');
    await review.shows(path(3));
  });

  test('hides the prediction until a person has labelled', async () => {
    const { page } = workstation;
    await workstation.go(address(5));
    await review.shows(path(5));
    await page.getByLabel('Hide the prediction until labelled').check();
    const verdict = page.getByRole('region', { name: 'Verdict', exact: true });
    expect(await verdict.textContent()).toContain('Prediction hidden');
    expect(await page.getByRole('figure', { name: /colour scale/i }).count()).toBe(0);
    await page.getByLabel('Go on after labelling').uncheck();
    await page.keyboard.press('1');
    await expect.poll(() => verdict.textContent()).toContain('× T2');
    await page.getByLabel('Hide the prediction until labelled').uncheck();
    await page.getByLabel('Go on after labelling').check();
  });

  test('wipe cuts the overlay, side by side doubles the image, H hides it while held', async () => {
    const { page } = workstation;
    const overlay = review.viewer.locator('canvas').nth(1);
    await page.keyboard.press('w');
    const handle = page.getByRole('slider', { name: /^Wipe/ });
    await expect.poll(() => overlay.getAttribute('style')).toContain('clip-path');
    await handle.focus();
    await page.keyboard.press('End');
    expect(await handle.getAttribute('aria-valuenow')).toBe('100');
    await page.keyboard.press('Home');
    await page.keyboard.press('w');
    await expect.poll(() => handle.count()).toBe(0);
    await page.keyboard.press('s');
    await expect.poll(() => page.getByTestId('viewer').count()).toBe(2);
    await page.keyboard.press('s');
    await expect.poll(() => page.getByTestId('viewer').count()).toBe(1);
    const any = (): Promise<boolean> => review.showsOn('heatmap');
    await expect.poll(any).toBe(true);
    await page.keyboard.down('h');
    await expect.poll(any).toBe(false);
    await page.keyboard.up('h');
    await expect.poll(any).toBe(true);
  });

  test('brightness stays from image to image and after a reload', async () => {
    const { page } = workstation;
    const image = review.viewer.locator('canvas').first();
    await page.getByLabel('Brightness').fill('1');
    await expect.poll(() => image.getAttribute('style')).toContain('brightness(2.');
    await page.keyboard.press('d');
    await review.shows(path(1));
    expect(await image.getAttribute('style')).toContain('brightness(2.');
    await page.reload();
    await review.shows(path(1));
    expect(await image.getAttribute('style')).toContain('brightness(2.');
    await page.getByRole('button', { name: 'As it is' }).click();
    await expect.poll(() => image.getAttribute('style')).not.toContain('brightness');
  });

  test('the map of one scale is flagged as stretched; the sum is on the model’s scale', async () => {
    const { page } = workstation;
    const legend = page.getByRole('figure', { name: /colour scale/i });
    await legend.waitFor();
    expect(await legend.textContent()).toContain('Fixed scale of the model');
    expect(await legend.textContent()).toContain('2.200');
    await page.getByRole('radio', { name: '32 px' }).check({ force: true });
    await expect.poll(() => legend.textContent()).toContain('Stretched to this image');
    await page.keyboard.press('l');
    await page.keyboard.press('l');
    await expect.poll(() => legend.textContent()).toContain('Fixed scale of the model');
  });

  test('a region chosen in the list is framed and brought into view', async () => {
    const region = workstation.page.locator('.regions button').first();
    await region.click();
    expect(await region.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => review.showsOn('lines')).toBe(true);
  });

  test('a click shows at each scale the good patch that the place was compared with', async () => {
    const { page } = workstation;
    await review.panel('Nearest good');
    const place = await review.at(0.5, 0.5);
    await page.mouse.click(place.x, place.y);
    for (const theta of [64, 32, 16]) {
      await page.getByRole('img', { name: `${theta} px patch: Here` }).waitFor();
      await page
        .getByRole('img', { name: new RegExp(`${theta} px patch: Nearest good`) })
        .waitFor();
    }
    await expect.poll(() => page.locator('.nearest').textContent()).toContain('distance');
    await review.panel('View');
  });

  test('an image that is not there any more says so and leads back', async () => {
    const { page } = workstation;
    await workstation.go(`#/product/${stock.productId}/review/99999`);
    await page.getByRole('alert').waitFor();
    await page.getByRole('link', { name: 'Back to the gallery' }).click();
    await page.locator('.grid-tile').first().waitFor();
  });

  test('Escape leads back to the gallery, at the image one was at', async () => {
    const { page } = workstation;
    await page.keyboard.press('d');
    await review.shows(path(1));
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.locator('.grid-tile[data-active="true"]').getAttribute('title'))
      .toBe(path(1));
  });

  test('looks right and breaks no rule', async () => {
    await lookAround(workstation, 'review');
    await review.panel('Nearest good');
    const place = await review.at(0.5, 0.5);
    await workstation.page.mouse.click(place.x, place.y);
    await workstation.page.locator('.nearest canvas').last().waitFor();
    await lookAround(workstation, 'review-nearest');
    await review.panel('History');
    await lookAround(workstation, 'review-history');
  });

  test('nothing was said on the console and nothing left the machine', () => {
    // The browser itself notes the one image that was asked for in vain.
    const said = workstation.problems.filter((text) => !text.includes('404'));
    expect(said).toEqual([]);
  });
});
