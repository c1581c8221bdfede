/** Why this file exists: the mask tools: what the ring shows is painted, kept, undone and given back. */
import { join } from 'node:path';
import sharp from 'sharp';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Application } from '../../src/main/application.ts';
import { discSpans } from '../../src/renderer/src/canvas/mask/brush.ts';
import { LoupeError } from '../../src/shared/errors.ts';
import { decodeMask } from '../../src/shared/mask-rle.ts';
import { imagePath } from '../../src/shared/media.ts';
import { lookAround } from './support/accessible.ts';
import { findChromium, launchChromium } from './support/browser.ts';
import { FramePage } from './support/pages/frame.ts';
import { ReviewPage, type Region } from './support/pages/review.ts';
import {
  stockCatalog,
  withSyntheticMaps,
  writeGreyPng,
  type StockedCatalog,
} from './support/synthetic-catalog.ts';
import { HEIGHT, WIDTH } from './support/synthetic-report.ts';
import { Workstation } from './support/workstation.ts';

const chromium = findChromium();
const BRUSH = 24;

describe.skipIf(chromium === undefined)('mask tools', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium(chromium ?? '');
  });
  afterAll(() => browser.close());

  describe.each([1, 2])('at %d device pixels for a CSS pixel', (pixelRatio) => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await open(browser, pixelRatio);
    });
    afterAll(() => opened.workstation.close());

    test.each([0.5, 1, 2.5, 7, 16])('paints what the ring shows at %d x zoom', async (zoom) => {
      const { review, workstation } = opened;
      const { page } = workstation;
      await openImage(opened, 0);
      await review.tool('Brush').click();
      await page.keyboard.press('Shift+0');
      await review.pointAt(0.5, 0.5);
      await zoomBy(opened, zoom);
      // Not on a whole pixel: the ring snaps, and the stroke has to snap alike.
      await review.pointAt(0.503, 0.507);
      await expect.poll(() => review.showsOn('cursor')).toBe(true);
      const ring = await review.region('cursor');
      await page.mouse.down();
      await page.mouse.up();
      await expect.poll(() => review.defectArea()).toBe(pixelsIn(discSpans({ x: 0, y: 0 }, BRUSH)));
      // The count is there before the picture of it.
      await expect.poll(() => review.showsOn('mask')).toBe(true);
      const painted = await review.region('mask', 'painted');
      expectRingAround(ring, painted, pixelRatio);
      await page.keyboard.press('Control+z');
      await expect.poll(() => review.defectArea()).toBe(0);
    });
  });

  describe('in use', () => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await open(browser, 1);
    });
    afterAll(() => opened.workstation.close());
    beforeEach(async () => {
      // Not the bare start: it would put the address right while the next one is on its way.
      await opened.workstation.go('#/products');
    });

    test('saves by itself what was painted, one undo step a stroke', async () => {
      const { review, workstation } = opened;
      const { page } = workstation;
      await openImage(opened, 1);
      await page.keyboard.press('b');
      await review.stroke([0.3, 0.3], [0.4, 0.35], [0.5, 0.3]);
      const one = await review.defectArea();
      expect(one).toBeGreaterThan(0);
      await review.stroke([0.3, 0.6], [0.5, 0.6]);
      const two = await review.defectArea();
      expect(two).toBeGreaterThan(one);
      await page.keyboard.press('Control+z');
      expect(await review.defectArea()).toBe(one);
      await page.keyboard.press('Control+Shift+Z');
      expect(await review.defectArea()).toBe(two);
      await review.saved();
      expect(defects(await savedMask(opened, 1))).toBe(two);
      await page.keyboard.press('e');
      await review.stroke([0.25, 0.6], [0.55, 0.6]);
      await page.keyboard.press('v');
      await page.keyboard.press('d');
      // Leaving the image saves at once.
      await expect.poll(async () => defects(await savedMask(opened, 1))).toBe(one);
    });

    test('panning by space or the middle button paints nothing', async () => {
      const { review, workstation } = opened;
      const { page } = workstation;
      await openImage(opened, 2);
      await page.keyboard.press('b');
      await page.keyboard.press('Shift+0');
      const picture = (): Promise<string> => workstation.canvasPicture();
      const image = await picture();
      await review.pointAt(0.5, 0.5);
      await page.keyboard.down(' ');
      await review.stroke([0.5, 0.5], [0.6, 0.6]);
      await page.keyboard.up(' ');
      expect(await picture()).not.toBe(image);
      await page.mouse.down({ button: 'middle' });
      await review.pointAt(0.4, 0.4);
      await page.mouse.up({ button: 'middle' });
      expect(await review.defectArea()).toBe(0);
    });

    test('polygon, fill and ignore mark what they enclose', async () => {
      const { review, workstation } = opened;
      const { page } = workstation;
      await openImage(opened, 3);
      await page.keyboard.press('p');
      for (const [x, y] of [
        [0.3, 0.3],
        [0.6, 0.3],
        [0.6, 0.6],
        [0.3, 0.6],
      ] as const) {
        const at = await review.at(x, y);
        await page.mouse.click(at.x, at.y);
      }
      await page.keyboard.press('Enter');
      const square = await review.defectArea();
      const scale = (await review.zoomPercent()) / 100;
      const box = await review.viewer.boundingBox();
      const expected = ((box?.width ?? 0) * 0.3 * ((box?.height ?? 0) * 0.3)) / scale ** 2;
      expect(square / expected).toBeCloseTo(1, 1);
      // A hole in it is filled again by one click.
      await page.keyboard.press('e');
      await review.stroke([0.45, 0.45]);
      expect(await review.defectArea()).toBeLessThan(square);
      await page.keyboard.press('f');
      await review.stroke([0.45, 0.45]);
      await expect.poll(() => review.defectArea()).toBe(square);
      // Outside nothing is closed: filling would take the whole image.
      await review.stroke([0.15, 0.15]);
      await page.getByText('the fill would run out').first().waitFor();
      expect(await review.defectArea()).toBe(square);
      await page.keyboard.press('i');
      await review.stroke([0.2, 0.8], [0.4, 0.8]);
      await expect.poll(() => page.getByTestId('ignore-area').textContent()).not.toBe('0 px');
      await review.saved();
    });

    test('takes the contour at the threshold as a mask', async () => {
      const { review, workstation } = opened;
      const { page } = workstation;
      // The defect with the highest score.
      await openImage(opened, strongest(opened.stock));
      await review.panel('Mask');
      await page.getByRole('button', { name: 'Clear the mask' }).click();
      await expect.poll(() => review.defectArea()).toBe(0);
      await page.getByRole('button', { name: 'Take the contour' }).click();
      await expect.poll(() => review.defectArea()).toBeGreaterThan(50);
      const part = opened.stock.parts[strongest(opened.stock)];
      const above = part?.map.filter((value) => value >= opened.stock.pixel).length ?? 0;
      const share = (await review.defectArea()) / (WIDTH * HEIGHT);
      expect(share / (above / (part?.map.length ?? 1))).toBeCloseTo(1, 0);
    });

    test('gives a mask out as PNG and takes one in', async () => {
      const { review, workstation } = opened;
      const { page } = workstation;
      await openImage(opened, 4);
      await page.keyboard.press('b');
      await review.stroke([0.4, 0.4], [0.5, 0.5]);
      const area = await review.defectArea();
      const waiting = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export PNG' }).click();
      const file = await (await waiting).path();
      const { data } = await sharp(file)
        .toColourspace('b-w')
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect(data.filter((value) => value === 1)).toHaveLength(area);
      await page.getByRole('button', { name: 'Clear the mask' }).click();
      await expect.poll(() => review.defectArea()).toBe(0);
      await page.getByTestId('mask-file').setInputFiles(file);
      await expect.poll(() => review.defectArea()).toBe(area);
      // Black and white can be read both ways; a person says which.
      const usual = join(workstation.home, 'usual.png');
      const values = new Uint8Array(WIDTH * HEIGHT);
      values.fill(255, 1000, 1500);
      await writeGreyPng(usual, { width: WIDTH, height: HEIGHT, data: values });
      await page.getByTestId('mask-file').setInputFiles(usual);
      await page.getByRole('button', { name: 'White is a defect' }).click();
      await expect.poll(() => review.defectArea()).toBe(500);
      const small = join(workstation.home, 'small.png');
      await writeGreyPng(small, { width: 10, height: 10, data: values.subarray(0, 100) });
      await page.getByTestId('mask-file').setInputFiles(small);
      await page.getByText('The mask is 10 × 10 pixels large').waitFor();
      expect(await review.defectArea()).toBe(500);
    });

    test('what could not be saved before a crash is offered again', async () => {
      const { review, workstation, frame } = opened;
      const { page } = workstation;
      await openImage(opened, 5);
      opened.refuse = true;
      await page.keyboard.press('b');
      await review.stroke([0.4, 0.4], [0.6, 0.4]);
      const area = await review.defectArea();
      await page.getByText('Not saved').waitFor();
      await frame.toast('The disk is full.').first().waitFor();
      await page.reload();
      opened.refuse = false;
      await review.shows(opened.stock.parts[5]?.path ?? '');
      await page.getByText('were not saved').waitFor();
      await review.panel('Mask');
      expect(await review.defectArea()).toBe(0);
      await page.getByRole('button', { name: 'Take them over' }).click();
      await expect.poll(() => review.defectArea()).toBe(area);
      await review.saved();
      expect(defects(await savedMask(opened, 5))).toBe(area);
      await page.reload();
      await review.shows(opened.stock.parts[5]?.path ?? '');
      await page.waitForTimeout(300);
      expect(await page.getByText('were not saved').count()).toBe(0);
    });

    test('an earlier mask can be taken back from the history', async () => {
      const { review, workstation } = opened;
      const { page } = workstation;
      await openImage(opened, 1);
      await review.panel('History');
      const version = page.getByRole('button', { name: 'Take back this version' }).first();
      await version.waitFor();
      const before = defects(await savedMask(opened, 1));
      await version.click();
      await expect.poll(async () => defects(await savedMask(opened, 1))).not.toBe(before);
      const now = defects(await savedMask(opened, 1));
      await review.panel('Mask');
      await expect.poll(() => review.defectArea()).toBe(now);
    });

    test('looks right and breaks no rule', async () => {
      await openImage(opened, strongest(opened.stock));
      await opened.workstation.page.keyboard.press('b');
      await opened.review.pointAt(0.6, 0.5);
      await lookAround(opened.workstation, 'review-mask');
    });

    test('nothing was said on the console and nothing left the machine', () => {
      expect(opened.workstation.problems).toEqual([]);
    });
  });
});

interface Opened {
  workstation: Workstation;
  stock: StockedCatalog;
  application: Application;
  review: ReviewPage;
  frame: FramePage;
  /** Saving a mask fails. */
  refuse: boolean;
}

async function open(browser: Browser, pixelRatio: number): Promise<Opened> {
  let stock: StockedCatalog | undefined;
  const opened: Partial<Opened> = { refuse: false };
  const workstation = await Workstation.open(
    browser,
    async (home) => {
      stock = await stockCatalog(home, { good: 6, defective: 2 });
    },
    {
      pixelRatio,
      wrap: (made) => {
        if (stock === undefined) throw new Error('the catalog was not stocked');
        const application = withSyntheticMaps(made, stock);
        const save = application.handlers['masks.set'];
        opened.application = application;
        const handlers = { ...application.handlers };
        if (save !== undefined) {
          handlers['masks.set'] = (input) => {
            if (opened.refuse === true) {
              throw new LoupeError('no-space', 'The disk is full.', 'Make room.');
            }
            return save(input);
          };
        }
        return { ...application, handlers };
      },
    },
  );
  await opened.application?.handlers['settings.set']?.({
    name: 'user.name',
    value: 'Ada',
    by: 'Ada',
  });
  return Object.assign(opened, {
    workstation,
    stock,
    review: new ReviewPage(workstation.page),
    frame: new FramePage(workstation.page),
  }) as Opened;
}

async function openImage({ workstation, stock, review }: Opened, index: number): Promise<void> {
  await workstation.go(`#/product/${stock.productId}/review/${stock.imageIds[index]}?sort=score`);
  await workstation.page.reload();
  await review.shows(stock.parts[index]?.path ?? '');
  await review.panel('Mask');
  await workstation.page.getByTestId('mask-state').waitFor();
}

/** Wheels until one source pixel is `zoom` CSS pixels large, from one device pixel. */
async function zoomBy({ workstation, review }: Opened, zoom: number): Promise<void> {
  const { page } = workstation;
  const ratio = Number(await page.evaluate('devicePixelRatio'));
  const wanted = zoom * ratio * 100;
  for (let i = 0; i < 40; i += 1) {
    const left = wanted / (await review.zoomPercent());
    if (Math.abs(left - 1) < 0.02) return;
    await page.mouse.wheel(0, Math.max(-240, Math.min(240, -Math.log(left) / 0.0022)));
    await page.waitForTimeout(30);
  }
}

function pixelsIn(spans: Int32Array): number {
  let count = 0;
  for (let i = 0; i < spans.length; i += 3) count += (spans[i + 2] ?? 0) - (spans[i + 1] ?? 0);
  return count;
}

const defects = (mask: Uint8Array): number => mask.filter((value) => value === 1).length;

async function savedMask({ application, stock }: Opened, index: number): Promise<Uint8Array> {
  const imageId = stock.imageIds[index] ?? 0;
  const detail = await application.handlers['images.get']?.({ imageId, modelId: null });
  if ((detail?.mask ?? null) === null) return new Uint8Array(0);
  const item = await application.media.find(imagePath(imageId, 'mask-code'));
  return decodeMask((await item.load()).bytes).data;
}

function strongest({ parts }: StockedCatalog): number {
  const scores = parts.map(({ score }) => score);
  return scores.indexOf(Math.max(...scores));
}

/**
 * The ring's line lies on the border of what is painted: half its width outside and half inside, on
 * every side, and along every row.
 */
function expectRingAround(ring: Region, painted: Region, pixelRatio: number): void {
  // 1.5 CSS pixels of line and one of dark rim on each side.
  const half = (3.5 / 2) * pixelRatio;
  const near = (actual: number, expected: number): void => {
    // The line is drawn smooth (its outermost pixel may be a faint one), the mask in whole pixels.
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1.5);
  };
  near(ring.left + half, painted.left);
  near(ring.top + half, painted.top);
  near(ring.right - half, painted.right);
  near(ring.bottom - half, painted.bottom);
  const rowsOf = ({ runs }: Region): Map<number, [number, number][]> => {
    const rows = new Map<number, [number, number][]>();
    for (const [y, from, to] of runs) rows.set(y, [...(rows.get(y) ?? []), [from, to]]);
    return rows;
  };
  const rings = rowsOf(ring);
  for (const [y, pieces] of rowsOf(painted)) {
    const around = rings.get(y) ?? [];
    const first = around[0];
    const last = around.at(-1);
    expect(around.length).toBeGreaterThan(0);
    // Nothing is painted outside the ring.
    expect(Math.min(...pieces.map(([from]) => from))).toBeGreaterThanOrEqual(
      first?.[0] ?? Infinity,
    );
    expect(Math.max(...pieces.map(([, to]) => to))).toBeLessThanOrEqual(last?.[1] ?? -Infinity);
    // All is painted inside: between the left and the right line of a row.
    if (around.length !== 2 || first === undefined || last === undefined) continue;
    const covers = pieces.some(([from, to]) => from <= first[1] && to >= last[0]);
    expect(covers).toBe(true);
  }
}
