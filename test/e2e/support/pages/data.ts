/** Why this file exists: imports, splits and versions in a person's terms. */
import type { Locator, Page } from 'playwright-core';

export class DataPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get folder(): Locator {
    return this.page.getByLabel('Folder with images');
  }

  async check(): Promise<void> {
    await this.page.getByRole('button', { name: 'Check the files' }).click();
  }

  get add(): Locator {
    return this.page.getByRole('button', { name: /^Add [\d,]+ images$/ });
  }

  /** The number of images in a row of the splits, all labels together. */
  async inSplit(name: string): Promise<number> {
    const row = this.page.getByRole('row').filter({ hasText: name });
    return Number(await row.locator('td strong').textContent());
  }
}
