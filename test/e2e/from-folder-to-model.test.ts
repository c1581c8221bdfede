/**
 * Why this file exists: a new engineer's way, with the real services: an empty catalog, the sample,
 * an import with its check, splits, a frozen version, a training, and what comes after.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectAccessible, lookAround } from './support/accessible.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { DataPage } from './support/pages/data.ts';
import { FramePage } from './support/pages/frame.ts';
import { ProductsPage } from './support/pages/products.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();

/** Real work is done in between: drawing, reading, training. */
const PATIENCE = 300_000;

describe.skipIf(chromium === undefined)('from a folder to a model', { timeout: PATIENCE }, () => {
  let browser: Browser;
  let workstation: Workstation;
  let frame: FramePage;
  let products: ProductsPage;
  let data: DataPage;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    workstation = await Workstation.open(browser, async () => undefined);
    workstation.page.setDefaultTimeout(PATIENCE / 2);
    frame = new FramePage(workstation.page);
    products = new ProductsPage(workstation.page);
    data = new DataPage(workstation.page);
  });
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });

  test('an empty catalog leads into the sample, after asking once who one is', async () => {
    const { page } = workstation;
    await page.getByRole('button', { name: 'Try the sample' }).waitFor();
    await lookAround(workstation, 'welcome');
    await page.getByRole('button', { name: 'Try the sample' }).click();
    await workstation.screenshot('who-are-you');
    await expectAccessible(workstation);
    await frame.sayName('Ada Weber');
    await page.getByRole('heading', { name: 'Import images' }).waitFor();
    expect(await data.folder.inputValue()).toContain('samples');
    await page.getByText('(as detected)').first().waitFor();
    await lookAround(workstation, 'import-read');
  });

  test('a pattern shows what it reads while it is typed', async () => {
    const { page } = workstation;
    await page.getByLabel('Pattern of file names').fill('{part}');
    await page.getByRole('columnheader', { name: 'Part' }).waitFor();
    await page.getByLabel('Pattern of file names').fill('{label');
    await page.getByText('cannot be used').first().waitFor();
    await page.getByLabel('Pattern of file names').fill('');
  });

  test('the check finds what is in the folder and adds nothing', async () => {
    const { page } = workstation;
    await data.check();
    await data.add.waitFor();
    await page.getByRole('heading', { name: 'Leaks' }).waitFor();
    await lookAround(workstation, 'import-findings');
    // Everything is in the address: a reload shows the same.
    await page.reload();
    await data.add.waitFor();
  });

  test('adding brings the images in; taking the import back takes them out, and undo brings them back', async () => {
    const { page } = workstation;
    await data.add.click();
    await page.getByRole('heading', { name: /images are in$/ }).waitFor();
    await lookAround(workstation, 'import-added');
    await page.getByRole('button', { name: 'Take the import back' }).click();
    await page.getByRole('heading', { name: /out of the product again/ }).waitFor();
    await frame.undoToast();
    await page.getByRole('heading', { name: /images are in$/ }).waitFor();
  });

  test('splits are drawn, and drawn back', async () => {
    const { page } = workstation;
    await frame.open('Data');
    await page.getByRole('heading', { name: /Splits/ }).waitFor();
    await expect.poll(() => data.inSplit('Train')).toBeGreaterThan(0);
    const before = await data.inSplit('Train');
    await page.getByRole('button', { name: 'Draw splits' }).click();
    await workstation.screenshot('draw-splits');
    await expectAccessible(workstation);
    await page.getByRole('button', { name: 'Draw', exact: true }).click();
    await frame.toast(/^Drawn:/).waitFor();
    await expect.poll(() => data.inSplit('Train')).not.toBe(before);
    await frame.undoToast();
    await expect.poll(() => data.inSplit('Train')).toBe(before);
    await page.getByRole('button', { name: 'Draw splits' }).click();
    await page.getByRole('button', { name: 'Draw', exact: true }).click();
    await expect.poll(() => data.inSplit('Calibrate')).toBeGreaterThan(0);
    await lookAround(workstation, 'data-images');
  });

  test('a version is frozen, another one after it, and their differences are told', async () => {
    const { page } = workstation;
    await page.getByRole('tab', { name: /Versions/ }).click();
    await page.getByRole('button', { name: 'Freeze a version' }).click();
    await page.getByLabel('Note').fill('As imported');
    await page.getByRole('button', { name: 'Freeze', exact: true }).click();
    await page.getByRole('link', { name: 'Version 1' }).waitFor();
    await page.getByRole('tab', { name: /Images/ }).click();
    await page.getByRole('button', { name: 'Draw splits' }).click();
    // Few to learn from, so that the training below is short.
    await page.getByRole('textbox', { name: 'Train' }).fill('10%');
    await page.getByRole('textbox', { name: 'Seed' }).fill('7');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Draw', exact: true }).click();
    await frame
      .toast(/^Drawn:/)
      .last()
      .waitFor();
    await page.getByRole('tab', { name: /Versions/ }).click();
    await page.getByRole('button', { name: 'Freeze a version' }).click();
    await page.getByLabel('Note').fill('Splits drawn with another seed');
    await page.getByRole('button', { name: 'Freeze', exact: true }).click();
    await page.getByText('Moved to another split').waitFor();
    await lookAround(workstation, 'data-versions');
  });

  test('training says what it will take before it begins', async () => {
    const { page } = workstation;
    await page.getByRole('button', { name: 'Train on version 2' }).click();
    await page
      .getByRole('complementary', { name: 'What it will take' })
      .getByText('Bank')
      .waitFor();
    await lookAround(workstation, 'training-new');
  });

  test('a training runs while one works elsewhere, and then says what comes next', async () => {
    const { page } = workstation;
    await frame.choose('Recipe', /Frozen/);
    await page.getByRole('textbox', { name: 'Bank budget' }).fill('4');
    await page.getByLabel('Name of the model').fill('plates-first');
    await page.getByRole('button', { name: 'Start training' }).click();
    await page.getByRole('heading', { name: /plates-first/ }).waitFor();
    await page.getByRole('button', { name: /^Jobs/ }).click();
    await page.getByRole('dialog', { name: 'Jobs' }).getByText('Training · plates-first').waitFor();
    await lookAround(workstation, 'jobs');
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: /is trained/ }).waitFor();
    await lookAround(workstation, 'training-done');
  });

  test('the product is in the list with its picture; its name changes, it is archived and comes back', async () => {
    const { page } = workstation;
    await frame.open('Products');
    await products.card('Sample plates').waitFor();
    await lookAround(workstation, 'products');
    await products.menu('Sample plates', 'Name and note');
    await page.getByLabel('Name', { exact: true }).fill('Steel plates');
    await page.getByRole('button', { name: 'Save' }).click();
    await products.card('Steel plates').waitFor();
    await products.menu('Steel plates', 'Archive');
    await frame.toast(/is archived/).waitFor();
    await frame.undoToast();
    await products.card('Steel plates').waitFor();
  });

  test('nothing was said on the console and nothing left the machine', () => {
    expect(workstation.problems).toEqual([]);
  });
});
