/** Why this file exists: opening thousands of files, a few at a time and in a steady order. */

/** Files read at the same time: as many as libuv has threads for them. */
const AT_ONCE = 4;

/**
 * Runs `action` on each item, a few at a time. Results come in the order of the items. The first
 * failure ends it; so does `signal`.
 */
export async function concurrently<T, R>(
  items: readonly T[],
  action: (item: T, index: number) => Promise<R>,
  signal?: AbortSignal,
  atOnce = AT_ONCE,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  let failed = false;
  const work = async (): Promise<void> => {
    while (next < items.length && !failed) {
      signal?.throwIfAborted();
      const index = next++;
      try {
        results[index] = await action(items[index] as T, index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work));
  return results;
}
