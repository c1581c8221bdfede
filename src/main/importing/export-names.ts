/**
 * Why this file exists: where each image of a version goes in the layout of MVTec AD. A path that
 * says there what the version says of the image is kept, so that an export of an import gives the
 * same paths; others are made, unique on every file system.
 */
import path from 'node:path';
import type { VersionImage } from '../../shared/entities/dataset-version.ts';
import { foldName, stemOf } from '../dataset/files.ts';
import { labelOfName } from './found.ts';
import { CALIBRATE_FOLDER, IGNORE_FOLDER } from './find-images.ts';

export interface ExportPlace {
  image: VersionImage;
  /** Relative to the export's folder. */
  path: string;
  /** Where its mask goes, if it has one. */
  mask: string;
  /** Where its ignored pixels go, if it has some. */
  ignore: string;
}

const SPLIT_FOLDERS = { train: 'train', calibrate: CALIBRATE_FOLDER, test: 'test' } as const;
/** The folder of defects whose class nobody has named. */
const SOME_DEFECT = 'defect';
/** Names that Windows keeps for itself. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const MOST_NAME = 100;

export interface ExportPlan {
  places: ExportPlace[];
  /** Images that the layout has no place for: not labelled OK or NG, or defects in training. */
  left: VersionImage[];
}

/** Where everything goes; the same for the same version. */
export function planExport(images: readonly VersionImage[]): ExportPlan {
  const left: VersionImage[] = [];
  const places: ExportPlace[] = [];
  const taken = new Set<string>();
  /** Stems used in ground_truth, which has one folder for test and calibrate together. */
  const stems = new Set<string>();
  const wanted: VersionImage[] = [];
  for (const image of images) {
    if (hasPlace(image)) wanted.push(image);
    else left.push(image);
  }
  const put = (image: VersionImage, file: string): boolean => {
    const folder = path.posix.dirname(file);
    const stem = `${path.posix.basename(folder)}/${stemOf(file)}`;
    const isTruth = image.label === 'ng';
    if (taken.has(foldName(file)) || (isTruth && stems.has(foldName(stem)))) return false;
    taken.add(foldName(file));
    if (isTruth) stems.add(foldName(stem));
    places.push({
      image,
      path: file,
      mask: `ground_truth/${stem}_mask.png`,
      ignore: `${IGNORE_FOLDER}/${folder}/${stemOf(file)}.png`,
    });
    return true;
  };
  const others = wanted.filter((image) => !(saysTheSame(image) && put(image, image.path)));
  for (const image of others) {
    const folder = `${SPLIT_FOLDERS[image.split as keyof typeof SPLIT_FOLDERS]}/${folderOf(image)}`;
    const ending = path.posix.extname(image.path);
    const stem = safeName(stemOf(image.path));
    for (let n = 1; !put(image, `${folder}/${stem}${n === 1 ? '' : `~${n}`}${ending}`); n++);
  }
  return { places, left };
}

function hasPlace({ split, label }: VersionImage): boolean {
  if (split === 'none') return false;
  return label === 'ok' || (label === 'ng' && split !== 'train');
}

/** Whether the image's own path, read in this layout, gives its split, label and class. */
function saysTheSame({ path: file, split, label, defectClass }: VersionImage): boolean {
  const [splitFolder, labelFolder, name, ...more] = file.split('/');
  if (name === undefined || more.length > 0 || labelFolder === undefined) return false;
  if ([labelFolder, name].some((part) => part === '.' || part === '..')) return false;
  if (split === 'none' || splitFolder !== SPLIT_FOLDERS[split]) return false;
  if (label === 'ok') return labelFolder === 'good';
  if (labelFolder === 'good') return false;
  const read = labelOfName(labelFolder);
  return read.label === 'ng' && read.defectClass === defectClass;
}

function folderOf({ label, defectClass }: VersionImage): string {
  if (label === 'ok') return 'good';
  const name = safeName(defectClass ?? SOME_DEFECT);
  return foldName(name) === 'good' ? `${SOME_DEFECT} ${name}` : name;
}

/** A name that every file system takes. */
function safeName(name: string): string {
  const plain = [...name]
    .map((character) => (character < ' ' || '<>:"/\\|?*'.includes(character) ? '-' : character))
    .join('')
    .slice(0, MOST_NAME)
    .replace(/^[. ]+|[. ]+$/g, '');
  return plain === '' || RESERVED.test(plain) ? `_${plain}` : plain;
}
