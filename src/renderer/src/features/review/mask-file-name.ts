/** Why this file exists: a mask that is given out is found again beside its image. Pure. */

/** `a/b/007.jpg` gives `007_mask.png`. */
export function maskFileName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return `${dot > 0 ? name.slice(0, dot) : name}_mask.png`;
}
