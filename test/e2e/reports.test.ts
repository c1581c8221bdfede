/** Why this file exists: an evaluation report leaves the application as one file, whichever is wanted. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, lookAround } from './support/accessible.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { writeSyntheticReport } from './support/synthetic-report.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('exporting a report', () => {
  let browser: Browser;
  let workstation: Workstation;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    workstation = await Workstation.open(browser, (home) => writeSyntheticReport(home));
    await workstation.go('#/reports');
    await workstation.page.getByRole('button', { name: 'Export…' }).waitFor();
  });
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });

  async function exported(format: RegExp): Promise<Buffer> {
    const { page } = workstation;
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByRole('radio', { name: format }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
    const link = page.getByRole('link', { name: 'Save a copy' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const bytes = await readFile(await download.path());
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    return bytes;
  }

  test('as HTML that needs nothing else and holds to the rules of accessibility', async () => {
    const html = (await exported(/^HTML/)).toString('utf8');
    expect(html).toContain('Missed defects');
    expect(html).not.toMatch(/(src|href)="https?:/);
    const page = await workstation.page.context().newPage();
    await page.setContent(html);
    expect(await page.locator('svg').count()).toBe(4);
    expect(await page.locator('.pictures img').count()).toBeGreaterThan(3);
    await page.setViewportSize({ width: 1000, height: 1400 });
    await page.screenshot({ path: 'test/output/screens/report-file.png', fullPage: true });
    await page.close();
  });

  test('as PDF', async () => {
    const pdf = await exported(/^PDF/);
    expect(pdf.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  });

  test('from the report itself, in the other language too', async () => {
    const { page } = workstation;
    await workstation.go('#/report/plates');
    await page.getByRole('button', { name: 'Export…' }).click();
    await page.getByRole('button', { name: /Language/ }).click();
    await page.getByRole('option', { name: 'Deutsch' }).click();
    await lookAround(workstation, 'report-export');
    await expectAccessible(workstation);
    await page.keyboard.press('Escape');
  });

  test('nothing was said on the console and nothing left the machine', () => {
    expect(workstation.problems).toEqual([]);
  });
});
