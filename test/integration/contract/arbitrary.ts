/**
 * Why this file exists: inputs of the contract made from the table's own schemas: ones of the right
 * shape, to reach the handlers, and ones that are a little wrong, to try the border.
 */
import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';
import { requests, type RequestName } from '../../../src/shared/contract.ts';

interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  const?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
  contentEncoding?: string;
}

export interface Choices {
  /** Where a number names something of the catalog. */
  id: Arbitrary<number>;
  /** Where a text names a file or folder. */
  path: Arbitrary<string>;
}

const LONGEST_PATH = 4096;

/** What `z.toJSONSchema` says of a request's input. */
export function inputSchema(name: RequestName): JsonSchema {
  const options = { io: 'input', unrepresentable: 'any' } as const;
  return z.toJSONSchema(requests[name].input, options) as JsonSchema;
}

/** True where some part of the input is the number of something. */
export function namesSomething(schema: JsonSchema): boolean {
  const properties = Object.entries(schema.properties ?? {});
  const parts = [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return (
    properties.some(([key, part]) => isId(key, part) || namesSomething(part)) ||
    parts.some((part) => part !== undefined && namesSomething(part))
  );
}

function isId(key: string, schema: JsonSchema): boolean {
  const options = [schema, schema.items ?? {}, ...(schema.anyOf ?? [])];
  return /(Id|Ids|^from|^to)$/.test(key) && options.some(({ type }) => type === 'integer');
}

/** Inputs of the right shape (a refinement may still refuse one). */
export function rightShape(name: RequestName, choices: Choices): Arbitrary<unknown> {
  return valueOf(inputSchema(name), '', choices);
}

/** Inputs of the right shape with one part changed for anything, taken away or added. */
export function slightlyWrong(name: RequestName, choices: Choices): Arbitrary<unknown> {
  return fc
    .tuple(rightShape(name, choices), fc.nat(), strange, fc.nat({ max: 2 }))
    .map(([value, at, other, how]) => spoilt(value, at, other, how));
}

/** What no schema expects: all JSON, and what only a structured clone can carry. */
export const strange: Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withTypedArray: true }),
  fc.constantFrom(
    -1,
    0,
    1.5,
    NaN,
    Infinity,
    2 ** 53,
    '',
    '\0',
    '../../etc/passwd',
    "'; DROP",
    [],
    {},
  ),
  fc.constantFrom({ __proto__: { polluted: 1 } }, { constructor: 1 }, { toString: null }),
  fc.string({ minLength: 5000, maxLength: 6000 }),
);

function spoilt(value: unknown, at: number, other: unknown, how: number): unknown {
  if (typeof value !== 'object' || value === null) return other;
  const keys = Object.keys(value);
  const key = keys[at % Math.max(1, keys.length)];
  if (key === undefined) return { surplus: other };
  const inside = (value as Record<string, unknown>)[key];
  if (typeof inside === 'object' && inside !== null && at % 3 === 0 && !Array.isArray(value)) {
    return { ...value, [key]: spoilt(inside, Math.floor(at / 7), other, how) };
  }
  if (how === 0)
    return Array.isArray(value) ? [...(value as unknown[]), other] : { ...value, [key]: other };
  if (how === 1) return { ...value, surplus: other };
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}

function valueOf(schema: JsonSchema, key: string, choices: Choices): Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map((option) => valueOf(option, key, choices)));
  switch (schema.type) {
    case 'object':
      return objectOf(schema, choices);
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, key, choices), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, 3),
      });
    case 'string':
      return textOf(schema, choices);
    case 'integer':
      return /(Id|Ids|^from|^to)$/.test(key) ? choices.id : wholeNumber(schema);
    case 'number':
      return fc.double({ min: schema.minimum ?? 0.001, max: schema.maximum ?? 1e6, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case undefined:
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(schema: JsonSchema, choices: Choices): Arbitrary<unknown> {
  const parts = Object.entries(schema.properties ?? {}).map(
    ([name, part]) => [name, valueOf(part, name, choices)] as const,
  );
  return fc.record(Object.fromEntries(parts), { requiredKeys: schema.required ?? [] });
}

function wholeNumber({ minimum, maximum, exclusiveMinimum }: JsonSchema): Arbitrary<number> {
  const lowest = minimum ?? (exclusiveMinimum === undefined ? -1000 : exclusiveMinimum + 1);
  return fc.integer({ min: lowest, max: Math.min(maximum ?? 1000, Math.max(lowest, 1000)) });
}

function textOf({ pattern, maxLength, minLength, ...schema }: JsonSchema, choices: Choices) {
  if (schema.contentEncoding === 'base64') {
    return fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64'));
  }
  if (schema.format === 'uri') return fc.constant('http://127.0.0.1:9/');
  if (maxLength === LONGEST_PATH) return choices.path;
  if (pattern !== undefined) return fc.constantFrom('ui.theme', 'views.3', 'plates', 'compute.x');
  return fc.string({ minLength: minLength ?? 0, maxLength: Math.min(maxLength ?? 20, 20) });
}
