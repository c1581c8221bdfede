/** Why this file exists: reading many files at once must keep their order and stop on failure. */
import { describe, expect, it } from 'vitest';
import { concurrently } from '../../../src/main/dataset/concurrently.ts';

const later = (turns: number): Promise<void> =>
  turns <= 0 ? Promise.resolve() : Promise.resolve().then(() => later(turns - 1));

describe('concurrently', () => {
  it('gives results in the order of the items, whichever ends first', async () => {
    const items = [9, 1, 7, 0, 3, 2, 8];
    const results = await concurrently(items, async (item, index) => {
      await later(item);
      return [item, index];
    });
    expect(results).toEqual(items.map((item, index) => [item, index]));
  });

  it('never runs more than four at once', async () => {
    let running = 0;
    let most = 0;
    await concurrently(Array.from({ length: 30 }), async () => {
      running += 1;
      most = Math.max(most, running);
      await later(5);
      running -= 1;
    });
    expect(most).toBe(4);
  });

  it('starts nothing more once one has failed', async () => {
    let started = 0;
    const run = concurrently(Array.from({ length: 100 }), async (_, index) => {
      started += 1;
      await later(3);
      if (index === 1) throw new Error('second');
    });
    await expect(run).rejects.toThrow('second');
    expect(started).toBeLessThan(12);
  });

  it('stops when the signal says so', async () => {
    const stop = new AbortController();
    const run = concurrently(
      Array.from({ length: 50 }),
      async (_, index) => {
        await later(1);
        if (index === 5) stop.abort(new Error('stopped'));
      },
      stop.signal,
    );
    await expect(run).rejects.toThrow('stopped');
  });
});
