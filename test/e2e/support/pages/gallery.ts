/** Why this file exists: what a person does in the gallery. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

export class GalleryPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get grid(): Locator {
    return this.page.getByRole('listbox', { name: /^Images/ });
  }

  get tiles(): Locator {
    return this.page.locator('.grid-tile');
  }

  tile(path: string): Locator {
    return this.tiles.and(this.page.getByTitle(path, { exact: true }));
  }

  /** Waits until the images in view are there. */
  async ready(): Promise<void> {
    await this.tiles.first().waitFor();
    await expect.poll(() => this.page.locator('.grid-tile:not([title])').count()).toBe(0);
  }

  /** The paths of the images in view, in order. */
  async paths(): Promise<(string | null)[]> {
    await this.ready();
    const tiles = await this.tiles.all();
    return Promise.all(tiles.map((tile) => tile.getAttribute('title')));
  }

  heading(): Promise<string | null> {
    return this.page.getByRole('heading', { level: 1 }).textContent();
  }

  /** A filter: `Label`, `NG`. */
  filter(kind: string, value: string | RegExp): Locator {
    return this.page
      .getByRole('group', { name: kind, exact: true })
      .getByRole('checkbox', { name: value });
  }

  /** The number beside a filter. */
  async countOf(kind: string, value: string): Promise<number> {
    const option = this.page
      .getByRole('group', { name: kind, exact: true })
      .locator('.facet-option', { hasText: value });
    return Number(await option.locator('.facet-count').textContent());
  }

  chosen(): Promise<number> {
    return this.page.locator('.grid-tile[aria-selected="true"]').count();
  }

  async sortBy(name: string): Promise<void> {
    await this.page.getByRole('button', { name: /Sort by/ }).click();
    await this.page.getByRole('option', { name, exact: true }).click();
  }
}
