/** Why this file exists: what a person does on the thresholds screen. */
import type { Locator, Page } from 'playwright-core';

type Box = NonNullable<Awaited<ReturnType<Locator['boundingBox']>>>;

export class ThresholdsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  handle(which: 'T1' | 'T2'): Locator {
    return this.page.getByRole('slider', { name: new RegExp(`^${which},`) });
  }

  field(which: 'T1' | 'T2'): Locator {
    return this.page.getByRole('textbox', { name: new RegExp(`^${which},`) });
  }

  async value(which: 'T1' | 'T2'): Promise<number> {
    return Number(await this.handle(which).getAttribute('aria-valuenow'));
  }

  cell(name: string): Locator {
    return this.page.locator(`.decision[data-cell="${name}"]`);
  }

  async count(name: string): Promise<number> {
    return Number(await this.cell(name).locator('.decision-count').textContent());
  }

  /** Drags a handle by its grip to a place of the chart, 0..1 of its width. */
  async drag(which: 't1' | 't2', to: number): Promise<void> {
    const chart = await this.still(this.page.locator('.score-chart'));
    const grip = await this.still(this.page.locator(`.handle-${which} .handle-grip`));
    const y = grip.y + grip.height / 2;
    await this.page.mouse.move(grip.x + grip.width / 2, y);
    await this.page.mouse.down();
    await this.page.mouse.move(chart.x + chart.width * to, y, { steps: 12 });
    await this.page.mouse.up();
  }

  /** Where something is once it does not move any more: charts follow the window a frame later. */
  private async still(locator: Locator): Promise<Box> {
    let last = '';
    for (;;) {
      const box = await locator.boundingBox();
      if (box === null) throw new Error('the chart is not on screen');
      const now = JSON.stringify(box);
      if (now === last) return box;
      last = now;
      await this.page.waitForTimeout(60);
    }
  }

  async panel(name: string): Promise<void> {
    await this.page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
  }

  get applyButton(): Locator {
    return this.page.getByRole('button', { name: 'Apply…' });
  }

  async apply(reason: string): Promise<void> {
    await this.applyButton.click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill(reason);
    await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  async ready(): Promise<void> {
    await this.handle('T2').waitFor();
  }
}
