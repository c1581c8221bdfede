/** Why this file exists: masks that people draw: saving one, and going back to an earlier one. */
import type { Handlers } from '../../shared/contract.ts';
import { LoupeError } from '../../shared/errors.ts';
import { maskAreas } from '../../shared/mask-rle.ts';
import { getImage } from '../catalog/images.ts';
import { getMaskEntry, maskHistory, restoreMask, setMask } from '../catalog/masks.ts';
import { tellImagesChanged } from './changes.ts';
import type { Context } from './context.ts';

type MaskHandlers = Pick<Handlers, 'masks.history' | 'masks.set' | 'masks.restore'>;

export function maskHandlers(context: Context): MaskHandlers {
  const { catalog } = context;
  return {
    'masks.history': async ({ imageId }) => {
      getImage(catalog, imageId);
      return maskHistory(catalog, imageId);
    },
    'masks.set': async ({ imageId, width, height, code, by }) => {
      getImage(catalog, imageId);
      const bytes = new Uint8Array(Buffer.from(code, 'base64'));
      const areas = maskAreas(bytes);
      if (areas.width !== width || areas.height !== height) {
        throw new LoupeError(
          'bad-data',
          `The mask says ${width} x ${height} pixels, but its code is of ${areas.width} x ${areas.height}.`,
          'Draw the mask again.',
        );
      }
      const entry = setMask(catalog, imageId, bytes, { reviewer: by });
      tellImagesChanged(context, 'masks', [imageId]);
      return entry;
    },
    'masks.restore': async ({ maskId, by }) => {
      const { imageId } = getMaskEntry(catalog, maskId);
      const entry = restoreMask(catalog, imageId, maskId, { reviewer: by });
      tellImagesChanged(context, 'masks', [imageId]);
      return entry;
    },
  };
}
