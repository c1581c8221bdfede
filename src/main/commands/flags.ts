/** Why this file exists: command-line values are checked in one way, with a sentence when wrong. */
import { InvalidArgumentError } from 'commander';
import { LoupeError } from '../../shared/errors.ts';

/** A whole number of at least `lowest` and at most `highest`. */
export function wholeNumber(
  lowest: number,
  highest = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < lowest || value > highest) {
      throw new InvalidArgumentError(
        highest === Number.MAX_SAFE_INTEGER
          ? `It must be a whole number of at least ${lowest}.`
          : `It must be a whole number from ${lowest} to ${highest}.`,
      );
    }
    return value;
  };
}

/** A number above `above`. */
export function numberAbove(above: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value <= above) {
      throw new InvalidArgumentError(`It must be a number above ${above}.`);
    }
    return value;
  };
}

/** Any finite number. */
export function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) {
    throw new InvalidArgumentError('It must be a number.');
  }
  return value;
}

/** A share from 0 to 1. */
export function share(text: string): number {
  const value = anyNumber(text);
  if (value < 0 || value > 1) throw new InvalidArgumentError('It must be a share from 0 to 1.');
  return value;
}

/**
 * Refuses a command without some of its options, which another option would make needless.
 * @throws LoupeError `usage`
 */
export function requireFlags(
  given: object,
  needed: Readonly<Record<string, string>>,
  instead: string,
): void {
  const there = new Map(Object.entries(given));
  const missing = Object.keys(needed).filter((name) => there.get(name) === undefined);
  if (missing.length === 0) return;
  throw new LoupeError(
    'usage',
    `It lacks ${missing.map((name) => needed[name]).join(' and ')}.`,
    `Give ${missing.length === 1 ? 'it' : 'them'}, or ${instead} for a product of the catalog.`,
  );
}
