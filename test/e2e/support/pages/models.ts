/** Why this file exists: what a person does on the models screen. */
import type { Locator, Page } from 'playwright-core';

export class ModelsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  row(name: string): Locator {
    return this.page.locator('.model-table tbody tr', { hasText: name });
  }

  async names(): Promise<string[]> {
    const names = await this.page.locator('.model-table tbody th').allTextContents();
    return names.map((name) => name.replace('files missing', '').trim());
  }

  /** Chooses a command of a model's menu. */
  async command(model: string, command: string): Promise<void> {
    await this.page.getByRole('button', { name: `What can be done with ${model}` }).click();
    await this.page.getByRole('menuitem', { name: command }).click();
  }

  async commands(model: string): Promise<string[]> {
    await this.page.getByRole('button', { name: `What can be done with ${model}` }).click();
    const names = await this.page.getByRole('menuitem').allTextContents();
    await this.page.keyboard.press('Escape');
    return names;
  }

  async decide(reason: string, button: string): Promise<void> {
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByRole('button', { name: button }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
}
