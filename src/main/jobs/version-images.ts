/** Why this file exists: a frozen version as the list of images that training and evaluation take. */
import { join } from 'node:path';
import { GOOD } from '../../shared/dataset.ts';
import type { VersionImage } from '../../shared/entities/dataset-version.ts';
import type { ReadableCatalog } from '../catalog/catalog.ts';
import { eachVersionImage, getDatasetVersion } from '../catalog/dataset-versions.ts';
import { getImage, listSources } from '../catalog/images.ts';
import { maskWithContent } from '../catalog/masks.ts';
import { getProduct } from '../catalog/products.ts';
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

/**
 * The images of a frozen version in these splits. Training images are good parts only; what is
 * labelled otherwise is left out of them.
 * @throws LoupeError `not-found`
 */
export function versionImages(
  catalog: ReadableCatalog,
  folders: Pick<Folders, 'images'>,
  versionId: number,
  splits: readonly ListedImage['split'][],
): VersionImages {
  const version = getDatasetVersion(catalog, versionId);
  const product = getProduct(catalog, version.productId);
  const sources = listSources(catalog, product.id);
  const roots = new Map(sources.map(({ id, root }) => [id, root]));
  const images: ListedImage[] = [];
  const imageIds = new Map<string, number>();
  // The whole list first: nothing else may be read while rows are walked.
  for (const frozen of [...eachVersionImage(catalog, versionId)]) {
    const split = splits.find((name) => name === frozen.split);
    if (split === undefined) continue;
    const label = labelOf(frozen);
    if (split === 'train' && label !== GOOD) continue;
    const { sourceId, path, managed } = getImage(catalog, frozen.imageId);
    const root = roots.get(sourceId) ?? '';
    // Two sources may have files of one name.
    const unique = imageIds.has(path) ? `${path} (image ${frozen.imageId})` : path;
    imageIds.set(unique, frozen.imageId);
    const code = frozen.maskSha256 === null ? null : maskWithContent(catalog, frozen.maskSha256);
    images.push({
      path: unique,
      file: managed ? managedFile(folders, frozen.sha256) : join(root, ...path.split('/')),
      sha256: frozen.sha256,
      split,
      label,
      mask: code ?? null,
    });
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

/** As figures count it; null where nobody has said OK or NG. */
function labelOf({ label, defectClass }: VersionImage): string | null {
  if (label === 'ok') return GOOD;
  if (label !== 'ng') return null;
  if (defectClass === null) return SOME_DEFECT;
  return defectClass === GOOD ? `${SOME_DEFECT} "${GOOD}"` : defectClass;
}
