/** Why this file exists: what comes next in the queue. Pure. */

/** The first of `ids` after `image`, round to the start, that is in `wanted`; null: none but itself. */
export function nextOf(
  ids: readonly number[],
  wanted: ReadonlySet<number>,
  image: number,
): number | null {
  const at = ids.indexOf(image);
  for (let step = 1; step <= ids.length; step += 1) {
    const id = ids[(at + step) % ids.length];
    if (id !== undefined && id !== image && wanted.has(id)) return id;
  }
  return null;
}
