/**
 * Why this file exists: a hash over JSON means something only if one value has one text. Keys are
 * sorted by UTF-16 code units and there is no white space, as in RFC 8785.
 */
import type { Json } from '../../shared/entities/common.ts';

/**
 * The one text of a JSON value.
 * @throws TypeError for what JSON cannot say: undefined, NaN, infinities, functions
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`JSON has no number ${value}.`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`JSON has no ${typeof value}.`);
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key]!)}`);
  return `{${fields.join(',')}}`;
}
