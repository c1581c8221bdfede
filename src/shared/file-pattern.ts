/**
 * Why this file exists: cameras write what they know into file names. A pattern says where the
 * class and the part stand in them. The import reads names by it, and the screen shows what it reads.
 */
import { LoupeError } from './errors.ts';

/** What a pattern reads from a name; undefined where the pattern does not say it. */
export interface NameParts {
  label?: string;
  part?: string;
}

/** Reads a file's name (without folder, with or without ending); undefined when it does not fit. */
export type ReadName = (name: string) => NameParts | undefined;

type Field = 'label' | 'part' | '*';
interface Piece {
  field: Field;
  /** The characters that must follow the field; '' at the end. */
  then: string;
}

/**
 * Compiles `{label}_{part}_{*}`. Each field takes at least one character and as few as possible, so
 * that names are read in one pass whatever they hold; the last one takes the rest. A literal ending
 * (`.png`) in the pattern is ignored: names are read without theirs.
 * @throws LoupeError `usage` for an unknown or doubled field, two fields with nothing between them
 *   or none at all
 */
export function compilePattern(pattern: string): ReadName {
  const { start, pieces } = parse(withoutEnding(pattern.trim()), pattern);
  return (name) => {
    const text = withoutEnding(name);
    if (!text.startsWith(start)) return undefined;
    const result: NameParts = {};
    let at = start.length;
    for (const [i, { field, then }] of pieces.entries()) {
      const isLast = i === pieces.length - 1;
      const end = endOfField(text, at, then, isLast);
      if (end <= at) return undefined;
      if (field !== '*') result[field] = text.slice(at, end);
      at = end + then.length;
    }
    return at === text.length ? result : undefined;
  };
}

/** Where a field that begins at `from` ends: before the next `then`, or before the one that ends it all. */
function endOfField(text: string, from: number, then: string, isLast: boolean): number {
  if (!isLast) return text.indexOf(then, from + 1);
  return text.endsWith(then) ? text.length - then.length : -1;
}

function parse(text: string, pattern: string): { start: string; pieces: Piece[] } {
  const refuse = (reason: string): LoupeError =>
    new LoupeError(
      'usage',
      `The pattern "${pattern}" cannot be used: ${reason}.`,
      'Write it like {label}_{part}_{*}: {label} is the class, {part} the part, {*} anything.',
    );
  const pieces: Piece[] = [];
  const [start = '', ...rest] = text.split('{');
  for (const [i, tail] of rest.entries()) {
    const close = tail.indexOf('}');
    if (close < 0) throw refuse('a "{" has no "}"');
    const field = tail.slice(0, close);
    if (field !== 'label' && field !== 'part' && field !== '*') {
      throw refuse(`{${field}} is not known`);
    }
    if (field !== '*' && pieces.some((piece) => piece.field === field)) {
      throw refuse(`{${field}} is in it twice`);
    }
    const then = tail.slice(close + 1);
    if (then === '' && i < rest.length - 1) {
      throw refuse('two fields follow each other with nothing between them');
    }
    pieces.push({ field, then });
  }
  if (!pieces.some(({ field }) => field !== '*')) {
    throw refuse('it has neither {label} nor {part}');
  }
  return { start, pieces };
}

function withoutEnding(name: string): string {
  return name.replace(/\.(?:png|jpe?g|bmp|tiff?|webp)$/i, '');
}
