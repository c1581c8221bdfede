/** Why this file exists: one JSON value must have exactly one text, or the audit hashes mean nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/main/catalog/canonical-json.ts';
import type { Json } from '../../../src/shared/entities/common.ts';

describe('canonical JSON', () => {
  it('sorts keys at every depth and leaves no white space', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x"y' }], a: -0.5, B: true })).toBe(
      '{"B":true,"a":-0.5,"b":[1,{"c":"x\\"y","d":null}]}',
    );
  });

  it('does not depend on the order in which keys were set, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // JSON has no negative zero.
        const plain = JSON.parse(JSON.stringify(value)) as Json;
        const text = canonicalJson(plain);
        expect(JSON.parse(text)).toEqual(plain);
        expect(canonicalJson(reversed(plain))).toBe(text);
      }),
    );
  });

  it('refuses what JSON cannot say', () => {
    for (const value of [NaN, Infinity, undefined, () => 1]) {
      expect(() => canonicalJson({ value } as unknown as Json)).toThrow(TypeError);
    }
  });
});

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const result = Object.create(null) as Record<string, Json>;
  for (const [key, inner] of Object.entries(value).reverse()) result[key] = reversed(inner);
  return result;
}
