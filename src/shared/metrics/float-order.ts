/**
 * Why this file exists: float32 scores as whole numbers in the same order, so that counting at
 * every distinct score needs tables instead of sorting, and stays exact.
 */

/**
 * Writes into `keys` a uint32 for each score such that a < b exactly when key(a) < key(b) and
 * a = b exactly when key(a) = key(b) (-0 and 0 get one key). IEEE 754 orders positive numbers by
 * their bits and negative ones backwards: negatives are inverted, positives get the top bit.
 * `keys` has at least the length of `scores`. Throws RangeError on NaN.
 */
export function orderedKeys(scores: Float32Array, keys: Uint32Array): void {
  const bits = new Uint32Array(scores.buffer, scores.byteOffset, scores.length);
  for (let i = 0; i < bits.length; i += 1) {
    const value = bits[i]!;
    if ((value & 0x7fffffff) > 0x7f800000) {
      throw new RangeError(`The score of pixel ${i} is not a number.`);
    }
    if (value < 0x80000000) keys[i] = value | 0x80000000;
    else keys[i] = value === 0x80000000 ? 0x80000000 : ~value;
  }
}

/** The score that has this key. */
export function scoreOfKey(key: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, key >= 0x80000000 ? key ^ 0x80000000 : ~key);
  return view.getFloat32(0);
}
