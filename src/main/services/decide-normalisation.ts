/** Why this file exists: how a training's embeddings are normalised: as asked, or by trial. */
import type { Normalisation } from '../../shared/manifest.ts';
import { perScale, THETAS } from '../../shared/scales.ts';
import type { Backbone } from '../backbone/backbone.ts';
import { chooseNormalisation, softNormalisation } from '../engine/choose.ts';
import type { Control } from '../engine/control.ts';
import type { JudgeOptions } from '../engine/encoder-judge.ts';
import type { ImageSource } from '../engine/images.ts';
import type { Recipe } from '../engine/recipes.ts';
import { encodersFrom } from './open-model.ts';

/** `auto` is tried out where the recipe says so and there are images for it, else it is `unit`. */
export async function decideNormalisation(
  { normalise, size }: { normalise: 'auto' | Normalisation['kind']; size: number },
  { strides, selfValidate }: Recipe,
  { layers, input }: Backbone,
  around: {
    judging: JudgeOptions | null;
    images: ImageSource;
    trainOn: readonly number[];
    control: Control;
  },
): Promise<Normalisation> {
  if (normalise === 'unit' || normalise === 'none') return { kind: normalise };
  if (normalise === 'auto' && !(selfValidate && around.judging)) return { kind: 'unit' };
  const encoders = encodersFrom(perScale(() => layers));
  try {
    if (normalise === 'auto' && around.judging) {
      return await chooseNormalisation(encoders, input, strides, around.judging, around.control);
    }
    return await softNormalisation(encoders, input, strides, { ...around, size });
  } finally {
    for (const theta of THETAS) encoders[theta].dispose();
  }
}
