/** Why this file exists: the version is written once, in package.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './places.ts';

/** This Loupe's version, e.g. `0.1.0`. */
export function productVersion(): string {
  const file = join(projectFolder(), 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
