/** Why this file exists: a frozen version as the list of images that training and evaluation take. */
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { GOOD } from '../../shared/dataset.ts';
import type { VersionImage } from '../../shared/entities/dataset-version.ts';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import { getDatasetVersion } from '../catalog/dataset-versions.ts';
import { listSources } from '../catalog/images.ts';
import { maskWithContent } from '../catalog/masks.ts';
import { getProduct } from '../catalog/products.ts';
import { compareCodePoints } from '../dataset/files.ts';
import { managedFile } from '../handlers/image-file.ts';
import type { Folders } from '../handlers/folders.ts';
import type { ImageList, ListedImage } from '../services/labelled-data.ts';

export interface VersionImages {
  list: ImageList;
  /** The image behind each path of the list. */
  imageIds: ReadonlyMap<string, number>;
}

/** A defect whose class nobody has named. */
const SOME_DEFECT = 'defect';

/** Images read at once; others are answered in between. */
const PAGE = 1000;

interface Row extends VersionImage {
  sourceId: number;
  managed: number;
}

/**
 * The images of a frozen version in these splits, by path. Training images are good parts only; what
 * is labelled otherwise is left out of them.
 * @throws LoupeError `not-found`
 */
export async function versionImages(
  catalog: ReadableCatalog,
  folders: Pick<Folders, 'images'>,
  versionId: number,
  splits: readonly ListedImage['split'][],
): Promise<VersionImages> {
  const version = getDatasetVersion(catalog, versionId);
  const product = getProduct(catalog, version.productId);
  const sources = listSources(catalog, product.id);
  const roots = new Map(sources.map(({ id, root }) => [id, root]));
  const images: ListedImage[] = [];
  const imageIds = new Map<string, number>();
  for (const row of await rowsOf(catalog, versionId)) {
    const split = splits.find((name) => name === row.split);
    if (split === undefined) continue;
    const label = labelOf(row);
    if (split === 'train' && label !== GOOD) continue;
    const { imageId, path, sha256, maskSha256 } = row;
    // Two sources may have files of one name.
    const unique = imageIds.has(path) ? `${path} (image ${imageId})` : path;
    imageIds.set(unique, imageId);
    const file =
      row.managed === 1
        ? managedFile(folders, sha256)
        : join(roots.get(row.sourceId) ?? '', ...path.split('/'));
    const mask = maskSha256 === null ? null : (maskWithContent(catalog, maskSha256) ?? null);
    images.push({ path: unique, file, sha256, split, label, mask });
    if (images.length % PAGE === 0) await breathe();
  }
  const [only, ...others] = sources;
  return {
    list: {
      name: `${product.name}, version ${version.number}`,
      root: only && others.length === 0 ? only.root : '',
      fingerprint: version.fingerprint,
      images,
    },
    imageIds,
  };
}

/** The frozen list in the order of a scanned folder, which is part of every seeded result. */
async function rowsOf(catalog: ReadableCatalog, versionId: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page: Row[]; ; rows.push(...page)) {
    page = catalog.all<Row>(
      `SELECT v.image_id AS imageId, i.path, i.sha256, v.split, v.label,
              v.defect_class AS defectClass, v.mask_sha256 AS maskSha256,
              i.source_id AS sourceId, i.managed
         FROM version_image v JOIN image i ON i.id = v.image_id
         WHERE v.version_id = ? AND v.image_id > ? ORDER BY v.image_id LIMIT ?`,
      versionId,
      rows.at(-1)?.imageId ?? 0,
      PAGE,
    );
    if (page.length === 0) break;
    await breathe();
  }
  return rows.sort(
    (a, b) =>
      compareCodePoints(a.path, b.path) ||
      compareCodePoints(a.sha256, b.sha256) ||
      a.imageId - b.imageId,
  );
}

/** As figures count it; null where nobody has said OK or NG. */
function labelOf({ label, defectClass }: VersionImage): string | null {
  if (label === 'ok') return GOOD;
  if (label !== 'ng') return null;
  if (defectClass === null) return SOME_DEFECT;
  return defectClass === GOOD ? `${SOME_DEFECT} "${GOOD}"` : defectClass;
}
