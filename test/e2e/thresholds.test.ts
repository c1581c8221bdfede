/** Why this file exists: an engineer sets how strict a model is, from the first look to "in force". */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GOOD } from '../../src/shared/dataset.ts';
import { verdictOf } from '../../src/shared/entities/threshold.ts';
import { expectAccessible, lookAround } from './support/accessible.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { ThresholdsPage } from './support/pages/thresholds.ts';
import { stockLine, type StockedLine } from './support/stock-line.ts';
import { withSyntheticMaps } from './support/synthetic-catalog.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('the thresholds screen', () => {
  let browser: Browser;
  let workstation: Workstation;
  let stock: StockedLine;
  let thresholds: ThresholdsPage;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    workstation = await Workstation.open(
      browser,
      async (home) => {
        stock = await stockLine(home, { inspected: 0 });
      },
      { wrap: (application) => withSyntheticMaps(application, stock) },
    );
    thresholds = new ThresholdsPage(workstation.page);
  });
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });

  const open = async (query = ''): Promise<void> => {
    await workstation.go(`#/product/${stock.productId}/thresholds${query}`);
    await thresholds.ready();
  };
  /** As the fixture puts images into splits: every third defect and every fourth good part. */
  const inCalibrate = (i: number): boolean =>
    stock.parts[i]?.label === GOOD ? i % 4 === 1 : i % 3 === 1;
  const counted = (t1: number, t2: number, good: boolean, verdict: string): number =>
    stock.parts.filter(
      ({ label, score }, i) =>
        inCalibrate(i) && (label === GOOD) === good && verdictOf(score, { t1, t2 }) === verdict,
    ).length;

  test('opens on calibration images and says so, with the counts of what is in force', async () => {
    const { page } = workstation;
    await open();
    expect(await page.getByRole('checkbox', { name: /Calibrate/ }).isChecked()).toBe(true);
    expect(await page.getByRole('checkbox', { name: /Test/ }).isChecked()).toBe(false);
    const { t1, t2 } = stock.band;
    expect(await thresholds.value('T2')).toBe(t2);
    expect(await thresholds.count('missed')).toBe(counted(t1, t2, false, 'ok'));
    expect(await thresholds.count('caught')).toBe(counted(t1, t2, false, 'ng'));
    expect(await thresholds.count('falseAlarms')).toBe(counted(t1, t2, true, 'ng'));
    expect(await thresholds.count('goodReview')).toBe(counted(t1, t2, true, 'review'));
    await lookAround(workstation, 'thresholds');
  });

  test('a dragged threshold changes every count at once, and pushes the other along', async () => {
    await thresholds.drag('t2', 0.12);
    const [t1, t2] = [await thresholds.value('T1'), await thresholds.value('T2')];
    expect(t2).toBeLessThan(stock.band.t1);
    expect(t1).toBe(t2);
    expect(await thresholds.count('falseAlarms')).toBe(counted(t1, t2, true, 'ng'));
    expect(await thresholds.count('missed')).toBe(counted(t1, t2, false, 'ok'));
    const text = await thresholds.handle('T2').getAttribute('aria-valuetext');
    expect(text).toContain(`${counted(t1, t2, true, 'ng')} of`);
  });

  test('one drag is one step back', async () => {
    const { page } = workstation;
    await page.getByRole('button', { name: 'Undo the last change' }).click();
    expect(await thresholds.value('T2')).toBe(stock.band.t2);
    await page.getByText('As in force').first().waitFor();
  });

  test('arrow keys move a threshold; the field shows it, and can be typed into', async () => {
    const { page } = workstation;
    await thresholds.handle('T2').focus();
    await page.keyboard.press('PageUp');
    await page.keyboard.press('ArrowRight');
    const moved = await thresholds.value('T2');
    expect(moved).toBeGreaterThan(stock.band.t2);
    await expect
      .poll(async () => Number(await thresholds.field('T2').inputValue()))
      .toBeCloseTo(moved, 3);
    await thresholds.field('T2').fill('2');
    await page.keyboard.press('Enter');
    await expect.poll(() => thresholds.value('T2')).toBe(2);
  });

  test('a reload loses nothing of an edit', async () => {
    const { page } = workstation;
    await expect.poll(() => page.evaluate('localStorage.length')).not.toBe(0);
    await page.reload();
    await thresholds.ready();
    expect(await thresholds.value('T2')).toBe(2);
    await page.getByText('Your changes from before').waitFor();
  });

  test('the parts whose verdict changes are listed, the worse ones first', async () => {
    const { page } = workstation;
    await thresholds.panel('Changes');
    const { t1, t2 } = stock.band;
    const flipped = stock.parts.filter(
      ({ score }, i) =>
        inCalibrate(i) && verdictOf(score, { t1, t2 }) !== verdictOf(score, { t1, t2: 2 }),
    );
    const worse = flipped.filter(({ label }) => label !== GOOD).length;
    await page.getByText(`${worse} for the worse`).waitFor();
    expect(await page.locator('.flip').count()).toBe(Math.min(60, flipped.length));
    await lookAround(workstation, 'thresholds-changes');
  });

  test('a cell opens exactly its images in the gallery', async () => {
    const { page } = workstation;
    const missed = await thresholds.count('missed');
    await thresholds.cell('missed').click();
    await page.locator('.grid-tile').first().waitFor();
    expect(workstation.hash()).toContain('verdict=ok');
    await expect.poll(() => page.locator('.grid-tile').count()).toBe(missed);
    await page.goBack();
    await thresholds.ready();
  });

  test('the table twin holds the same parts, each row leading to its images', async () => {
    const { page } = workstation;
    await page.locator('.scores').getByRole('button', { name: 'Table' }).click();
    const rows = page.locator('.score-table tbody tr');
    const good = await rows.locator('td:nth-child(3)').allTextContents();
    const all = stock.parts.filter(({ label }, i) => label === GOOD && inCalibrate(i)).length;
    expect(good.reduce((sum, text) => sum + Number(text), 0)).toBe(all);
    await expectAccessible(workstation);
    const first = rows.first();
    const own = (await first.locator('td').allTextContents()).slice(2, 5).map(Number);
    await first.getByRole('link').click();
    await expect
      .poll(() => page.locator('.grid-tile').count())
      .toBe(own.reduce((sum, count) => sum + count, 0));
    await page.goBack();
    await thresholds.ready();
  });

  test('a rule is shown with what it would do, and does it', async () => {
    const { page } = workstation;
    await thresholds.panel('Automatic');
    const rule = page.locator('[data-rule="escape"]');
    const promise = (await rule.locator('.rule-foot span').first().textContent()) ?? '';
    expect(promise).toContain('0 missed');
    await rule.getByRole('button', { name: /^Use/ }).click();
    await expect.poll(() => thresholds.count('missed')).toBe(0);
    const alarms = Number(/(\d+) false alarms/.exec(promise)?.[1]);
    expect(await thresholds.count('falseAlarms')).toBe(alarms);
    await rule.getByText('in use').waitFor();
  });

  test('a class gets values of its own and gives them up again', async () => {
    const { page } = workstation;
    await thresholds.panel('Classes');
    await page.getByRole('button', { name: /edit the values of scratch$/ }).click();
    await page.getByText('Values of scratch').waitFor();
    await thresholds.handle('T2').focus();
    await page.keyboard.press('PageUp');
    await page.getByRole('button', { name: /^As all parts: scratch/ }).waitFor();
    await lookAround(workstation, 'thresholds-classes');
    await page.getByRole('button', { name: /^As all parts: scratch/ }).click();
    await page
      .getByRole('button', { name: /^As all parts: scratch/ })
      .waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /edit the values of scratch$/ }).click();
  });

  test('the pixel threshold shows its regions on chosen images', async () => {
    const { page } = workstation;
    await thresholds.panel('Regions');
    await page.locator('.region-tile canvas').first().waitFor();
    const words = page.locator('.region-tile .note').first();
    await words.getByText(/region/).waitFor();
    const before = await words.textContent();
    await page.getByRole('textbox', { name: /^Pixel threshold/ }).fill('1.1');
    await page.keyboard.press('Enter');
    await expect.poll(() => words.textContent()).not.toBe(before);
    await lookAround(workstation, 'thresholds-regions');
  });

  test('applying asks for a reason, and the set is in force and in the history', async () => {
    const { page } = workstation;
    const t2 = await thresholds.value('T2');
    await thresholds.applyButton.click();
    await workstation.screenshot('thresholds-apply-1366-light');
    await expectAccessible(workstation);
    expect(
      await page
        .getByRole('dialog')
        .getByRole('button', { name: 'Apply', exact: true })
        .isDisabled(),
    ).toBe(true);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await thresholds.apply('no defect may pass');
    await page.getByText('Threshold set 2 is in force').waitFor();
    await page.getByText('As in force').first().waitFor();
    await thresholds.panel('History');
    const newest = page.locator('.set').first();
    expect(await newest.textContent()).toContain('no defect may pass');
    expect(await newest.textContent()).toContain('Calibration images');
    expect(await thresholds.value('T2')).toBe(t2);
    await lookAround(workstation, 'thresholds-history');
  });

  test('what is chosen over test images says so, now and ever after', async () => {
    const { page } = workstation;
    await open('?splits=test&panel=history');
    await page.getByText('Test images are included').waitFor();
    await thresholds.handle('T2').focus();
    await page.keyboard.press('PageUp');
    await thresholds.apply('tried on test');
    await page.locator('.set').first().getByText('Test images').waitFor();
  });

  test('a model without scores and a product without a model say what to do', async () => {
    const { page } = workstation;
    await workstation.go(`#/product/${stock.productId}/thresholds?version=${stock.versionId}`);
    await thresholds.ready();
    await workstation.go('#/product/999/thresholds');
    await page.getByText('no product', { exact: false }).first().waitFor();
  });

  test('nothing was said on the console and nothing left the machine', () => {
    // The browser itself reports the refused request for the product that is not there.
    expect(workstation.problems).toEqual([]);
  });
});
