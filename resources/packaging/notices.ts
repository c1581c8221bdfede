/** Why this file exists: the licences of everything in the installed application, in one text. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProductionPackage } from './production.ts';

const LICENCE = /^(licen[sc]e|copying|notice)/i;

/** One block for each package: name, version, licence, and the texts that lie in its folder. */
export function noticesOf(packages: readonly ProductionPackage[], preface: string): string {
  const blocks = packages
    .filter(isFirstOfItsVersion)
    .map(({ name, version, licence, folder }) =>
      [`${name} ${version} (${licence})`, ...textsIn(folder)].join('\n\n'),
    );
  return `${[preface.trim(), ...blocks].join(`\n\n${'-'.repeat(78)}\n\n`)}\n`;
}

function isFirstOfItsVersion(
  { name, version }: ProductionPackage,
  index: number,
  all: readonly ProductionPackage[],
): boolean {
  return all.findIndex((other) => other.name === name && other.version === version) === index;
}

function textsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENCE.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim());
}
