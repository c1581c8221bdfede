/**
 * Why this file exists: the job that looks at a folder (`check`) or takes it in (`add`). Both read
 * in the same way and find the same; only the second writes. Stopped at any moment, by a person or
 * a kill, it goes on where it was: readings are kept in a file, what was added is in the catalog.
 */
import path from 'node:path';
import { z } from 'zod';
import type { ImportOutcome } from '../../shared/entities/job.ts';
import { LoupeError } from '../../shared/errors.ts';
import { ensureSource } from '../catalog/images.ts';
import { getProduct } from '../catalog/products.ts';
import { tellChanged } from '../handlers/changes.ts';
import type { Context } from '../handlers/context.ts';
import type { JobControl } from '../jobs/runner.ts';
import type { ImportImagesJob } from '../jobs/runners.ts';
import { type AddedCounts, addToCatalog } from './add-images.ts';
import { comparePictures, knownImages } from './compare-pictures.ts';
import { findImages } from './find-images.ts';
import { findingsOf } from './findings.ts';
import type { Found } from './found.ts';
import { requireAbsolute } from './list-folder.ts';
import { createMaskReader, type MaskReader } from './masks-of.ts';
import { hasCopy, keepCopy } from './managed-store.ts';
import { hashBytes } from './hash-file.ts';
import { readFolder, type ReadImage } from './read-folder.ts';
import { type Links, readWhole } from './reading.ts';
import { type SortedOut, sortOut } from './sort-out.ts';
import { stopIfAsked } from './stop.ts';

const CheckpointSchema = z.object({
  added: z.object({
    images: z.number().int(),
    labels: z.number().int(),
    masks: z.number().int(),
  }),
});

/**
 * Checks or imports a folder of images.
 * @throws LoupeError `not-found` for the folder or product; `bad-data` when nothing in it can be
 *   used; `usage` for the pattern; `cancelled`; `no-space`, `read-only`
 */
export async function runImport(
  context: Context,
  spec: ImportImagesJob,
  control: JobControl,
): Promise<ImportOutcome> {
  const { catalog, folders } = context;
  getProduct(catalog, spec.productId);
  const root = path.resolve(requireAbsolute(spec.folder));
  const found = await list(root, spec, control);
  const known = await knownImages(context, spec.productId);
  const inProduct = new Set(known.map(({ sha256 }) => sha256));
  const links: Links = spec.storage === 'copy' ? 'anywhere' : 'inside';
  const copies = spec.what === 'add' && spec.storage === 'copy';
  const { images, rejected, readNow } = await readFolder(found.images, {
    folders,
    root,
    copy: copies ? { except: inProduct } : null,
    links,
    control,
  });
  control.log('info', `Read ${readNow} files; ${images.length - readNow} were known.`);
  const sorted = sortOut(images, inProduct);
  const leaks = await comparePictures(context, spec.productId, sorted, known, control);
  const masks = createMaskReader(root, links);
  const add = spec.what === 'add';
  if (add && images.length === 0) throw nothingUsable(root, [...found.rejected, ...rejected]);
  if (!add) await checkMasks(images, masks, control);
  const written = add
    ? await write(context, { spec, root, found, sorted, masks, copies }, control)
    : null;
  const findings = findingsOf({
    layout: found.layout,
    images,
    sorted,
    masks: masks.usable,
    leaks,
    rejected: [...found.rejected, ...rejected, ...masks.rejected],
    warnings: [...found.warnings, ...masks.warnings(), ...(written?.warnings ?? [])],
    hasParts: spec.pattern !== null && found.images.some(({ part }) => part !== null),
  });
  for (const warning of findings.warnings) control.log('warning', warning);
  return { findings, added: written?.added ?? null };
}

async function list(root: string, spec: ImportImagesJob, control: JobControl): Promise<Found> {
  control.onProgress({ step: 'Listing files', done: 0 });
  const { found } = await findImages({ folder: root, layout: spec.layout, pattern: spec.pattern });
  stopIfAsked(control.signal);
  if (found !== null && found.images.length > 0) return found;
  throw found === null || found.rejected.length === 0
    ? new LoupeError(
        'bad-data',
        `${root} holds no images${spec.layout === null ? '' : ` in the layout "${spec.layout}"`}.`,
        'Name a folder with PNG, JPEG, TIFF, WebP or BMP images, or choose another layout.',
      )
    : nothingUsable(root, found.rejected);
}

function nothingUsable(root: string, rejected: readonly { path: string; reason: string }[]) {
  const [first] = rejected;
  const why =
    first === undefined
      ? ''
      : `: all ${rejected.length} were refused, the first because ${first.path} ${first.reason}`;
  return new LoupeError(
    'bad-data',
    `${root} holds no image that can be used${why}.`,
    'Name a folder with PNG, JPEG, TIFF, WebP or BMP images, or choose another layout.',
  );
}

async function checkMasks(
  images: readonly ReadImage[],
  masks: MaskReader,
  control: JobControl,
): Promise<void> {
  const wanted = images.filter(({ found }) => found.mask !== null || found.ignore !== null);
  for (const [done, image] of wanted.entries()) {
    stopIfAsked(control.signal);
    await masks.read(image);
    const total = wanted.length;
    control.onProgress({ step: 'Checking masks', done: done + 1, total, unit: 'masks' });
  }
}

interface Writing {
  spec: ImportImagesJob;
  root: string;
  found: Found;
  sorted: SortedOut;
  masks: MaskReader;
  copies: boolean;
}

async function write(
  context: Context,
  { spec, root, found, sorted, masks, copies }: Writing,
  control: JobControl,
): Promise<{ added: NonNullable<ImportOutcome['added']>; warnings: string[] }> {
  const { catalog, folders } = context;
  const { productId, by } = spec;
  if (copies) await keepCopies(folders, sorted.fresh, control);
  const source = ensureSource(catalog, { productId, root, layout: found.layout });
  const total = sorted.fresh.length + sorted.known.length;
  const { added, warnings } = await addToCatalog(sorted.fresh, sorted.known, {
    catalog,
    productId,
    sourceId: source.id,
    actor: by,
    managed: copies,
    masks,
    before: addedBefore(control),
    onTurn: (done) => {
      control.onProgress({ step: 'Adding images', done, total, unit: 'images' });
      // Once all is added there is nothing left to stop.
      if (done < total) stopIfAsked(control.signal);
      if (done > 0) tellChanged(context, 'images', productId);
    },
    note: (counts) => control.checkpoint({ added: { ...counts } }),
  });
  catalog.optimise();
  for (const what of ['products', 'images', 'labels'] as const) {
    tellChanged(context, what, productId);
  }
  return { added: { sourceId: source.id, ...added }, warnings };
}

function addedBefore({ resumeFrom }: JobControl): AddedCounts {
  const kept = CheckpointSchema.safeParse(resumeFrom);
  return kept.success ? kept.data.added : { images: 0, labels: 0, masks: 0 };
}

/** Copies what a check had read before: its bytes were not kept then. */
async function keepCopies(
  folders: Context['folders'],
  images: readonly ReadImage[],
  control: JobControl,
): Promise<void> {
  for (const [done, { file, reading }] of images.entries()) {
    stopIfAsked(control.signal);
    control.onProgress({ step: 'Copying images', done, total: images.length, unit: 'images' });
    if (await hasCopy(folders, reading.sha256, reading.bytes)) continue;
    const bytes = await readWhole(file);
    if ((await hashBytes(bytes)) !== reading.sha256) {
      throw new LoupeError(
        'bad-data',
        `${file} changed while it was imported.`,
        'Import the folder again once nothing writes to it.',
      );
    }
    await keepCopy(folders, reading.sha256, bytes);
  }
  const { length } = images;
  control.onProgress({ step: 'Copying images', done: length, total: length, unit: 'images' });
}
