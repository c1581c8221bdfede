/**
 * Why this file exists: what media shows comes through the decoders that training and evaluation
 * use, so that a person sees the pixels the model saw.
 */
import { decodeImage } from '../dataset/decode.ts';
import { loadMask } from '../dataset/mask.ts';
import { scanDataset } from '../dataset/scan.ts';
import type { MediaSources } from './media.ts';

/** The data-set code as media needs it. */
export const datasetSources: MediaSources = {
  decode: async (file) => {
    const { width, height, data } = await decodeImage(file);
    return { width, height, channels: 3, data: toBytes(data) };
  },
  mask: (file) => loadMask(file),
  // Only which mask belongs to which image is wanted: the files' heads are enough.
  scan: (root) => scanDataset(root, { check: 'headers' }),
};

/** 16-bit samples as a screen shows them; 65535 / 257 is exactly 255. */
function toBytes(data: Uint8Array | Uint16Array): Uint8Array {
  return data instanceof Uint8Array ? data : Uint8Array.from(data, (value) => value / 257);
}
