/** Why this file exists: a study that takes seconds: drawn plates, made-up weights, small images. */
import { mkdirSync } from 'node:fs';
import { randomBackbone } from '../../../src/main/backbone/backbone.ts';
import { saveBackbone } from '../../../src/main/backbone/store.ts';
import type { StudyRequest } from '../../../src/main/study/request.ts';

/** Installs made-up weights as this user's backbone, in `home`. */
export async function installMadeUpBackbone(home: string, seed = 1): Promise<void> {
  mkdirSync(home, { recursive: true });
  process.env['LOUPE_HOME'] = home;
  await saveBackbone(randomBackbone(seed), 'a test', home);
}

export function smallStudy(
  data: string,
  out: string,
  changes: Partial<StudyRequest> = {},
): StudyRequest {
  return {
    data,
    tables: ['scales'],
    seeds: 1,
    out,
    size: 128,
    every: 1,
    good: null,
    recipe: 'frozen',
    stepsPercent: 100,
    bankMb: 0.5,
    ...changes,
  };
}
