/** Why this file exists: round steps, ticks and the way from a value to a place on screen. Pure. */

/** What lies on an axis, from the lowest to the highest value. */
export interface Extent {
  low: number;
  high: number;
}

/** A round step (1, 2 or 5 times a power of ten) that gives about `count` steps over `span`. */
export function roundStep(span: number, count: number): number {
  if (!(span > 0)) return 1;
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const lead = raw / power;
  return (lead > 5 ? 10 : lead > 2 ? 5 : lead > 1 ? 2 : 1) * power;
}

/** Round values inside `extent`, about `count` of them. */
export function ticks({ low, high }: Extent, count: number): number[] {
  const step = roundStep(high - low, count);
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step);
}

/** As many decimals as the axis needs to tell its ticks apart; `locale` as `Intl` names it. */
export function formatTick(value: number, { low, high }: Extent, locale = 'en'): string {
  const decimals = Math.max(0, Math.min(6, 1 - Math.floor(Math.log10((high - low) / 2))));
  return value.toLocaleString(locale, {
    maximumFractionDigits: decimals,
    useGrouping: false,
    // No minus before a nought.
    signDisplay: 'negative',
  });
}

/** A straight axis of `length` CSS pixels from `start`; `high` lies at its end. */
export interface Axis {
  /** The place of a value. */
  at: (value: number) => number;
  /** The value at a place, kept inside the extent. */
  valueAt: (place: number) => number;
  extent: Extent;
}

export function createAxis(extent: Extent, start: number, length: number): Axis {
  const span = extent.high - extent.low || 1;
  return {
    extent,
    at: (value) => start + ((value - extent.low) / span) * length,
    valueAt: (place) => {
      const share = length === 0 ? 0 : (place - start) / length;
      return extent.low + Math.min(1, Math.max(0, share)) * span;
    },
  };
}

/** A value as it is kept after a drag: rounded to a thousandth of the axis, never beyond its ends. */
export function snapped(value: number, { low, high }: Extent): number {
  const step = roundStep((high - low) / 1000, 1);
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return Math.min(high, Math.max(low, Number((Math.round(value / step) * step).toFixed(decimals))));
}
