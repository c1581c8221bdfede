/**
 * Why this file exists: the job "inspect watch": every new part in a folder, until the job is
 * cancelled. A part is known by its place and its content; what was inspected before (in this run, or
 * before a restart) is not inspected again by the same model.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InspectOutcome } from '../../shared/entities/job.ts';
import type { Source } from '../../shared/entities/image.ts';
import { LoupeError } from '../../shared/errors.ts';
import { ensureSource } from '../catalog/images.ts';
import { countInspectionsOfRun, wasInspected } from '../catalog/inspections.ts';
import { fromSystemError, ImageError } from '../dataset/image-error.ts';
import { nextStep } from '../engine/control.ts';
import type { JobControl } from '../jobs/runner.ts';
import type { InspectJob, JobRunners } from '../jobs/runners.ts';
import { inForce } from './in-force.ts';
import { imageOfPart, inspectPart, partAt, type InspectingParts } from './inspect-part.ts';
import { openOutputs } from './outputs.ts';
import { FolderWatch, type SeenFile } from './watch-folder.ts';

const LOOK_EVERY_MS = 500;
/** Looks at a file that cannot be read before it is given up until it changes. */
const TRIES = 5;

export function inspectWatchRunner(
  parts: InspectingParts,
  lookEveryMs = LOOK_EVERY_MS,
): JobRunners['inspect watch'] {
  const { context } = parts;
  return async (spec, control): Promise<InspectOutcome> => {
    const { catalog } = context;
    inForce(catalog, spec.productId, spec.modelId);
    const folder = await watchedFolder(spec);
    const { productId } = spec;
    const source = ensureSource(catalog, { productId, root: folder, layout: 'watched' });
    const outputs = openOutputs(context, spec.outputs, control);
    const watch = new FolderWatch(folder);
    const tries = new Map<string, number>();
    let away = false;
    const progress = () => {
      const { ok, review, ng } = countInspectionsOfRun(catalog, control.runId);
      control.onProgress({
        step: 'Watching',
        done: ok + review + ng,
        unit: 'parts',
        detail: folder,
      });
    };
    progress();
    try {
      // Ends by the signal: a person pauses or cancels it, or Loupe is closed.
      for (;;) {
        await nextStep(control);
        const started = performance.now();
        const ready = await watch.look();
        if ((ready === null) !== away) {
          away = ready === null;
          const text = `The folder ${folder} ${away ? 'is not there; Loupe goes on looking for it' : 'is there again'}.`;
          control.log(away ? 'warning' : 'info', text);
        }
        for (const file of newestFirstSeen(parts, source, ready ?? [])) {
          await nextStep(control);
          await takeFile(file);
        }
        // A folder of many files on a slow drive is not looked at all the time.
        const rest = Math.max(lookEveryMs, 3 * (performance.now() - started));
        await sleep(rest, undefined, { signal: control.signal }).catch(() => undefined);
      }
    } finally {
      await outputs.stop();
    }

    async function takeFile(seen: SeenFile): Promise<void> {
      const problem = await inspectSeen(parts, spec, source, seen, control);
      if (problem === null) {
        tries.delete(seen.name);
        watch.take(seen.name);
        outputs.wake();
        progress();
        return;
      }
      const tried = (tries.get(seen.name) ?? 0) + 1;
      tries.set(seen.name, tried);
      if (tried < TRIES) {
        watch.again(seen.name);
        return;
      }
      tries.delete(seen.name);
      watch.take(seen.name);
      control.log('warning', `${join(folder, seen.name)} ${problem}; it was not inspected.`);
    }
  };
}

/** Null when it was inspected, now or before; else why it cannot be (yet). */
async function inspectSeen(
  parts: InspectingParts,
  { productId, modelId }: InspectJob,
  source: Source,
  seen: SeenFile,
  control: JobControl,
): Promise<string | null> {
  const { catalog } = parts.context;
  const request = { productId, modelId, runId: control.runId };
  try {
    const part = await partAt(join(source.root, seen.name), source);
    const known = imageOfPart(catalog, part);
    const { model } = inForce(catalog, productId, modelId);
    if (known && wasInspected(catalog, { imageId: known.id, modelId: model.id })) return null;
    const quiet = {
      signal: control.signal,
      onProgress: () => undefined,
      onNotice: (sentence: string) => control.log('info', sentence),
    };
    const result = await inspectPart(parts, request, part, known, quiet);
    return 'problem' in result ? result.problem : null;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    return error.reason;
  }
}

/** New names first: of those that the catalog has, most were inspected before a restart. */
function newestFirstSeen(
  { context: { catalog } }: InspectingParts,
  source: Source,
  files: readonly SeenFile[],
): SeenFile[] {
  const isKnown = ({ name }: SeenFile) =>
    catalog.get('SELECT 1 FROM image WHERE source_id = ? AND path = ?', source.id, name) !==
    undefined;
  const known = files.map(isKnown);
  return [...files.filter((_, i) => !known[i]), ...files.filter((_, i) => known[i])];
}

async function watchedFolder({ paths }: InspectJob): Promise<string> {
  const [folder, ...others] = paths;
  if (folder === undefined || others.length > 0) {
    throw new LoupeError(
      'usage',
      `${paths.length} folders were named; one is watched at a time.`,
      'Start a job for each folder.',
    );
  }
  const info = await stat(folder).catch((error: unknown) => {
    throw fromSystemError(folder, error);
  });
  if (info.isDirectory()) return folder;
  throw new LoupeError(
    'usage',
    `${folder} is a file, not a folder.`,
    'Name the folder it lies in.',
  );
}
