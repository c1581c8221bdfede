/** Why this file exists: the simplest layout, all images in one folder, told apart by their names. */
import type { FolderWalker } from '../dataset/files.ts';
import { imagesIn, nameSome } from '../dataset/layouts/layout.ts';
import { type Found, labelOfName } from './found.ts';
import type { ReadName } from '../../shared/file-pattern.ts';

/** Whether the folder itself holds images. */
export async function matchesFlat(walker: FolderWalker): Promise<boolean> {
  return imagesIn('', (await walker.list(''))?.files ?? []).images.length > 0;
}

/** Lists the images directly in the folder, labelled by `read`; opens no file. */
export async function findInFlat(walker: FolderWalker, read: ReadName | null): Promise<Found> {
  const top = await walker.list('');
  const { images, rejected } = imagesIn('', top?.files ?? []);
  const found: Found = { layout: 'flat', images: [], rejected, warnings: [] };
  const unread: string[] = [];
  for (const path of images) {
    const name = read?.(path);
    if (read !== null && name === undefined) unread.push(path);
    const label =
      name?.label === undefined
        ? ({ label: 'none', defectClass: null } as const)
        : labelOfName(name.label);
    const part = name?.part ?? null;
    found.images.push({ path, split: 'none', ...label, part, mask: null, ignore: null });
  }
  for (const folder of top?.folders ?? []) {
    found.rejected.push({ path: folder, reason: 'is a folder; only images beside it are read' });
  }
  if (read === null) {
    found.warnings.push(
      'Without a pattern the names say nothing, so the images are added without labels.',
    );
  }
  if (unread.length > 0) {
    found.warnings.push(
      `The pattern does not fit ${unread.length} of ${images.length} names; these images are ` +
        `added without a label: ${nameSome(unread)}.`,
    );
  }
  return found;
}
