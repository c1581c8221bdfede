/** Why this file exists: no report, a broken one, a missing image, a server that went away. */
import { mkdir, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from './support/browser.ts';
import { writeSyntheticReport } from './support/synthetic-report.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();

describe.skipIf(chromium === undefined)('when something is missing', () => {
  let browser: Browser;
  let workstation: Workstation;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
  });
  afterEach(() => workstation.close());
  afterAll(() => browser.close());

  test('with nothing at all the screen says how to begin, and shows the first report when it is there', async () => {
    workstation = await Workstation.open(browser, async () => undefined);
    const { page, home } = workstation;
    await page.getByRole('heading', { name: 'Find defects nobody has seen before' }).waitFor();
    await page.getByText('npm start', { exact: true }).waitFor();
    await workstation.screenshot('empty');
    await writeSyntheticReport(home, { good: 2, defective: 1 });
    await workstation.figure('Image AUROC').waitFor();
    expect(workstation.problems).toEqual([]);
  });

  test('a damaged report is named in the list, beside the whole ones', async () => {
    workstation = await Workstation.open(browser, async (home) => {
      await writeSyntheticReport(home, { good: 2, defective: 1 });
      await mkdir(join(home, 'reports', 'cut'), { recursive: true });
      await writeFile(join(home, 'reports', 'cut', 'report.json'), '{"schemaVersion": 1, ');
    });
    const { page } = workstation;
    await workstation.go('#/reports');
    await page.getByText('The report "cut" cannot be read').waitFor();
    await workstation.screenshot('reports-damaged');
    await page.getByRole('link', { name: 'Open the report on plates' }).click();
    await workstation.figure('Image AUROC').waitFor();
  });

  test('an address of a report that has gone says so and leads to the list', async () => {
    workstation = await Workstation.open(browser, (home) =>
      writeSyntheticReport(home, { good: 2, defective: 1 }),
    );
    const { page } = workstation;
    await workstation.go('#/report/gone');
    await page.getByRole('alert').getByText('There is no report "gone"').waitFor();
    await workstation.screenshot('report-gone');
    await page.getByRole('link', { name: 'All reports' }).click();
    await page.getByRole('heading', { name: 'Reports' }).waitFor();
  });

  test('an image file that has gone is told in the gallery and in its view', async () => {
    workstation = await Workstation.open(browser, async (home) => {
      const report = await writeSyntheticReport(home, { good: 2, defective: 1 });
      await unlink(join(report.dataset.root, report.images[0]?.path ?? ''));
    });
    const { page } = workstation;
    await page.getByText('Image cannot be shown').waitFor();
    await workstation.go('#/report/plates?image=0');
    await page.getByRole('alert').getByText('There is no file').waitFor();
    await workstation.screenshot('image-gone');
    // The others are one key away.
    await page.keyboard.press('d');
    await workstation.imageReady();
  });

  test('a report without maps shows its images and says why there is no heatmap', async () => {
    workstation = await Workstation.open(browser, (home) =>
      writeSyntheticReport(home, { good: 2, defective: 1, maps: false }),
    );
    const { page } = workstation;
    await workstation.openTile('test/good/000.png');
    await page.getByText('made without --maps').waitFor();
    const button = page.getByRole('toolbar').getByRole('button', { name: 'Heatmap' });
    expect(await button.isDisabled()).toBe(true);
    await workstation.screenshot('image-without-map');
    expect(workstation.problems).toEqual([]);
  });

  test('with good images only, undefined figures are said to be so', async () => {
    workstation = await Workstation.open(browser, (home) =>
      writeSyntheticReport(home, { good: 4, defective: 0 }),
    );
    const { page } = workstation;
    await page.getByText('No threshold is defined').waitFor();
    expect(await page.locator('.figure-none').count()).toBe(5);
    await workstation.screenshot('report-good-only');
  });

  test('a lost server is announced, what was loaded stays, and it comes back', async () => {
    workstation = await Workstation.open(browser, (home) =>
      writeSyntheticReport(home, { good: 2, defective: 1 }),
    );
    const { page } = workstation;
    await workstation.figure('Image AUROC').waitFor();
    await workstation.stopServer();
    await page.getByRole('alert').getByText('Loupe is not answering').waitFor();
    expect(await workstation.figure('Image AUROC').isVisible()).toBe(true);
    await workstation.screenshot('server-gone');
    await workstation.restartServer();
    await page.goto(workstation.freshUrl());
    await workstation.figure('Image AUROC').waitFor();
    expect(await page.getByText('Loupe is not answering').count()).toBe(0);
  });
});
