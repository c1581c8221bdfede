/**
 * Why this file exists: an exported report as a value: headings, facts, tables, drawings, pictures.
 * HTML and PDF are two ways to write the same value down, so that they cannot say different things.
 */

export interface Column {
  name: string;
  /** Numbers stand to the right. */
  number?: boolean;
}

/** What a drawing is coloured by; each has one colour on paper and a shape or place of its own. */
export type Ink = 'good' | 'defective' | 'review' | 'text' | 'muted' | 'line' | 'ground';

/** Shapes in a drawing's own units: points of 1/72 inch, from the top left. */
export type Shape =
  | {
      kind: 'path';
      points: readonly (readonly [number, number])[];
      ink: Ink;
      width: number;
      dash?: number;
    }
  | { kind: 'rect'; x: number; y: number; width: number; height: number; ink: Ink }
  | { kind: 'circle'; x: number; y: number; radius: number; ink: Ink }
  | {
      kind: 'text';
      x: number;
      /** The baseline. */
      y: number;
      text: string;
      anchor: 'start' | 'middle' | 'end';
      ink: Ink;
      bold?: boolean;
    };

export interface Drawing {
  title: string;
  /** What it shows, in words, for whoever cannot see it. */
  description: string;
  width: number;
  height: number;
  shapes: readonly Shape[];
}

export interface Picture {
  /** JPEG bytes; null with the reason in `lines` when the image could not be read. */
  jpeg: Uint8Array | null;
  /** Size in pixels; of the room left for it where there is no picture. */
  width: number;
  height: number;
  /** The first is bold. */
  lines: readonly string[];
}

export type Block =
  | { kind: 'facts'; rows: readonly (readonly [string, string])[] }
  | { kind: 'figures'; items: readonly { name: string; value: string; note: string }[] }
  | { kind: 'table'; columns: readonly Column[]; rows: readonly (readonly string[])[] }
  | { kind: 'drawings'; drawings: readonly Drawing[] }
  | { kind: 'pictures'; pictures: readonly Picture[] }
  | { kind: 'text'; text: string }
  | { kind: 'warnings'; lines: readonly string[] };

export interface Section {
  title: string;
  blocks: readonly Block[];
}

export interface ReportDocument {
  language: 'en' | 'de';
  title: string;
  subtitle: string;
  /** The date of making, as it is printed: the only thing that differs between two exports. */
  made: { at: Date; text: string };
  sections: readonly Section[];
  /** At the foot of each page. */
  footer: string;
}
