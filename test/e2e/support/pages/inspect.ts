/** Why this file exists: what an operator does at the line. */
import type { Locator, Page } from 'playwright-core';

export class InspectPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get banner(): Locator {
    return this.page.locator('.verdict');
  }

  /** `ok`, `review`, `ng`, or `none` while there is no part. */
  verdict(): Promise<string | null> {
    return this.banner.getAttribute('data-verdict');
  }

  get strip(): Locator {
    return this.page.getByRole('list', { name: 'Last parts' }).getByRole('button');
  }

  async shiftCount(verdict: 'ok' | 'review' | 'ng'): Promise<number> {
    const text = await this.page.locator(`[data-count=${verdict}] .shift-count`).textContent();
    return Number(text);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }
}
