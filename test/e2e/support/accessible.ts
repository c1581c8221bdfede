/** Why this file exists: no accessibility rule is broken and nothing is cut off, on whatever is open. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'vitest';
import type { Workstation } from './workstation.ts';

export const SIZES: readonly [number, number][] = [
  [1366, 768],
  [3840, 2160],
];
export const THEMES = ['light', 'dark'] as const;

/** Holds the page to axe-core's rules, as it is now. */
export async function expectAccessible(workstation: Workstation): Promise<void> {
  const { violations } = await new AxeBuilder({ page: workstation.page }).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map((n) => n.target) }))).toEqual(
    [],
  );
  await expectNoOverflow(workstation);
}

async function expectNoOverflow(workstation: Workstation): Promise<void> {
  const overflow = await workstation.page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(overflow).toBe(0);
}

/** Pictures of what is open, in both themes at both ends of the sizes, each held to the rules. */
export async function lookAround(workstation: Workstation, name: string): Promise<void> {
  for (const size of SIZES) {
    for (const theme of THEMES) {
      await workstation.look(size, theme);
      await workstation.screenshot(`${name}-${size[0]}-${theme}`);
      // The rules do not depend on the size, but for what is cut off.
      if (size[0] < 2000) await expectAccessible(workstation);
      else await expectNoOverflow(workstation);
    }
  }
  await workstation.look([1366, 768], 'light');
}
