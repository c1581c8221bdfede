/** Why this file exists: the colour of one pixel of a picture, without copying the whole of it. */

/** A function that reads pixels of `bitmap` as red, green, blue (0..255, as shown). */
export function readPixel(
  bitmap: ImageBitmap,
): (x: number, y: number) => [number, number, number] | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return (x, y) => {
    // A picture that has been released has no size any more.
    if (context === null || x < 0 || y < 0 || x >= bitmap.width || y >= bitmap.height) {
      return undefined;
    }
    context.clearRect(0, 0, 1, 1);
    context.drawImage(bitmap, -x, -y);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  };
}
