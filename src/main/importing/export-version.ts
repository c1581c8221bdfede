/**
 * Why this file exists: a frozen version as a folder that every tool of the field reads: images byte
 * for byte, masks as PNG, in the layout of MVTec AD. Cut off at any moment, it goes on where it was.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { z } from 'zod';
import type { ExportOutcome } from '../../shared/entities/job.ts';
import { LoupeError } from '../../shared/errors.ts';
import { decodeMask, DEFECT, IGNORE, type MaskRaster } from '../../shared/mask-rle.ts';
import { eachVersionImage, getDatasetVersion } from '../catalog/dataset-versions.ts';
import { getImage } from '../catalog/images.ts';
import { maskWithContent } from '../catalog/masks.ts';
import { nameSome } from '../dataset/layouts/layout.ts';
import { ensureFolder, removeTemporaryFiles, statOrNull, writeFileAtomically } from '../files.ts';
import type { Context } from '../handlers/context.ts';
import type { JobControl } from '../jobs/runner.ts';
import type { ExportVersionJob } from '../jobs/runners.ts';
import { sourceBytes } from '../media/source-bytes.ts';
import { type ExportPlace, planExport } from './export-names.ts';
import { requireAbsolute } from './list-folder.ts';
import { stopIfAsked } from './stop.ts';

/** In the folder while it is not whole; says of which version it is, for going on. */
export const UNFINISHED = 'loupe-export-unfinished.json';
const UnfinishedSchema = z.object({ versionId: z.number(), fingerprint: z.string() });

/**
 * Writes a version into a new or empty folder, or goes on with an earlier, unfinished export of it.
 * @throws LoupeError `not-found` for the version or a file of it; `bad-data` for a file that was
 *   changed since; `usage` for a folder that holds something else; `no-space`, `read-only`,
 *   `cancelled`
 */
export async function exportVersion(
  { catalog, folders }: Pick<Context, 'catalog' | 'folders'>,
  spec: ExportVersionJob,
  control: JobControl,
): Promise<ExportOutcome> {
  const version = getDatasetVersion(catalog, spec.versionId);
  const folder = path.resolve(requireAbsolute(spec.folder));
  const { fingerprint } = version;
  await begin(folder, { versionId: version.id, fingerprint });
  const { places, left } = planExport([...eachVersionImage(catalog, version.id)]);
  if (left.length > 0) {
    control.log(
      'warning',
      `The layout of MVTec AD has no place for ${left.length} images (not labelled OK or NG, or ` +
        `defects in training); they are left out: ${nameSome(left.map((image) => image.path))}.`,
    );
  }
  const made = new Set<string>();
  const write = createWriter(folder, made);
  const outcome: ExportOutcome = { path: folder, files: 0, bytes: 0 };
  const count = (bytes: number): void => {
    outcome.files += 1;
    outcome.bytes += bytes;
  };
  for (const [done, place] of places.entries()) {
    stopIfAsked(control.signal);
    const total = places.length;
    control.onProgress({ step: 'Writing images', done, total, unit: 'images' });
    const image = getImage(catalog, place.image.imageId);
    count(
      await write(place.path, image.bytes, async () => {
        const { bytes } = await sourceBytes(catalog, folders, image);
        return bytes;
      }),
    );
    for (const [name, png] of await layersOf(place))
      count(await write(name, png.length, async () => png));
  }
  control.onProgress({
    step: 'Writing images',
    done: places.length,
    total: places.length,
    unit: 'images',
  });
  await rm(path.join(folder, UNFINISHED), { force: true });
  return outcome;

  /** The mask and the ignored pixels of an image, as PNG by name. */
  async function layersOf({ image, mask, ignore }: ExportPlace): Promise<[string, Uint8Array][]> {
    const code = image.maskSha256 === null ? undefined : maskWithContent(catalog, image.maskSha256);
    if (code === undefined) return [];
    const raster = decodeMask(code);
    const layers: [string, Uint8Array][] = [];
    // A good part has no ground truth; its defect pixels would be read as a defect of another.
    if (image.label === 'ng' && raster.data.includes(DEFECT)) {
      layers.push([mask, await layerPng(raster, DEFECT)]);
    }
    if (raster.data.includes(IGNORE)) layers.push([ignore, await layerPng(raster, IGNORE)]);
    return layers;
  }
}

/** Pixels of one class as 255, 8-bit grey. */
async function layerPng({ width, height, data }: MaskRaster, value: number): Promise<Uint8Array> {
  const grey = data.map((pixel) => (pixel === value ? 255 : 0));
  return sharp(grey, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}

type Write = (relative: string, size: number, make: () => Promise<Uint8Array>) => Promise<number>;

/** Writes files whole or not at all; one of the same size is there from an earlier attempt. */
function createWriter(folder: string, made: Set<string>): Write {
  return async (relative, size, make) => {
    const file = path.join(folder, ...relative.split('/'));
    const parent = path.dirname(file);
    if (!made.has(parent)) {
      await ensureFolder(parent);
      made.add(parent);
    }
    if ((await statOrNull(file))?.size === size) return size;
    const bytes = await make();
    await writeFileAtomically(file, bytes, { sync: false });
    return bytes.byteLength;
  };
}

/** Takes a new or empty folder, or one with an unfinished export of the same version. */
async function begin(folder: string, version: z.infer<typeof UnfinishedSchema>): Promise<void> {
  await ensureFolder(folder);
  const names = await readdir(folder);
  const note = path.join(folder, UNFINISHED);
  if (names.length > 0) {
    if (!names.includes(UNFINISHED)) {
      throw new LoupeError(
        'usage',
        `${folder} is not empty, so nothing is written into it.`,
        'Name a new or an empty folder.',
      );
    }
    if ((await unfinished(note))?.fingerprint !== version.fingerprint) {
      throw new LoupeError(
        'usage',
        `${folder} holds an unfinished export of another version.`,
        'Name a new folder, or delete this one first.',
      );
    }
    await removeTemporaryFiles(folder);
    return;
  }
  await writeFileAtomically(note, JSON.stringify(version));
}

async function unfinished(file: string): Promise<z.infer<typeof UnfinishedSchema> | undefined> {
  try {
    return UnfinishedSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
