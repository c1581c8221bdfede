/** Why this file exists: in which settings two models differ, from their manifests. Pure. */
import type { Json } from '../../../../shared/entities/common.ts';

export interface SettingDifference {
  /** Dotted: `recipeParameters.training.steps`. */
  path: string;
  a: string;
  b: string;
}

/** What differs between any two trainings and says nothing about how they were set. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'id',
  'name',
  'createdAt',
  'createdBy',
  'files',
  'goodImages',
  'goodScores',
  'goodMap',
  'thresholds',
  'banks',
]);

/** Every leaf that is not the same, by its path. */
export function manifestDifferences(a: Json, b: Json): SettingDifference[] {
  const [first, second] = [leaves(a), leaves(b)];
  const paths = [...new Set([...first.keys(), ...second.keys()])].sort();
  return paths.flatMap((path) => {
    const [was, is] = [first.get(path) ?? '–', second.get(path) ?? '–'];
    return was === is ? [] : [{ path, a: was, b: is }];
  });
}

function leaves(value: Json, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
    return into;
  }
  for (const [key, inner] of Object.entries(value)) {
    if (path === '' && LEFT_OUT.has(key)) continue;
    leaves(inner, path === '' ? key : `${path}.${key}`, into);
  }
  return into;
}
