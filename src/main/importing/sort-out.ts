/**
 * Why this file exists: of files with the same bytes only the first is added, and what the product
 * has already is not added again. Here it is decided which is which.
 */
import { nameSome } from '../dataset/layouts/layout.ts';
import type { ReadImage } from './read-folder.ts';

export interface SortedOut {
  /** One of each content, in order; `known` are those whose bytes the product has. */
  distinct: ReadImage[];
  fresh: ReadImage[];
  known: ReadImage[];
  /** Paths of files with the same bytes, the one that counts first. */
  groups: string[][];
  warnings: string[];
}

/** @param inProduct SHA-256 of every image that the product has */
export function sortOut(images: readonly ReadImage[], inProduct: ReadonlySet<string>): SortedOut {
  const byContent = new Map<string, ReadImage[]>();
  for (const image of images) {
    const same = byContent.get(image.reading.sha256);
    if (same === undefined) byContent.set(image.reading.sha256, [image]);
    else same.push(image);
  }
  const distinct = [...byContent.values()].map(([first]) => first!);
  const several = [...byContent.values()].filter(({ length }) => length > 1);
  return {
    distinct,
    fresh: distinct.filter(({ reading }) => !inProduct.has(reading.sha256)),
    known: distinct.filter(({ reading }) => inProduct.has(reading.sha256)),
    groups: several.map((same) => same.map(({ found }) => found.path)),
    warnings: contradictions(several),
  };
}

/** The same bytes as good and as defective, or in training and in test, is a mistake of someone. */
function contradictions(several: readonly ReadImage[][]): string[] {
  const differ = (of: (image: ReadImage) => string): string[] =>
    several.flatMap((same) => {
      const [first, ...others] = same;
      const other = others.find((image) => of(image) !== of(first!));
      return other === undefined ? [] : `${first!.found.path} = ${other.found.path}`;
    });
  const warnings: string[] = [];
  const labels = differ(({ found }) => `${found.label} ${found.defectClass ?? ''}`);
  if (labels.length > 0) {
    warnings.push(
      `The same picture has two labels, and only the first of each counts: ${nameSome(labels)}.`,
    );
  }
  const splits = differ(({ found }) => found.split);
  if (splits.length > 0) {
    warnings.push(
      `The same picture is in two splits, and only the first of each counts: ${nameSome(splits)}.`,
    );
  }
  return warnings;
}
