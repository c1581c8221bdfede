/** Why this file exists: the metric fixtures (numbers made by scikit-learn and numpy), typed. */
import { readFileSync } from 'node:fs';

interface F1 {
  f1: number;
  threshold: number;
  precision: number;
  recall: number;
}

export interface ImageCase {
  name: string;
  labels: number[];
  scores: number[];
  auroc: number | null;
  maxF1: F1 | null;
  roc?: { threshold: number | null; fpr: number; tpr: number }[];
  precisionRecall?: { threshold: number; precision: number; recall: number }[];
  confusions: {
    threshold: number;
    passed: number;
    falseAlarms: number;
    missedDefects: number;
    caught: number;
  }[];
  quantiles: [q: number, value: number][];
}

export interface PixelCase {
  name: string;
  images: {
    group: string | null;
    width: number;
    height: number;
    scores: number[];
    mask: string;
    areas8: number[];
    areas4: number[];
  }[];
  auroc: number | null;
  auPro: [limit: number, value: number | null][];
  maxF1: F1 | null;
  groupAuroc: Record<string, number | null>;
}

function read<T>(name: string): T[] {
  const url = new URL(`../../fixtures/metrics/${name}`, import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as { cases: T[] }).cases;
}

export const imageCases = read<ImageCase>('images.json');
export const pixelCases = read<PixelCase>('pixels.json');

export const maskOf = (digits: string): Uint8Array => Uint8Array.from(digits, Number);

/** Rows of `.` and `#` as a mask. */
export function drawn(...rows: string[]): { mask: Uint8Array; width: number; height: number } {
  return {
    mask: Uint8Array.from(rows.join(''), (c) => (c === '#' ? 1 : 0)),
    width: rows[0]!.length,
    height: rows.length,
  };
}
