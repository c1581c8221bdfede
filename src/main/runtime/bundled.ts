/**
 * Why this file exists: an installed Loupe carries native TensorFlow inside itself, so that a machine
 * without network, compiler or Python runs at once. It lies in the package tfjs-node-gpu, where the
 * binding finds its libraries by its own run path; `bundled.json` says so (written by
 * resources/packaging/stage.ts).
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { linkedBinding } from './link.ts';

export const BUNDLED_NAME = 'bundled.json';

export const BundledSchema = z.object({
  tensorflow: z.string(),
  variant: z.enum(['cpu', 'gpu']),
});
export type Bundled = z.infer<typeof BundledSchema>;

/** The small library loaded before the binding, beside it. */
export function bundledQuiet(packageFolder: string): string {
  return join(packageFolder, 'lib', 'napi-v8', 'quiet.node');
}

/**
 * What is bundled in `packageFolder`; null for a clone or a package that has none. An installed Loupe
 * is whole or was not installed, so nothing is hashed here.
 */
export function bundledNative(packageFolder: string): Bundled | null {
  const file = join(packageFolder, BUNDLED_NAME);
  if (!existsSync(file) || !existsSync(linkedBinding(packageFolder))) return null;
  return BundledSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
