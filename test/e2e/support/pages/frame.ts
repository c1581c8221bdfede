/** Why this file exists: what a person does with the frame, whatever screen is open. */
import type { Locator, Page } from 'playwright-core';

export class FramePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Goes to a screen by the rail. */
  async open(name: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  }

  /** Answers the question who one is. */
  async sayName(name: string): Promise<void> {
    const dialog = this.page.getByRole('dialog', { name: 'Who are you?' });
    await dialog.getByLabel('Your name').fill(name);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await dialog.waitFor({ state: 'detached' });
  }

  toast(text: string | RegExp): Locator {
    return this.page.getByRole('region', { name: 'News' }).getByText(text);
  }

  async undoToast(): Promise<void> {
    await this.page
      .getByRole('region', { name: 'News' })
      .getByRole('button', { name: 'Undo' })
      .last()
      .click();
  }

  dialog(name: string): Locator {
    return this.page.getByRole('dialog', { name });
  }

  async choose(label: string, option: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name: new RegExp(label) }).click();
    await this.page.getByRole('option', { name: option }).click();
  }
}
