/** Why this file exists: holds that `loupe bench` gives real figures, as a table and as JSON. */
import { describe, expect, it } from 'vitest';
import type { BenchReport } from '../../../src/main/bench/report.ts';
import { loupe } from '../services/support.ts';

describe('loupe bench', () => {
  it('prints one JSON object alone, with the device and every figure', async () => {
    const { ended, out } = await loupe('bench', 'decode', '--json');
    expect(ended).toBe(0);
    const report = JSON.parse(out) as BenchReport;
    expect(report.device).not.toBe('');
    expect(report.benches.map(({ bench }) => bench)).toEqual(['decode']);
    const [decode] = report.benches;
    expect(decode?.figures).toHaveLength(9);
    for (const { name, ms, perSecond = NaN } of decode?.figures ?? []) {
      expect(name).toMatch(/ to 256 px$/);
      expect(ms).toBeGreaterThan(0);
      expect(perSecond).toBeCloseTo(1000 / ms, 6);
    }
  });

  it('refuses a bench there is not, by exit code 2', async () => {
    const { ended, said } = await loupe('bench', 'everything');
    expect(ended).toBe(2);
    expect(said).toContain('engine, search, decode');
  });
});
