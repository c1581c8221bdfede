/** Why this file exists: an address brings back exactly what was on screen. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_VIEW,
  formatRoute,
  parseRoute,
  reportAddress,
  SORTS,
  type Route,
} from '../../../src/renderer/src/state/route.ts';

const view = fc.record({
  sort: fc.constantFrom(...SORTS),
  descending: fc.boolean(),
  label: fc.string({ unit: 'grapheme' }),
  verdict: fc.constantFrom('all' as const, 'ok' as const, 'ng' as const),
});

describe('the address', () => {
  test('brings back every report, image, order and filter', () => {
    const id = fc.string({ minLength: 1, unit: 'grapheme' });
    const image = fc.option(fc.nat(999_999_999));
    fc.assert(
      fc.property(id, image, view, (reportId, at, chosen) => {
        const route: Route = { screen: 'report', id: reportId, image: at, view: chosen };
        expect(parseRoute(formatRoute(route))).toEqual(route);
      }),
    );
  });

  test('is short while nothing was changed', () => {
    expect(reportAddress('plates')).toBe('#/report/plates');
    expect(formatRoute({ screen: 'reports' })).toBe('#/reports');
    expect(parseRoute('#/reports')).toEqual({ screen: 'reports' });
  });

  test('that makes no sense shows the start or a default, and never fails', () => {
    expect(parseRoute('')).toEqual({ screen: 'start' });
    expect(parseRoute('#/report/%')).toEqual({ screen: 'start' });
    expect(parseRoute('#/report/a?image=-1&sort=x&verdict=maybe')).toEqual({
      screen: 'report',
      id: 'a',
      image: null,
      view: DEFAULT_VIEW,
    });
    fc.assert(fc.property(fc.string(), (text) => void parseRoute(text)));
  });
});
