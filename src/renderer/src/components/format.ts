/** Why this file exists: numbers look the same on every screen. */
import { strings } from '../strings/index.ts';

const NARROW_SPACE = '\u202f';

/** A fraction as percentage with one decimal, or the words for an undefined metric. */
export function formatPercent(fraction: number | null): string {
  return fraction === null
    ? strings.undefinedMetric
    : `${(fraction * 100).toFixed(1)}${NARROW_SPACE}%`;
}

/** A share of something, from "0 %" over "<0.1 %" to "12.3 %". */
export function formatShare(share: number): string {
  if (share === 0) return `0${NARROW_SPACE}%`;
  if (share < 0.001) return `<0.1${NARROW_SPACE}%`;
  return `${(share * 100).toFixed(1)}${NARROW_SPACE}%`;
}

/** A raw score or map value: about four significant digits. */
export function formatRaw(value: number | null): string {
  if (value === null) return strings.undefinedMetric;
  const size = Math.abs(value);
  if (size >= 1000) return value.toFixed(0);
  if (size >= 100) return value.toFixed(1);
  if (size >= 10) return value.toFixed(2);
  return value.toFixed(3);
}

/** How many in a thousand, for overkill and escape. */
export function formatPerThousand(share: number): string {
  const count = share * 1000;
  return count === 0 || count >= 10 ? count.toFixed(0) : count.toFixed(1);
}

const integers = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function formatInteger(value: number): string {
  return integers.format(value);
}

const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An ISO time in the reader's time zone. */
export function formatTime(iso: string): string {
  return dates.format(new Date(iso));
}
