/**
 * Why this file exists: every screen in both themes and at both ends of the sizes a plant has: no
 * accessibility rule broken, nothing cut off; the pictures are written to be looked at.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findChromium, launchChromium } from './support/browser.ts';
import { writeSyntheticReport } from './support/synthetic-report.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();

const SIZES: readonly [number, number][] = [
  [1366, 768],
  [3840, 2160],
];
const THEMES = ['light', 'dark'] as const;

/** Name of the picture, address, and what shows that the screen is there. */
const SCREENS: readonly [string, string, string][] = [
  ['reports', '#/reports', '.table'],
  ['report', '#/report/plates', '.tile img'],
  ['report-missed', '#/report/plates?label=!good&verdict=ok', '.tile-flag'],
  ['image', '#/report/plates?image=IMAGE', '.regions button'],
];

describe.skipIf(chromium === undefined)('every screen', () => {
  let browser: Browser;
  let workstation: Workstation;
  let image = 0;

  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
    workstation = await Workstation.open(browser, async (home) => {
      const report = await writeSyntheticReport(home, { good: 40, defective: 16 });
      const scores = report.images.map(({ score }) => score);
      image = scores.indexOf(Math.max(...scores));
    });
  });
  afterAll(async () => {
    await workstation.close();
    await browser.close();
  });

  const cases = SCREENS.flatMap(([name, hash, ready]) =>
    SIZES.flatMap((size) => THEMES.map((theme) => ({ name, hash, ready, size, theme }))),
  );

  test.each(cases)('$name at $size.0 in $theme', async ({ name, hash, ready, size, theme }) => {
    const { page } = workstation;
    await workstation.look(size, theme);
    await workstation.go(hash.replace('IMAGE', String(image)));
    await page.locator(ready).first().waitFor();
    await workstation.screenshot(`${name}-${size[0]}-${theme}`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map((n) => n.target) }))).toEqual(
      [],
    );
    const overflow = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(overflow).toBe(0);
  });

  test('the key sheet breaks no accessibility rule', async () => {
    const { page } = workstation;
    await workstation.look([1366, 768], 'light');
    await workstation.go(`#/report/plates?image=${image}`);
    await workstation.imageReady();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await workstation.screenshot('keys-1366-light');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('the theme button overrides the system’s theme, and is remembered', async () => {
    const { page } = workstation;
    await workstation.look([1366, 768], 'light');
    const ground = (): Promise<unknown> =>
      page.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await ground();
    const button = page.getByRole('button', { name: 'Theme' });
    await button.click();
    await button.click();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await ground()).not.toBe(light);
    await page.reload();
    await button.waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await button.click();
    expect(await page.locator('html').getAttribute('data-theme')).toBeNull();
  });

  test('nothing was said on the console and nothing left the machine', () => {
    expect(workstation.problems).toEqual([]);
  });
});
