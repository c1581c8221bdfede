/** Why this file exists: how two frozen versions differ, image by image, told apart by their bytes. */
import type { VersionDifference } from '../../shared/contract/datasets.ts';
import type { VersionImage } from '../../shared/entities/dataset-version.ts';

/** As many paths as a list of examples holds. */
const EXAMPLES = 200;

/**
 * How `to` differs from `from`. Images are the same when their bytes are; where a version holds the
 * same bytes several times, the first, second ... of one is compared with those of the other.
 */
export function compareVersions(
  from: Iterable<VersionImage>,
  to: Iterable<VersionImage>,
): VersionDifference {
  const nothing = () => ({ images: 0, examples: [] as string[] });
  const result: VersionDifference = {
    added: nothing(),
    removed: nothing(),
    relabelled: nothing(),
    moved: nothing(),
    masksChanged: nothing(),
  };
  const note = (name: keyof VersionDifference, path: string): void => {
    result[name].images += 1;
    if (result[name].examples.length < EXAMPLES) result[name].examples.push(path);
  };
  const left = new Map<string, VersionImage[]>();
  for (const image of from) {
    const same = left.get(image.sha256);
    if (same === undefined) left.set(image.sha256, [image]);
    else same.push(image);
  }
  for (const image of to) {
    const old = left.get(image.sha256)?.shift();
    if (old === undefined) {
      note('added', image.path);
      continue;
    }
    if (old.label !== image.label || old.defectClass !== image.defectClass) {
      note('relabelled', image.path);
    }
    if (old.split !== image.split) note('moved', image.path);
    if (old.maskSha256 !== image.maskSha256) note('masksChanged', image.path);
  }
  for (const images of left.values()) for (const { path } of images) note('removed', path);
  return result;
}
