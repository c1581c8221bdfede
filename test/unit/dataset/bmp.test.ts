/**
 * Why this file exists: every uncompressed form of BMP gives the pixels it holds. The 24-bit, grey
 * and 32-bit files come from fast-bmp's encoder, an independent writer; the rest is built by hand.
 */
import fc from 'fast-check';
import { encode } from 'fast-bmp';
import { describe, expect, it } from 'vitest';
import { BMP_HEADER_BYTES, decodeBmpPixels, readBmpHeader } from '../../../src/main/dataset/bmp.ts';

function decode(bytes: Buffer): { width: number; height: number; rgb: number[] } {
  const header = readBmpHeader(bytes.subarray(0, BMP_HEADER_BYTES), 'a.bmp');
  const { width, height } = header;
  return { width, height, rgb: [...decodeBmpPixels(bytes, header, 'a.bmp')] };
}

interface Plan {
  width: number;
  height: number;
  bits: number;
  compression?: number;
  palette?: [number, number, number][];
  masks?: number[];
  rows: number[][];
  oldHeader?: boolean;
}

/** A BMP with a 40-byte header (12 with `oldHeader`); `rows` are stored bytes, padded here. */
function build(plan: Plan): Buffer {
  const { width, height, bits, compression = 0, palette = [], masks = [], rows } = plan;
  const header = Buffer.alloc(plan.oldHeader ? 12 : 40);
  header.writeUInt32LE(header.length, 0);
  if (plan.oldHeader) {
    header.writeUInt16LE(width, 4);
    header.writeUInt16LE(height, 6);
    header.writeUInt16LE(1, 8);
    header.writeUInt16LE(bits, 10);
  } else {
    header.writeInt32LE(width, 4);
    header.writeInt32LE(height, 8);
    header.writeUInt16LE(1, 12);
    header.writeUInt16LE(bits, 14);
    header.writeUInt32LE(compression, 16);
    header.writeUInt32LE(palette.length, 32);
  }
  const extra = Buffer.alloc(masks.length * 4);
  masks.forEach((mask, i) => extra.writeUInt32LE(mask, i * 4));
  const colours = Buffer.from(
    palette.flatMap(([r, g, b]) => (plan.oldHeader ? [b, g, r] : [b, g, r, 0])),
  );
  const stored = rows.map((row) => {
    const padded = Buffer.alloc(Math.ceil(row.length / 4) * 4);
    padded.set(row);
    return padded;
  });
  const start = Buffer.alloc(14);
  start.write('BM', 'latin1');
  start.writeUInt32LE(14 + header.length + extra.length + colours.length, 10);
  return Buffer.concat([start, header, extra, colours, ...stored]);
}

const WHITE = [255, 255, 255];
const RED = [255, 0, 0];
const BLUE = [0, 0, 255];

describe('decoding BMP', () => {
  it('gives back what an independent encoder wrote as 24-bit, whatever the size', () => {
    const picture = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
      .chain(([width, height]) =>
        fc
          .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
          .map((data) => ({ width, height, data })),
      );
    fc.assert(
      fc.property(picture, ({ width, height, data }) => {
        const file = encode({ width, height, data, bitsPerPixel: 24, channels: 3, components: 3 });
        expect(decode(Buffer.from(file))).toEqual({ width, height, rgb: [...data] });
      }),
    );
  });

  it('reads 8-bit grey as written by an independent encoder', () => {
    const data = Uint8Array.from([0, 40, 80, 120, 160, 200]);
    const file = encode({ width: 3, height: 2, data, bitsPerPixel: 8, channels: 1, components: 1 });
    expect(decode(Buffer.from(file)).rgb).toEqual([...data].flatMap((v) => [v, v, v]));
  });

  it('expands palettes of 8, 4 and 1 bits', () => {
    const palette: [number, number, number][] = [
      [255, 0, 0],
      [0, 0, 255],
    ];
    const expected = [...RED, ...BLUE, ...BLUE];
    const size = { width: 3, height: 1, palette };
    expect(decode(build({ ...size, bits: 8, rows: [[0, 1, 1]] })).rgb).toEqual(expected);
    expect(decode(build({ ...size, bits: 4, rows: [[0x01, 0x10]] })).rgb).toEqual(expected);
    expect(decode(build({ ...size, bits: 1, rows: [[0b01100000]] })).rgb).toEqual(expected);
  });

  it('reads rows stored from the top as well as from the bottom', () => {
    const rows = [
      [0, 0, 255],
      [255, 0, 0],
    ];
    const up = decode(build({ width: 1, height: 2, bits: 24, rows }));
    const down = decode(build({ width: 1, height: -2, bits: 24, rows }));
    expect(up.rgb).toEqual([...BLUE, ...RED]);
    expect(down).toEqual({ width: 1, height: 2, rgb: [...RED, ...BLUE] });
  });

  it('ignores the fourth byte of plain 32-bit pixels', () => {
    const rows = [[0, 0, 255, 0, 255, 0, 0, 77]];
    expect(decode(build({ width: 2, height: 1, bits: 32, rows })).rgb).toEqual([...RED, ...BLUE]);
  });

  it('follows colour masks of 16- and 32-bit pixels', () => {
    const rgb565 = build({
      width: 2,
      height: 1,
      bits: 16,
      compression: 3,
      masks: [0xf800, 0x07e0, 0x001f],
      rows: [[0x00, 0xf8, 0x1f, 0x00]],
    });
    expect(decode(rgb565).rgb).toEqual([...RED, ...BLUE]);
    const rgbx = build({
      width: 1,
      height: 1,
      bits: 32,
      compression: 3,
      masks: [0xff000000, 0x00ff0000, 0x0000ff00],
      rows: [[0, 0, 0, 255]],
    });
    expect(decode(rgbx).rgb).toEqual(RED);
  });

  it('composites declared alpha on black, unless it is 0 everywhere', () => {
    const masks = [0x00ff0000, 0x0000ff00, 0x000000ff, 0xff000000];
    const withAlpha = (alpha: number[]): number[] =>
      decode(
        build({
          width: 2,
          height: 1,
          bits: 32,
          compression: 6,
          masks,
          rows: [[0, 0, 255, alpha[0]!, 0, 0, 255, alpha[1]!]],
        }),
      ).rgb;
    expect(withAlpha([255, 0])).toEqual([255, 0, 0, 0, 0, 0]);
    expect(withAlpha([0, 0])).toEqual([...RED, ...RED]);
  });

  it('reads the oldest header', () => {
    const palette: [number, number, number][] = Array.from({ length: 256 }, () => [0, 0, 0]);
    palette[9] = [255, 255, 255];
    const file = build({ width: 1, height: 1, bits: 8, palette, rows: [[9]], oldHeader: true });
    expect(decode(file).rgb).toEqual(WHITE);
  });

  it('refuses missing rows, compression, odd depths and colours that are not there', () => {
    const whole = build({
      width: 4,
      height: 4,
      bits: 24,
      rows: Array<number[]>(4).fill([1, 2, 3]),
    });
    expect(() => decode(whole)).toThrow(/a\.bmp is cut short: some of its rows are missing/);
    expect(() => decode(whole.subarray(0, 30))).toThrow(/header is incomplete/);
    const run = { width: 1, height: 1, bits: 8, rows: [[0]] };
    expect(() => decode(build({ ...run, compression: 1 }))).toThrow(/run-length-compressed/);
    expect(() => decode(build({ ...run, compression: 4 }))).toThrow(/compression 4/);
    expect(() => decode(build({ ...run, bits: 2 }))).toThrow(/2 bits per pixel/);
    expect(() => decode(build({ ...run, width: 0 }))).toThrow(/without a valid size/);
    const palette: [number, number, number][] = [[1, 2, 3]];
    expect(() => decode(build({ ...run, palette, rows: [[200]] }))).toThrow(/colour 200/);
  });

  it('never reads outside the file, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        const bytes = Buffer.concat([Buffer.from('BM'), noise]);
        try {
          const header = readBmpHeader(bytes.subarray(0, BMP_HEADER_BYTES), 'a.bmp');
          if (header.width * header.height < 1e6) decodeBmpPixels(bytes, header, 'a.bmp');
        } catch (error) {
          expect(String(error)).toMatch(/^ImageError: a\.bmp /);
        }
      }),
      { numRuns: 500 },
    );
  });
});
