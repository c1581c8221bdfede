/** Why this file exists: ranges, conditional requests and failures of media answers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Media } from '../../../src/main/media/media.ts';
import { answerMedia, parseRange } from '../../../src/main/serve/answer.ts';
import { LoupeError, type ErrorCode } from '../../../src/shared/errors.ts';

const bytes = Uint8Array.from({ length: 10 }, (_, i) => i);

function media(loads: { count: number } = { count: 0 }): Media {
  return {
    find: async () => ({
      contentType: 'application/octet-stream',
      etag: '"tag"',
      load: async () => {
        loads.count += 1;
        return { bytes, headers: { 'x-map-width': '5' } };
      },
    }),
  };
}

describe('a media answer', () => {
  test('is whole, typed and tagged', async () => {
    const { status, headers, body } = await answerMedia(media(), { pathname: '/' });
    expect(status).toBe(200);
    expect(body).toEqual(bytes);
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
      'x-map-width': '5',
      etag: '"tag"',
    });
  });

  test('that the client already has is not even read', async () => {
    const loads = { count: 0 };
    for (const ifNoneMatch of ['"tag"', 'W/"tag"', '"a", "tag"', '*']) {
      const { status } = await answerMedia(media(loads), { pathname: '/', ifNoneMatch });
      expect(status).toBe(304);
    }
    expect(loads.count).toBe(0);
  });

  test('gives one range, or says that there is none', async () => {
    const part = await answerMedia(media(), { pathname: '/', range: 'bytes=2-4' });
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe('bytes 2-4/10');
    expect([...part.body]).toEqual([2, 3, 4]);
    const past = await answerMedia(media(), { pathname: '/', range: 'bytes=10-' });
    expect(past.status).toBe(416);
    expect(past.headers['content-range']).toBe('bytes */10');
  });

  test('gives the whole when the part was wanted of another version', async () => {
    const request = { pathname: '/', range: 'bytes=2-4', ifRange: '"older"' };
    expect((await answerMedia(media(), request)).status).toBe(200);
  });

  test.each<[ErrorCode, number]>([
    ['not-found', 404],
    ['usage', 403],
    ['bad-data', 422],
    ['runtime', 500],
  ])('that fails with %s has status %i and the three parts', async (code, status) => {
    const failing: Media = {
      find: () => Promise.reject(new LoupeError(code, 'What is wrong.', 'What to do.')),
    };
    const answer = await answerMedia(failing, { pathname: '/' });
    expect(answer.status).toBe(status);
    expect(JSON.parse(Buffer.from(answer.body).toString())).toEqual({
      code,
      sentence: 'What is wrong.',
      nextStep: 'What to do.',
    });
  });
});

describe('a range header', () => {
  test.each([
    ['bytes=0-0', [0, 0]],
    ['bytes=7-', [7, 9]],
    ['bytes=-3', [7, 9]],
    ['bytes=-99', [0, 9]],
    ['bytes=5-99', [5, 9]],
  ])('%s is understood', (header, expected) => {
    expect(parseRange(header, 10)).toEqual(expected);
  });

  test.each([undefined, '', 'bytes=-', 'bytes=a-b', 'items=0-1', 'bytes=0-1,3-4', 'bytes=5-2'])(
    '%s is ignored',
    (header) => {
      expect(parseRange(header, 10)).toBeUndefined();
    },
  );

  test('never leads outside the bytes', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(50), fc.nat(99), fc.nat(99), (text, length, a, b) => {
        for (const header of [text, `bytes=${a}-${b}`, `bytes=${a}-`, `bytes=-${b}`]) {
          const range = parseRange(header, length);
          if (range === undefined || range === 'unsatisfiable') continue;
          const [first, last] = range;
          expect(first).toBeGreaterThanOrEqual(0);
          expect(last).toBeGreaterThanOrEqual(first);
          expect(last).toBeLessThan(length);
        }
      }),
    );
  });
});
