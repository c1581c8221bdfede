/** Why this file exists: numbers and dates as a report prints them, in its language. */
import type { ReportStrings } from './strings.ts';

export interface Numbers {
  /** A fraction as percentage with one decimal, or the words for an undefined one. */
  percent: (fraction: number | null) => string;
  /** A raw score or map value: about four significant digits. */
  raw: (value: number | null) => string;
  /** A rate per 1,000. */
  rate: (perThousand: number | null) => string;
  integer: (value: number) => string;
  /** A moment with its zone, so that it is the same wherever it is read. */
  moment: (at: Date | number) => string;
  hour: (at: Date | number) => string;
}

/** @param timeZone IANA name; the machine's own where left out */
export function numbersIn(strings: ReportStrings, timeZone?: string): Numbers {
  const locale = strings.language === 'de' ? 'de-DE' : 'en-GB';
  const zone = timeZone === undefined ? {} : { timeZone };
  const fixed = (value: number, digits: number): string =>
    value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const moments = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'long',
    ...zone,
  });
  const hours = new Intl.DateTimeFormat(locale, {
    dateStyle: 'short',
    timeStyle: 'short',
    ...zone,
  });
  return {
    percent: (fraction) =>
      fraction === null ? strings.notDefined : `${fixed(fraction * 100, 1)}\u00a0%`,
    raw: (value) => {
      if (value === null) return strings.notDefined;
      const size = Math.abs(value);
      return fixed(value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3);
    },
    rate: (value) =>
      value === null ? strings.notDefined : fixed(value, value === 0 || value >= 10 ? 0 : 1),
    integer: (value) => fixed(value, 0),
    moment: (at) => moments.format(at),
    hour: (at) => hours.format(at),
  };
}
