/** Why this file exists: undo and redo lead back to the same bits, whatever was done in between. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MOST_STEPS,
  NO_HISTORY,
  undone,
  withStep,
} from '../../../../src/renderer/src/canvas/mask/history.ts';
import { applyDelta, differenceIn } from '../../../../src/renderer/src/canvas/mask/delta.ts';
import { placeDisc, strokeSpans } from '../../../../src/renderer/src/canvas/mask/brush.ts';
import {
  blankRaster,
  createMaskEditor,
  type MaskValue,
} from '../../../../src/renderer/src/canvas/mask/editor.ts';
import { rasters } from './pixels.ts';

const SIZE = { width: 31, height: 23 };
const points = fc.record({
  x: fc.double({ min: -5, max: 36, noNaN: true }),
  y: fc.double({ min: -5, max: 28, noNaN: true }),
});
const strokes = fc.record({
  path: fc.array(points, { minLength: 1, maxLength: 5 }),
  diameter: fc.integer({ min: 1, max: 12 }),
  value: fc.constantFrom<MaskValue>(0, 1, 255),
});
type Stroke = typeof strokes extends fc.Arbitrary<infer T> ? T : never;

function draw(
  editor: ReturnType<typeof createMaskEditor>,
  { path, diameter, value }: Stroke,
): boolean {
  let before = path[0] ?? { x: 0, y: 0 };
  for (const point of path) {
    const spans = strokeSpans(placeDisc(before, diameter), placeDisc(point, diameter), diameter);
    editor.paint(spans, value);
    before = point;
  }
  return editor.commit();
}

describe('the mask editor', () => {
  test('undo and redo lead through the same masks, one stroke at a time', () => {
    fc.assert(
      fc.property(fc.array(strokes, { maxLength: 12 }), (all) => {
        const editor = createMaskEditor(blankRaster(SIZE));
        const states = [editor.raster.data.slice()];
        for (const stroke of all) if (draw(editor, stroke)) states.push(editor.raster.data.slice());
        for (let i = states.length - 2; i >= 0; i -= 1) {
          expect(editor.undo()).toBe(true);
          expect(editor.raster.data).toEqual(states[i]);
        }
        expect(editor.undo()).toBe(false);
        for (let i = 1; i < states.length; i += 1) {
          expect(editor.redo()).toBe(true);
          expect(editor.raster.data).toEqual(states[i]);
        }
        expect(editor.redo()).toBe(false);
      }),
    );
  });

  test('a copy that is told of each step stays the same, through undo and redo too', () => {
    const moves = fc.array(fc.oneof(strokes, fc.constantFrom('undo' as const, 'redo' as const)));
    fc.assert(
      fc.property(moves, (all) => {
        const editor = createMaskEditor(blankRaster(SIZE));
        const copy = blankRaster(SIZE).data;
        editor.onStep((delta) => applyDelta(copy, SIZE.width, delta));
        const count = (wanted: number): number => copy.filter((value) => value === wanted).length;
        for (const move of all) {
          if (move === 'undo') editor.undo();
          else if (move === 'redo') editor.redo();
          else draw(editor, move);
          expect(copy).toEqual(editor.raster.data);
          expect(editor.areas()).toEqual({ defect: count(1), ignore: count(255) });
        }
      }),
    );
  });

  test('a cancelled stroke leaves nothing behind', () => {
    fc.assert(
      fc.property(strokes, strokes, (kept, dropped) => {
        const editor = createMaskEditor(blankRaster(SIZE));
        draw(editor, kept);
        const before = editor.raster.data.slice();
        const [first = { x: 0, y: 0 }] = dropped.path;
        const place = placeDisc(first, dropped.diameter);
        editor.paint(strokeSpans(place, place, dropped.diameter), dropped.value);
        editor.cancel();
        expect(editor.raster.data).toEqual(before);
        expect(editor.commit()).toBe(false);
      }),
    );
  });

  test('tells what looks different now', () => {
    fc.assert(
      fc.property(fc.array(strokes, { maxLength: 6 }), (all) => {
        const editor = createMaskEditor(blankRaster(SIZE));
        const seen = editor.raster.data.slice();
        editor.onPaint(({ x, y, width, height }) => {
          for (let row = y; row < y + height; row += 1) {
            const from = row * SIZE.width + x;
            seen.set(editor.raster.data.subarray(from, from + width), from);
          }
        });
        for (const stroke of all) draw(editor, stroke);
        editor.undo();
        expect(seen).toEqual(editor.raster.data);
      }),
    );
  });

  test('a new stroke ends what could be redone', () => {
    const editor = createMaskEditor(blankRaster(SIZE));
    const dot = (x: number): boolean =>
      draw(editor, { path: [{ x, y: 5 }], diameter: 3, value: 1 });
    dot(5);
    dot(15);
    editor.undo();
    dot(25);
    expect(editor.canRedo()).toBe(false);
    editor.undo();
    editor.undo();
    expect(editor.raster.data.every((value) => value === 0)).toBe(true);
  });
});

describe('a step', () => {
  test('turns one raster into the other and back', () => {
    fc.assert(
      fc.property(rasters(20), fc.infiniteStream(fc.constantFrom(0, 1, 255)), (raster, values) => {
        const after = Uint8Array.from(raster.data, () => Number(values.next().value));
        const whole = { x: 0, y: 0, width: raster.width, height: raster.height };
        const delta = differenceIn(raster.data, after, raster.width, whole);
        const walked = raster.data.slice();
        if (delta !== null) applyDelta(walked, raster.width, delta);
        expect(walked).toEqual(after);
        if (delta !== null) applyDelta(walked, raster.width, delta);
        expect(walked).toEqual(raster.data);
      }),
    );
  });

  test('remembers runs longer than a run’s number can be', () => {
    const width = 8192;
    const before = new Uint8Array(width * 4096);
    const after = before.map(() => 1);
    const delta = differenceIn(before, after, width, { x: 0, y: 0, width, height: 4096 });
    expect(delta?.runs.length).toBeLessThan(5);
    if (delta !== null) applyDelta(before, width, delta);
    expect(before.every((value) => value === 1)).toBe(true);
  });
});

describe('the history', () => {
  const step = { rect: { x: 0, y: 0, width: 1, height: 1 }, runs: Uint32Array.from([257]) };

  test(`keeps ${MOST_STEPS} steps`, () => {
    let history = NO_HISTORY;
    for (let i = 0; i < MOST_STEPS + 20; i += 1) history = withStep(history, { ...step });
    expect(history.done).toHaveLength(MOST_STEPS);
  });

  test('forgets the oldest steps when they take too much memory, never the newest', () => {
    const large = { ...step, runs: new Uint32Array(1000) };
    let history = NO_HISTORY;
    for (let i = 0; i < 5; i += 1) history = withStep(history, { ...large }, 10_000);
    expect(history.done).toHaveLength(2);
    history = withStep(history, { ...large, runs: new Uint32Array(9000) }, 10_000);
    expect(history.done).toHaveLength(1);
    expect(undone(history)?.step.runs.length).toBe(9000);
  });
});
