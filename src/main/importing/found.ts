/** Why this file exists: what a folder holds by the names in it, the same for every layout. */
import type { RejectedFile } from '../../shared/dataset.ts';
import type { ImageSplit } from '../../shared/entities/image.ts';
import type { ImportLayout } from '../../shared/entities/job.ts';
import type { LabelValue } from '../../shared/entities/label.ts';

/** What a name says of an image. */
export interface NamedLabel {
  /** `none` where nothing says it. */
  label: LabelValue;
  /** Null for good parts, and where only "defective" is said. */
  defectClass: string | null;
}

export interface FoundImage extends NamedLabel {
  /** Relative to the folder, with `/` on every system. */
  path: string;
  /** `none` where the layout knows no splits. */
  split: ImageSplit;
  part: string | null;
  /** Ground truth, relative to the folder. */
  mask: string | null;
  /** Pixels outside scores and metrics, as a mask of its own; relative to the folder. */
  ignore: string | null;
}

export interface Found {
  layout: ImportLayout;
  /** By path, in code-point order. */
  images: FoundImage[];
  rejected: RejectedFile[];
  warnings: string[];
}

const GOOD_NAMES = new Set(['good', 'ok', 'normal', 'pass', 'gut', 'io']);
const BAD_NAMES = new Set([
  ...['bad', 'ng', 'nok', 'ko', 'nio', 'fail', 'reject', 'defect', 'defects', 'defective'],
  ...['anomaly', 'anomalous', 'anomalies', 'abnormal', 'schlecht'],
]);

/** Whether a folder or class of this name holds good parts. */
export function meansGood(name: string): boolean {
  return GOOD_NAMES.has(name.trim().toLowerCase());
}

/** Whether a name says that parts are good or defective, without saying how. */
export function meansVerdict(name: string): boolean {
  return meansGood(name) || BAD_NAMES.has(name.trim().toLowerCase());
}

/** `good` is OK, `bad` is NG without a class, anything else is the class of an NG part. */
export function labelOfName(name: string): NamedLabel {
  if (meansGood(name)) return { label: 'ok', defectClass: null };
  const defectClass = className(name);
  if (meansVerdict(name) || defectClass === '') return { label: 'ng', defectClass: null };
  return { label: 'ng', defectClass };
}

/** A folder's name as the catalog takes names: one line of at most 200 characters. */
function className(name: string): string {
  // Control characters, which a folder's name may hold.
  const line = [...name].map((character) => (character < ' ' ? ' ' : character)).join('');
  return line.trim().slice(0, 200).trim();
}
