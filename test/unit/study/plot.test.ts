/** Why this file exists: holds that plots show what tables say, whatever names and values they have. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisOf, plotOf, wrapped } from '../../../src/main/study/plot.ts';
import type { RowSummary } from '../../../src/main/study/summary.ts';
import { escapeXml } from '../../../src/main/study/svg.ts';

const figure = (mean: number | null, deviation: number | null = null) => ({ mean, deviation });
const row = (name: string, mean: number | null): RowSummary => ({
  row: name,
  seeds: 1,
  details: '',
  imageAuroc: figure(mean, mean === null ? null : 0.01),
  pixelAuroc: figure(mean),
  auPro: figure(mean),
});

describe('axisOf', () => {
  it('holds every value with its spread, within 0 and 100', () => {
    const value = fc.record({
      mean: fc.double({ min: 0, max: 1, noNaN: true }),
      deviation: fc.option(fc.double({ min: 0, max: 0.2, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 9 }), (figures) => {
        const { from, to, ticks } = axisOf(figures);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(100);
        expect(to).toBeGreaterThan(from);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(8);
        for (const { mean } of figures) {
          expect(100 * mean).toBeGreaterThanOrEqual(from - 1e-9);
          expect(100 * mean).toBeLessThanOrEqual(to + 1e-9);
        }
      }),
    );
  });

  it('has round ticks around close values', () => {
    expect(axisOf([figure(0.981), figure(0.994)]).ticks).toEqual([98, 98.5, 99, 99.5]);
  });
});

describe('plotOf', () => {
  it('says undefined where a row has no value', () => {
    expect(plotOf('Scales', [row('64', null)], []).match(/undefined/g)).toHaveLength(3);
  });

  it('shows names that mean something to XML, and cuts very long ones', () => {
    const svg = plotOf('a < b & c', [row('"x" <y>', 0.9), row('n'.repeat(200), 0.8)], []);
    expect(svg).toContain('a &lt; b &amp; c');
    expect(svg).toContain('&quot;x&quot; &lt;y&gt;');
    expect(svg).not.toContain('n'.repeat(60));
  });

  it('follows a dark setting', () => {
    expect(plotOf('Scales', [row('64', 0.9)], [])).toContain('prefers-color-scheme: dark');
  });
});

describe('escapeXml', () => {
  it('replaces characters that XML does not have', () => {
    expect(escapeXml('a\u0000b\ud800c')).toBe('a\u25a1b\u25a1c');
  });
});

describe('wrapped', () => {
  it('keeps lines short and words whole', () => {
    expect(wrapped('one two three fourteen', 9)).toEqual(['one two', 'three', 'fourteen']);
    expect(wrapped('extraordinary', 5)).toEqual(['extraordinary']);
  });
});
