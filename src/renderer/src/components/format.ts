/** Why this file exists: numbers, dates and lengths of time look the same on every screen. */
import { strings } from '../strings/index.ts';
import { locale } from '../strings/language.ts';

const NARROW_SPACE = '\u202f';

const numberFormats = new Map<string, Intl.NumberFormat>();

/** A number in the reader's language with exactly `digits` decimals, without grouping by default. */
export function formatNumber(value: number, digits: number, grouped = false): string {
  const key = `${locale()}:${digits}:${grouped}`;
  const known = numberFormats.get(key);
  const format =
    known ??
    new Intl.NumberFormat(locale(), {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      useGrouping: grouped,
    });
  if (known === undefined) numberFormats.set(key, format);
  return format.format(value);
}

/** A fraction as percentage with one decimal, or the words for an undefined metric. */
export function formatPercent(fraction: number | null): string {
  return fraction === null
    ? strings.undefinedMetric
    : `${formatNumber(fraction * 100, 1)}${NARROW_SPACE}%`;
}

/** A share of something, from "0 %" over "<0.1 %" to "12.3 %". */
export function formatShare(share: number): string {
  if (share === 0) return `0${NARROW_SPACE}%`;
  if (share < 0.001) return `<${formatNumber(0.1, 1)}${NARROW_SPACE}%`;
  return `${formatNumber(share * 100, 1)}${NARROW_SPACE}%`;
}

/** A raw score or map value: about four significant digits. */
export function formatRaw(value: number | null): string {
  if (value === null) return strings.undefinedMetric;
  const size = Math.abs(value);
  if (size >= 1000) return formatNumber(value, 0);
  if (size >= 100) return formatNumber(value, 1);
  if (size >= 10) return formatNumber(value, 2);
  return formatNumber(value, 3);
}

/** How many in a thousand, for overkill and escape. */
export function formatPerThousand(share: number): string {
  const count = share * 1000;
  return formatNumber(count, count === 0 || count >= 10 ? 0 : 1);
}

export function formatInteger(value: number): string {
  return formatNumber(value, 0, true);
}

/** A size of files: "1.3 GB". Decimal units, as disks are sold. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${formatNumber(value, at === 0 || value >= 100 ? 0 : 1)}${NARROW_SPACE}${units[at] ?? ''}`;
}

/** A length of time in its two largest units: "2 h 5 min", "45 s". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86400), strings.units.days],
    [Math.floor((whole % 86400) / 3600), strings.units.hours],
    [Math.floor((whole % 3600) / 60), strings.units.minutes],
    [whole % 60, strings.units.seconds],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  if (first < 0) return `0${NARROW_SPACE}${strings.units.seconds}`;
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${value}${NARROW_SPACE}${unit}`)
    .join(' ');
}

/** A time, as ISO text or milliseconds since 1970 UTC, in the reader's time zone. */
export function formatTime(time: string | number): string {
  const format = new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' });
  return format.format(new Date(time));
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago: "3 hours ago"; a date beyond a week. `now` in milliseconds. */
export function formatAgo(time: number, now: number): string {
  const seconds = (now - time) / 1000;
  if (seconds > 7 * 86_400) {
    return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(time));
  }
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  const step = STEPS.find(([, size]) => seconds >= size);
  return step === undefined
    ? format.format(0, 'second')
    : format.format(-Math.floor(seconds / step[1]), step[0]);
}
