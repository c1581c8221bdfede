/** Why this file exists: the list of products in a person's terms. */
import type { Locator, Page } from 'playwright-core';

export class ProductsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  card(name: string): Locator {
    return this.page.getByRole('listitem').filter({ has: this.page.getByRole('link', { name }) });
  }

  get names(): Promise<string[]> {
    return this.page.locator('.product-link').allTextContents();
  }

  async menu(name: string, entry: string): Promise<void> {
    await this.page.getByRole('button', { name: `More on ${name}` }).click();
    await this.page.getByRole('menuitem', { name: entry }).click();
  }
}
