/** Why this file exists: where the engine's images come from, without knowing files. */

/** Good images at input size, loaded on demand. */
export interface ImageSource {
  readonly count: number;
  /** RGB 0..255, size * size * 3 values, row-major. The array may be reused by the source. */
  load(index: number): Promise<Float32Array>;
}
