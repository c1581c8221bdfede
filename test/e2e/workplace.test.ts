/**
 * Why this file exists: the workplace after a week: many products, jobs that were cut short or failed,
 * the system's parts, keys of one's own, another language, and a server that goes away.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, lookAround } from './support/accessible.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { DataPage } from './support/pages/data.ts';
import { FramePage } from './support/pages/frame.ts';
import { ProductsPage } from './support/pages/products.ts';
import { LONG_NAME, stockJobs, type StockedJobs } from './support/stock-jobs.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();
const PATIENCE = 180_000;

describe.skipIf(chromium === undefined)('the workplace', { timeout: PATIENCE }, () => {
  let browser: Browser;
  let workstation: Workstation;
  let stock: StockedJobs;
  let frame: FramePage;
  let products: ProductsPage;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    workstation = await Workstation.open(browser, async (home) => {
      stock = await stockJobs(home);
    });
    workstation.page.setDefaultTimeout(PATIENCE / 3);
    frame = new FramePage(workstation.page);
    products = new ProductsPage(workstation.page);
  });
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });

  test('opens at the products; a long name fits, and a few letters find one of many', async () => {
    const { page } = workstation;
    await products.card('Bottle 9').waitFor();
    await lookAround(workstation, 'products-many');
    await page.getByRole('textbox', { name: 'Search products' }).fill('flange');
    await expect.poll(() => products.names).toEqual([LONG_NAME]);
    expect(workstation.hash()).toContain('search=flange');
    await page.getByRole('textbox', { name: 'Search products' }).fill('nothing of the kind');
    await page.getByText('No product is called anything like').waitFor();
    await page.getByRole('textbox', { name: 'Search products' }).fill('');
  });

  test('a name that is taken is told in the dialog, which keeps what was typed', async () => {
    const { page } = workstation;
    await page.getByRole('button', { name: 'New product' }).click();
    const dialog = frame.dialog('New product');
    await dialog.getByLabel('Name', { exact: true }).fill('bottle 3');
    await dialog.getByRole('button', { name: 'Add and import images' }).click();
    await dialog.getByRole('alert').waitFor();
    await workstation.screenshot('product-name-taken');
    await expectAccessible(workstation);
    expect(await dialog.getByLabel('Name', { exact: true }).inputValue()).toBe('bottle 3');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  test('the jobs that a crash has left are offered to go on, from every screen', async () => {
    const { page } = workstation;
    await page.getByRole('button', { name: /need a decision/ }).click();
    const drawer = page.getByRole('dialog', { name: 'Jobs' });
    await drawer.getByText('was interrupted when Loupe ended').waitFor();
    await drawer.getByText('The disk is full').waitFor();
    await drawer.getByRole('button', { name: 'Log' }).first().click();
    await drawer.getByText('Step 145 of 120').waitFor();
    await lookAround(workstation, 'jobs-left');
    await drawer.getByRole('link', { name: 'Open' }).first().click();
    await page.getByRole('heading', { name: /plates-quick/ }).waitFor();
  });

  test('a training shows its curves scale by scale, each with its table', async () => {
    const { page } = workstation;
    await page.locator('.line-chart canvas').first().waitFor();
    expect(await page.getByRole('tab').allTextContents()).toEqual([
      '64 px patches',
      '32 px patches',
    ]);
    await lookAround(workstation, 'training-curves');
    await page.getByRole('button', { name: 'Losses: Table' }).click();
    const table = page.getByRole('region', { name: 'Losses' });
    expect(await table.getByRole('columnheader').allTextContents()).toEqual([
      'Step',
      'SVDD',
      'Neighbour',
      'Cosine',
      'Clusters',
    ]);
    expect(await table.getByRole('row').count()).toBe(25);
  });

  test('a failed training says why and what to do', async () => {
    const { page } = workstation;
    await workstation.go(`#/product/${stock.productId}/training/${stock.failed}`);
    await page.getByRole('alert').getByText('Make room on the disk').waitFor();
    await workstation.screenshot('training-failed');
    await expectAccessible(workstation);
  });

  test('the new training offers what there is, and the trainings so far lead to their pages', async () => {
    const { page } = workstation;
    await frame.open('Training');
    await page.getByRole('link', { name: 'Open the training plates-quick' }).waitFor();
    await lookAround(workstation, 'training-list');
  });

  test('the palette finds commands, screens and products by a part of their name', async () => {
    const { page } = workstation;
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('bottle 7');
    await page.getByRole('menuitem', { name: /Open product Bottle 7/ }).waitFor();
    await workstation.screenshot('palette');
    await expectAccessible(workstation);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'No images yet' }).waitFor();
    await lookAround(workstation, 'data-empty');
  });

  test('the folder browser walks the folders of the machine', async () => {
    const { page, home } = workstation;
    await page.getByRole('button', { name: 'Import images' }).first().click();
    const folder = new DataPage(page).folder;
    await folder.fill(home);
    await page.getByRole('button', { name: 'Browse' }).click();
    const dialog = frame.dialog('Folder with images');
    await dialog.getByRole('option', { name: 'data' }).click();
    await dialog.getByRole('option', { name: 'Plates' }).waitFor();
    await workstation.screenshot('folder-browser');
    await expectAccessible(workstation);
    await dialog.getByRole('button', { name: 'Choose this folder' }).click();
    await expect.poll(() => folder.inputValue()).toBe(`${home}/data`);
  });

  test('a folder that is not there is told at once, and what was typed stays', async () => {
    const { page } = workstation;
    const folder = new DataPage(page).folder;
    await folder.fill('/nowhere/at/all');
    await page.getByRole('alert').first().waitFor();
    await workstation.screenshot('import-no-folder');
    await expectAccessible(workstation);
    expect(await folder.inputValue()).toBe('/nowhere/at/all');
  });

  test('the system: machine and storage', async () => {
    const { page } = workstation;
    await frame.open('System');
    await page.getByText('Process that computes').waitFor();
    await page.getByRole('row', { name: /Thumbnails/ }).waitFor();
    await lookAround(workstation, 'system-machine');
  });

  test('the system: a backup is made and listed', async () => {
    const { page } = workstation;
    await page.getByRole('tab', { name: 'Backups' }).click();
    await page.getByRole('button', { name: 'Back up now' }).click();
    await page.getByRole('table').waitFor();
    await frame.toast('Backup · catalog has finished.').waitFor();
    await lookAround(workstation, 'system-backups');
  });

  test('the system: the audit trail is whole', async () => {
    const { page } = workstation;
    await page.getByRole('tab', { name: 'Audit trail' }).click();
    await page.getByRole('button', { name: 'Verify the trail' }).click();
    await page.getByText('The trail is whole').first().waitFor();
    await lookAround(workstation, 'system-audit');
  });

  test('a key is given to another command, holds after a reload, and goes back', async () => {
    const { page } = workstation;
    await page.keyboard.press('?');
    const sheet = frame.dialog('Keys');
    await sheet.getByRole('button', { name: /Change the key of "Show jobs"/ }).click();
    await page.keyboard.press('?');
    await sheet.getByText('is the key of "Show all keys" already').waitFor();
    await workstation.screenshot('key-taken');
    await page.keyboard.press('j');
    await sheet.getByRole('button', { name: /"Show jobs": J/ }).waitFor();
    await expectAccessible(workstation);
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByRole('tab', { name: 'Settings' }).click();
    await page.getByText('Changed keys').waitFor();
    await page.keyboard.press('j');
    await page.getByRole('dialog', { name: 'Jobs' }).waitFor();
    await page.keyboard.press('Escape');
    await lookAround(workstation, 'system-settings');
    await page.getByRole('button', { name: 'As delivered: jobs' }).click();
    await page.getByText('All keys are as delivered.').waitFor();
  });

  test('German is one choice away, without a reload, and is remembered', async () => {
    const { page } = workstation;
    await frame.choose('Language', 'Deutsch');
    await page.getByRole('tab', { name: 'Einstellungen' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await frame.open('Produkte');
    await page.getByText('noch kein Modell').first().waitFor();
    await lookAround(workstation, 'products-german');
    await workstation.go(`#/product/${stock.productId}/training`);
    await page.getByRole('heading', { name: 'Neues Training' }).waitFor();
    await workstation.screenshot('training-german');
    await page.reload();
    await page.getByRole('heading', { name: 'Neues Training' }).waitFor();
    await workstation.go('#/system/settings');
    await frame.choose('Sprache', 'English');
    await page.getByRole('tab', { name: 'Settings' }).waitFor();
  });

  test('a product that is not there says so and leads on', async () => {
    const { page } = workstation;
    await workstation.go('#/product/999/data');
    await page.getByRole('alert').getByText('There is no product with this number').waitFor();
    await workstation.screenshot('product-gone');
    await page.getByRole('link', { name: 'All products' }).click();
    await products.card('Bottle 1').waitFor();
  });

  test('nothing was said on the console and nothing left the machine', () => {
    expect(workstation.problems).toEqual([]);
  });

  test('when the server goes, what was typed stays and the failure says what to do', async () => {
    const { page } = workstation;
    await page.getByRole('button', { name: 'New product' }).click();
    const dialog = frame.dialog('New product');
    await dialog.getByLabel('Name', { exact: true }).fill('Bracket');
    await workstation.stopServer();
    await dialog.getByRole('button', { name: 'Add and import images' }).click();
    await dialog.getByRole('alert').waitFor();
    await workstation.screenshot('server-gone-dialog');
    expect(await dialog.getByLabel('Name', { exact: true }).inputValue()).toBe('Bracket');
    await workstation.restartServer();
  });
});
