/**
 * Why this file exists: a shift from its check to its end with a real model at work: golden parts, a
 * watched folder, pause, resume, stop. Small images and random weights: what is tested is the line.
 */
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  application,
  ask,
  closeAll,
  done,
  smallTrain,
  stock,
} from '../integration/jobs/support.ts';
import { sampleIn } from '../integration/services/support.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { FramePage } from './support/pages/frame.ts';
import { InspectPage } from './support/pages/inspect.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();
const PATIENCE = 300_000;

describe.skipIf(chromium === undefined)('a shift at the line', { timeout: PATIENCE }, () => {
  let browser: Browser;
  let workstation: Workstation;
  let line: InspectPage;
  let parts: string[];
  let data: string;
  let inbox: string;
  let sorted: string;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    let productId = 0;
    workstation = await Workstation.open(browser, async (home) => {
      data = await sampleIn(join(home, 'plates'), 6, 6);
      const stocked = await stock(home, data);
      ({ productId } = stocked);
      const app = application(home);
      const run = await done(app, smallTrain(stocked.versionId));
      const { modelId } = run.outcome as { modelId: number };
      const decision = { by: 'Ada', reason: 'the first one' };
      await ask(app, 'models.setState', { modelId, state: 'candidate', ...decision });
      await ask(app, 'models.promote', { modelId, ...decision });
      const [first = 0, second = 0] = stocked.imageIds.values();
      await ask(app, 'verification.set', {
        productId,
        items: [
          { imageId: first, expected: 'ok', note: '' },
          // No part can be judged so: the first check must fail.
          { imageId: second, expected: 'review', note: '' },
        ],
        ...decision,
      });
      await ask(app, 'settings.set', { name: 'user.name', value: 'Ada', by: 'Ada' });
      await closeAll();
      inbox = join(home, 'inbox');
      sorted = join(home, 'sorted');
      await mkdir(inbox);
    });
    workstation.page.setDefaultTimeout(PATIENCE / 3);
    line = new InspectPage(workstation.page);
    parts = (await readdir(join(data, 'test', 'good'))).map((name) =>
      join(data, 'test', 'good', name),
    );
    await workstation.go(`#/product/${productId}/inspect`);
  }, PATIENCE);
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });

  test('the check of golden parts fails where a verdict is another than expected, and says which', async () => {
    const { page } = workstation;
    await line.button('Check the golden parts').click();
    const result = page.locator('.check-result');
    await result.waitFor();
    expect(await result.getAttribute('data-passed')).toBe('false');
    expect(await result.locator('[data-wrong=true]').count()).toBeGreaterThan(0);
    await page.getByText(/a verdict has changed/).waitFor();
    await workstation.screenshot('inspect-check-failed-1366-light');
  });

  test('a watched folder: each new part gets its verdict, and goes where it was asked', async () => {
    const { page } = workstation;
    await page.getByLabel('Folder to watch').fill(inbox);
    await page.getByText('Results also go to').click();
    await page.getByLabel('A folder, sorted into OK, REVIEW and NG').fill(sorted);
    await line.button('Start anyway').click();
    await line.button('Start watching').click();
    await page.getByText('Waiting for the first part').waitFor();
    await workstation.screenshot('inspect-waiting-1366-light');
    await copyFile(parts[0] ?? '', join(inbox, 'first.png'));
    await line.strip.first().waitFor();
    expect(['ok', 'ng']).toContain(await line.verdict());
    await page.getByText('first.png').first().waitFor();
    const verdict = await line.verdict();
    await expect
      .poll(async () => (await readdir(join(sorted, verdict?.toUpperCase() ?? ''))).length)
      .toBe(1);
  });

  test('paused it takes no part, and goes on with all of them', async () => {
    const { page } = workstation;
    await line.button('Pause').click();
    await page.getByText('Paused').first().waitFor();
    await copyFile(parts[1] ?? '', join(inbox, 'second.png'));
    await page.waitForTimeout(2000);
    expect(await line.strip.count()).toBe(1);
    await workstation.screenshot('inspect-paused-1366-light');
    await line.button('Resume').click();
    await expect.poll(() => line.strip.count(), { timeout: PATIENCE / 3 }).toBe(2);
    const counted =
      (await line.shiftCount('ok')) +
      (await line.shiftCount('review')) +
      (await line.shiftCount('ng'));
    expect(counted).toBe(2);
  });

  test('stopping is asked for, and the shift report has both parts', async () => {
    const { page } = workstation;
    await line.button('Stop').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('heading', { name: 'What to inspect' }).waitFor();
    await line.button('Shift report…').click();
    await page.getByRole('radio', { name: /^CSV/ }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
    const link = page.getByRole('link', { name: 'Save a copy' });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain('first.png');
    expect(text).toContain('second.png');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
    await new FramePage(page).open('Products');
  });

  test('nothing was said on the console and nothing left the machine', () => {
    expect(workstation.problems).toEqual([]);
  });
});
