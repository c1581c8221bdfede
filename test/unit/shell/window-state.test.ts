import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  readWindowState,
  visibleBounds,
  writeWindowState,
  type Rectangle,
} from '../../../src/main/shell/window-state.ts';

const main: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 };
const right: Rectangle = { x: 1920, y: 0, width: 2560, height: 1400 };

describe('where the window opens', () => {
  test('in the middle of the main screen at the first start', () => {
    expect(visibleBounds(null, [main, right])).toEqual({ x: 240, y: 70, width: 1440, height: 900 });
  });

  test('where it was, on whichever screen', () => {
    const wished = { x: 2000, y: 100, width: 1300, height: 800 };
    expect(visibleBounds(wished, [main, right])).toEqual(wished);
  });

  test('on the main screen when the one it was on is gone', () => {
    const wished = { x: 2000, y: 100, width: 1300, height: 800 };
    expect(visibleBounds(wished, [main])).toEqual({ x: 310, y: 120, width: 1300, height: 800 });
  });

  test('no larger than the screen it is on', () => {
    const wished = { x: 0, y: 0, width: 4000, height: 3000 };
    expect(visibleBounds(wished, [main])).toEqual({ x: 0, y: 0, width: 1920, height: 1040 });
  });

  test('always with its title bar within reach of the mouse', () => {
    const number = fc.integer({ min: -8000, max: 8000 });
    const size = fc.integer({ min: 1, max: 8000 });
    fc.assert(
      fc.property(fc.record({ x: number, y: number, width: size, height: size }), (wished) => {
        const shown = visibleBounds(wished, [main, right]);
        const reachable = [main, right].some((area) => {
          const across =
            Math.min(shown.x + shown.width, area.x + area.width) - Math.max(shown.x, area.x);
          return across >= 120 && shown.y >= area.y && shown.y <= area.y + area.height - 40;
        });
        expect(reachable).toBe(true);
      }),
    );
  });
});

describe('the kept state', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loupe-window-'));

  test('comes back as it was written', () => {
    const file = join(folder, 'window.json');
    const state = { bounds: main, maximised: true, fullScreen: false };
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
  });

  test.each([['{"bounds":'], ['{"bounds":{"x":"left"}}'], ['null'], ['']])(
    'counts as none when the file holds %j',
    (text) => {
      const file = join(folder, 'broken.json');
      writeFileSync(file, text);
      expect(readWindowState(file)).toBeNull();
    },
  );

  test('is none where there is no file', () => {
    expect(readWindowState(join(folder, 'missing.json'))).toBeNull();
  });
});
