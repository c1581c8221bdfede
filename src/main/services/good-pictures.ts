/** Why this file exists: a model carries its good images as small pictures. */
import type { ModelManifest, Preprocessing } from '../../shared/manifest.ts';
import { loadInput } from '../dataset/decode.ts';
import { encodeWebp } from '../dataset/encode-picture.ts';
import { nextStep, type Control } from '../engine/control.ts';
import type { FileSet } from '../models/model-files.ts';

/** The good images as small pictures, so that the nearest good patch can be shown anywhere. */
export async function picturesOf(
  good: readonly { path: string; file: string }[],
  preprocessing: Preprocessing,
  control: Control,
): Promise<{ goodImages: ModelManifest['goodImages']; pictures: FileSet }> {
  const pictures: FileSet = new Map();
  const goodImages: ModelManifest['goodImages'] = [];
  for (const [index, { path, file: source }] of good.entries()) {
    await nextStep(control);
    const file = `good/${String(index).padStart(5, '0')}.webp`;
    pictures.set(file, await encodeWebp(await loadInput(source, preprocessing)));
    goodImages.push({ path, file });
    control.onProgress({
      step: 'Keeping pictures of the good parts',
      done: index + 1,
      total: good.length,
      unit: 'images',
    });
  }
  return { goodImages, pictures };
}
