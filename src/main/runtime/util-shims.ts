/**
 * Why this file exists: tfjs-node-gpu 4.22 calls `util.isNullOrUndefined` and `util.isArray`,
 * of which Node 23 removed the first and warns of the second. Import this module before the first require of tfjs-node-gpu.
 */
import { createRequire } from 'node:module';

// The CommonJS object, which tfjs-node-gpu sees; an ESM namespace would be frozen.
const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>;
util['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
util['isArray'] = Array.isArray;
