/** Why this file exists: many thumbnails at once neither start many decoders nor fill the memory. */
import { describe, expect, test } from 'vitest';
import { createByteCache, createLimit } from '../../../src/main/reports/limits.ts';

describe('the limit', () => {
  test('runs at most so many tasks at a time, all of them, in order', async () => {
    const limit = createLimit(2);
    let running = 0;
    let most = 0;
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 9 }, (_, i) =>
        limit(async () => {
          order.push(i);
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setTimeout(resolve, 1));
          running -= 1;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('goes on after a task that failed', async () => {
    const limit = createLimit(1);
    await expect(limit(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await limit(async () => 7)).toBe(7);
  });
});

describe('the byte cache', () => {
  const bytes = (length: number): Uint8Array => new Uint8Array(length);

  test('drops what was used longest ago', () => {
    const cache = createByteCache(10);
    cache.set('a', bytes(4));
    cache.set('b', bytes(4));
    cache.get('a');
    cache.set('c', bytes(4));
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('a')).toBeDefined();
    expect(cache.get('c')).toBeDefined();
  });

  test('does not keep what is larger than itself, and replaces without counting twice', () => {
    const cache = createByteCache(10);
    cache.set('huge', bytes(11));
    expect(cache.get('huge')).toBeUndefined();
    for (let i = 0; i < 5; i += 1) cache.set('a', bytes(6));
    cache.set('b', bytes(4));
    expect(cache.get('a')).toBeDefined();
    expect(cache.get('b')).toBeDefined();
  });
});
