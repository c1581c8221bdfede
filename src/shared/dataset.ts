/** Why this file exists: what a scanned folder of images is, for main, renderer and tests alike. */

export type Split = 'train' | 'test';

/** The label of a good part; any other label is a defect type's name. */
export const GOOD = 'good';

export type LayoutName = 'mvtec' | 'btad' | 'folder';

export interface DatasetImage {
  /** Relative to the data set's root, with `/` on every system. */
  path: string;
  split: Split;
  /** `good`, or the defect type's name (its folder). */
  label: string;
  /** Ground-truth mask, relative to the root, where there is one. */
  mask?: string | undefined;
}

/** A file that is not used, and why, in a sentence for a person. */
export interface RejectedFile {
  path: string;
  reason: string;
}

export interface Dataset {
  /** Absolute path. */
  root: string;
  /** The root folder's name; names the product. */
  name: string;
  layout: LayoutName;
  /** Sorted by path; the order is part of every seeded result. */
  images: DatasetImage[];
  rejected: RejectedFile[];
  /** Things worth knowing that stop nothing (masks without images, files that differ only in ending). */
  warnings: string[];
}
