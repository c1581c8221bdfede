/** Why this file exists: the three patch sizes of the paper, named once. */

/** Patch size theta in pixels. */
export type Theta = 16 | 32 | 64;

/** Largest first, as the paper lists them. */
export const THETAS: readonly Theta[] = [64, 32, 16];

/** One value for each patch size. */
export type PerScale<T> = Record<Theta, T>;

/** Builds one value for each patch size. */
export function perScale<T>(make: (theta: Theta) => T): PerScale<T> {
  return { 64: make(64), 32: make(32), 16: make(16) };
}
