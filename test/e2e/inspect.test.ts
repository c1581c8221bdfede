/** Why this file exists: the line as its operator sees it, on a shift that was inspected before. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, lookAround } from './support/accessible.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { InspectPage } from './support/pages/inspect.ts';
import { stockLine, type StockedLine } from './support/stock-line.ts';
import { withSyntheticMaps } from './support/synthetic-catalog.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('the inspection screen', () => {
  let browser: Browser;
  let workstation: Workstation;
  let stock: StockedLine;
  let line: InspectPage;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    workstation = await Workstation.open(
      browser,
      async (home) => {
        stock = await stockLine(home);
      },
      { wrap: (application) => withSyntheticMaps(application, stock) },
    );
    line = new InspectPage(workstation.page);
    await workstation.go(`#/product/${stock.productId}/inspect`);
    await line.strip.first().waitFor();
  });
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });

  test('shows the last verdict in word and shape, the last parts and the counts of the shift', async () => {
    const { page } = workstation;
    expect(['ok', 'review', 'ng']).toContain(await line.verdict());
    expect(await line.strip.count()).toBe(24);
    const all =
      (await line.shiftCount('ok')) +
      (await line.shiftCount('review')) +
      (await line.shiftCount('ng'));
    expect(all).toBe(60);
    await page.getByTestId('part-picture').locator('img').waitFor();
  });

  test.each(['ng', 'review', 'ok'] as const)(
    'a part that was %s can be read at a glance',
    async (verdict) => {
      const { page } = workstation;
      const part = page.locator(`.strip-${verdict}`).last();
      await part.click();
      await expect.poll(() => line.verdict()).toBe(verdict);
      const word = { ng: 'NG', review: 'REVIEW', ok: 'OK' }[verdict];
      expect(await line.banner.locator('.verdict-word').textContent()).toBe(word);
      // About 2 cm tall capitals on a 14-inch screen of this size.
      const box = await line.banner.locator('.verdict-word').boundingBox();
      expect(box?.height).toBeGreaterThan(100);
      await lookAround(workstation, `inspect-${verdict}`);
    },
  );

  test('an earlier part is marked as such, and Escape goes back to the latest', async () => {
    const { page } = workstation;
    await page.getByText('An earlier part is shown').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('An earlier part is shown').waitFor({ state: 'detached' });
    await line.strip.first().focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('An earlier part is shown').waitFor();
    await page.keyboard.press('Escape');
  });

  test('full screen leaves the line alone on screen', async () => {
    const { page } = workstation;
    await line.button('Full screen').click();
    await expect.poll(() => page.getByRole('navigation').first().isVisible()).toBe(false);
    await workstation.screenshot('inspect-full-screen-1366-light');
    await line.button('Leave full screen').click();
    await page.getByRole('navigation').first().waitFor();
  });

  test('the shift report is written as asked, and can be saved', async () => {
    const { page } = workstation;
    await line.button('Shift report…').click();
    await workstation.screenshot('report-export-1366-light');
    await expectAccessible(workstation);
    await page.getByRole('radio', { name: /^CSV/ }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
    const link = page.getByRole('link', { name: 'Save a copy' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const text = await readFile(await download.path(), 'utf8');
    expect(text.trim().split('\r\n')).toHaveLength(61);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  });

  test('a new inspection begins with the check of golden parts', async () => {
    const { page } = workstation;
    await line.button('New inspection').click();
    await page.getByRole('heading', { name: 'Start-of-shift check' }).waitFor();
    await page.getByText('Not checked yet').waitFor();
    await page.getByLabel('Folder to watch').fill('/line/in');
    expect(await line.button('Start watching').isDisabled()).toBe(true);
    await lookAround(workstation, 'inspect-start');
    await line.button('Start anyway').click();
    expect(await line.button('Start watching').isEnabled()).toBe(true);
  });

  test('where the plant wants it so, nothing starts before the check has passed', async () => {
    const { page } = workstation;
    await page.getByRole('button', { name: /If the check fails/ }).click();
    await page.getByRole('option', { name: 'do not start' }).click();
    await page.getByText('must pass before the line starts').waitFor();
    expect(await line.button('Start watching').isDisabled()).toBe(true);
    await page.getByRole('button', { name: /If the check fails/ }).click();
    await page.getByRole('option', { name: 'warn' }).click();
  });

  test('golden parts are chosen from labelled images and put in force with a reason', async () => {
    const { page } = workstation;
    await line.button('Golden parts…').click();
    await page.locator('.candidate').first().waitFor();
    const before = await page.locator('.chosen-list > li').count();
    expect(before).toBe(8);
    await page.locator('.candidate:enabled').first().click();
    await lookAround(workstation, 'inspect-golden');
    await line.button('Put in force…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('a new limit sample');
    await dialog.getByRole('button', { name: 'Put in force…' }).click();
    await page.getByText('List 2 of golden parts is in force').waitFor();
    expect(await page.locator('.chosen-list > li').count()).toBe(before + 1);
    await line.button('Back to inspection').click();
    await page.getByText('9 golden parts, list 2').waitFor();
  });

  test('nothing was said on the console and nothing left the machine', () => {
    expect(workstation.problems).toEqual([]);
  });
});
