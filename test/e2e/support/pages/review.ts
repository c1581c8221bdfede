/** Why this file exists: what a person does in review. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** A layer of the canvas, from below. */
export const LAYERS = { image: 0, heatmap: 1, mask: 2, lines: 3, cursor: 4 } as const;

/** Which pixels of a layer are meant: any that shows something, or those of a painted defect. */
const KINDS = {
  any: 'data[i + 3] > 0',
  // The dark seam around what is painted is not painted.
  painted: 'data[i + 3] > 0 && data[i + 1] > 120',
} as const;

/** Where a layer's pixels are of a kind, in device pixels of the canvas. */
export interface Region {
  width: number;
  height: number;
  /** The smallest box around them; right and bottom belong to it. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Pieces of rows: row, first column, one past the last. */
  runs: [number, number, number][];
}

export class ReviewPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get viewer(): Locator {
    return this.page.getByTestId('viewer').last();
  }

  title(): Promise<string | null> {
    return this.page.getByRole('heading', { level: 1 }).textContent();
  }

  /** Waits until the image at `path` is on the canvas. */
  async shows(path: string): Promise<void> {
    await expect.poll(() => this.title(), { timeout: 20_000 }).toBe(path);
    await this.viewer.locator('canvas').first().waitFor();
    const loading = this.page.locator('.image-stage .loading');
    await expect.poll(() => loading.count(), { timeout: 20_000 }).toBe(0);
  }

  async panel(name: string): Promise<void> {
    await this.page.getByRole('tab', { name }).click();
  }

  tool(name: string): Locator {
    return this.page
      .getByRole('toolbar', { name: 'Mask tools' })
      .getByRole('button', { name, exact: true });
  }

  labelButton(name: 'OK' | 'NG' | 'Unsure'): Locator {
    return this.page.getByRole('group', { name: 'Your label' }).getByRole('button', { name });
  }

  /** A place of the canvas in CSS pixels of the window; `x`, `y` are shares of the canvas. */
  async at(x: number, y: number): Promise<{ x: number; y: number }> {
    const box = await this.viewer.boundingBox();
    if (box === null) throw new Error('the canvas is not on screen');
    return { x: box.x + box.width * x, y: box.y + box.height * y };
  }

  async pointAt(x: number, y: number): Promise<void> {
    const place = await this.at(x, y);
    await this.page.mouse.move(place.x, place.y);
  }

  /** A stroke through places (shares of the canvas). */
  async stroke(...places: [number, number][]): Promise<void> {
    const [first, ...others] = places;
    if (first === undefined) return;
    await this.pointAt(...first);
    await this.page.mouse.down();
    for (const place of others) await this.pointAt(...place);
    await this.page.mouse.up();
  }

  async zoomPercent(): Promise<number> {
    return Number.parseFloat((await this.page.getByTestId('zoom').textContent()) ?? '');
  }

  /** Pixels marked as defect, as the mask panel says. */
  async defectArea(): Promise<number> {
    const area = (await this.page.getByTestId('defect-area').textContent()) ?? '';
    return Number(area.replace(/[^\d]/g, ''));
  }

  async saved(): Promise<void> {
    const state = this.page.getByTestId('mask-state');
    await expect.poll(() => state.textContent(), { timeout: 15_000 }).toBe('Saved');
  }

  /** Waits until what was asked for before is drawn. */
  async drawn(): Promise<void> {
    await this.page.evaluate(
      'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))',
    );
  }

  /** Where a layer shows something of a kind. */
  async region(name: keyof typeof LAYERS, kind: keyof typeof KINDS = 'any'): Promise<Region> {
    await this.drawn();
    const script = `(() => {
      const viewers = document.querySelectorAll('[data-testid="viewer"]');
      const canvas = viewers[viewers.length - 1].querySelectorAll('canvas')[${LAYERS[name]}];
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
      const found = { width, height, left: width, right: -1, top: height, bottom: -1, runs: [] };
      for (let y = 0; y < height; y += 1) {
        let from = -1;
        for (let x = 0; x <= width; x += 1) {
          const i = (y * width + x) * 4;
          const inside = x < width && ${KINDS[kind]};
          if (inside && from < 0) from = x;
          if (inside || from < 0) continue;
          found.runs.push([y, from, x]);
          found.left = Math.min(found.left, from);
          found.right = Math.max(found.right, x - 1);
          found.top = Math.min(found.top, y);
          found.bottom = y;
          from = -1;
        }
      }
      return found;
    })()`;
    return this.page.evaluate<Region>(script);
  }

  /** True when a layer shows anything. */
  async showsOn(name: keyof typeof LAYERS): Promise<boolean> {
    return (await this.region(name)).runs.length > 0;
  }
}
