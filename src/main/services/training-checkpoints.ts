/** Why this file exists: a training that is stopped or killed goes on from its last checkpoint. */
import { join, resolve } from 'node:path';
import type { trainEncoders } from '../engine/train-encoders.ts';
import { ensureFolder, statOrNull } from '../files.ts';
import { readCheckpoint, writeCheckpoint } from '../models/checkpoint.ts';

/** Where a training keeps its checkpoint until the model is written. */
export function workFolderOf(out: string): string {
  return `${resolve(out)}.training`;
}

type Checkpoint = Awaited<ReturnType<typeof readCheckpoint>>;
type Save = Parameters<typeof trainEncoders>[0]['save'];

/**
 * Runs `train` with the checkpoint to go on from and with a way to save new ones.
 * @param identity what the run is; a checkpoint of another one is refused
 * @throws LoupeError `usage`, `bad-data` of the checkpoint, and whatever `train` throws
 */
export async function trainWithCheckpoints<T>(
  out: string,
  identity: string,
  resume: boolean,
  notice: (sentence: string) => void,
  train: (resumeFrom: Checkpoint, save: Save) => Promise<T>,
): Promise<T> {
  const folder = workFolderOf(out);
  const file = join(folder, 'checkpoint.safetensors');
  const resumeFrom = resume ? await readCheckpoint(file, identity) : null;
  if (resumeFrom) {
    const { current } = resumeFrom;
    notice(
      current
        ? `Going on from the checkpoint: theta ${current.theta}, step ${current.step}.`
        : 'Going on from the checkpoint.',
    );
  } else if (await statOrNull(file)) {
    notice(
      `An earlier training left a checkpoint in ${folder}; starting over. ` +
        'With --resume it would have gone on.',
    );
  } else if (resume) {
    notice('There is no checkpoint to go on from; starting at the beginning.');
  }
  await ensureFolder(folder);
  return train(resumeFrom, (checkpoint) => writeCheckpoint(file, identity, checkpoint));
}
