/** Why this file exists: models are compared and released, each step with a reason. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, lookAround } from './support/accessible.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { ModelsPage } from './support/pages/models.ts';
import { stockLine, type StockedLine } from './support/stock-line.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('the models screen', () => {
  let browser: Browser;
  let workstation: Workstation;
  let stock: StockedLine;
  let models: ModelsPage;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    workstation = await Workstation.open(browser, async (home) => {
      stock = await stockLine(home, { inspected: 0 });
    });
    models = new ModelsPage(workstation.page);
    await workstation.go(`#/product/${stock.productId}/models`);
    await models.row('plates-quick').waitFor();
  });
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });

  test('lists every model with state and figures, and sorts by them', async () => {
    const { page } = workstation;
    expect(await models.row('plates-quick').textContent()).toContain('Production');
    expect(await models.row('plates-paper').textContent()).toContain('93.1');
    await page.getByRole('button', { name: 'Sort by Pixel AUROC' }).click();
    expect(await models.names()).toEqual(['plates-quick', 'plates-paper']);
    await page.getByRole('button', { name: 'Sort by Pixel AUROC' }).click();
    expect(await models.names()).toEqual(['plates-paper', 'plates-quick']);
    expect(workstation.hash()).toContain('sort=pixelAuroc');
    await lookAround(workstation, 'models');
  });

  test('only a candidate can go into production', async () => {
    expect(await models.commands('plates-paper')).toContain('Put into production…');
    expect(await models.commands('plates-quick')).not.toContain('Put into production…');
  });

  test('two models side by side: figures, scores, and every verdict that differs', async () => {
    const { page } = workstation;
    await page.getByRole('checkbox', { name: 'Choose plates-quick to compare' }).check();
    await page.getByRole('checkbox', { name: 'Choose plates-paper to compare' }).check();
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.getByRole('heading', { name: 'Verdicts that differ' }).waitFor();
    const words = (await page.getByTestId('flip-count').textContent()) ?? '';
    const [worse = 0, better = 0] = [...words.matchAll(/\d+/g)].map(([text]) => Number(text));
    expect(worse + better).toBeGreaterThan(0);
    expect(await page.locator('.flip').count()).toBe(Math.min(60, worse + better));
    const row = page.locator('.figure-table tr', { hasText: 'Image AUROC' });
    expect(await row.textContent()).toContain('93.1');
    await page
      .getByText('preprocessing', { exact: false })
      .or(page.getByText('seed'))
      .first()
      .waitFor();
    await lookAround(workstation, 'models-compare');
    const hash = workstation.hash();
    await page.getByRole('button', { name: 'Swap A and B' }).click();
    expect(workstation.hash()).not.toBe(hash);
    await page.getByTestId('flip-count').getByText(`worse on ${better}`).waitFor();
  });

  test('the scatter has a table twin', async () => {
    const { page } = workstation;
    await page.getByRole('img', { name: /^Scatter/ }).waitFor();
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('region', { name: 'Scores of both' }).waitFor();
    await expectAccessible(workstation);
    await page.getByRole('link', { name: 'All models' }).click();
  });

  test('a candidate is put into production with a reason, and rolled back with another', async () => {
    const { page } = workstation;
    await models.command('plates-paper', 'Put into production…');
    await page.getByRole('dialog').getByText('plates-quick retires').waitFor();
    await workstation.screenshot('models-promote-1366-light');
    await expectAccessible(workstation);
    await models.decide('fewer missed scratches', 'Put into production');
    await models.row('plates-paper').getByText('Production').waitFor();
    await models.row('plates-quick').getByText('Retired').waitFor();
    await page.getByText('plates-paper replaced plates-quick').waitFor();
    await page.getByText('fewer missed scratches').waitFor();
    await page.getByRole('button', { name: 'Roll back…' }).click();
    await models.decide('too many false alarms', 'Roll back');
    await models.row('plates-quick').getByText('Production').waitFor();
    await page.getByText('Back from plates-paper to plates-quick').waitFor();
  });

  test('evaluating, exporting and importing ask for what they need', async () => {
    const { page } = workstation;
    await models.command('plates-quick', 'Evaluate…');
    await page
      .getByRole('dialog')
      .getByText(/Version 1/)
      .first()
      .waitFor();
    await workstation.screenshot('models-evaluate-1366-light');
    await expectAccessible(workstation);
    await page.keyboard.press('Escape');
    await models.command('plates-quick', 'Export…');
    const exporting = page.getByRole('dialog').getByRole('button', { name: 'Export' });
    expect(await exporting.isDisabled()).toBe(true);
    await expectAccessible(workstation);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Import…' }).click();
    await page.getByRole('dialog').getByLabel('File to read').fill('/nowhere/model.loupe');
    await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
    // The job says what is wrong, where it is looked for.
    await page.locator('[data-job=import]').getByText('failed').waitFor();
    await page.locator('[data-job=import]').getByText('/nowhere/model.loupe').first().waitFor();
    await lookAround(workstation, 'models-import-failed');
  });

  test('nothing was said on the console and nothing left the machine', () => {
    expect(workstation.problems).toEqual([]);
  });
});
