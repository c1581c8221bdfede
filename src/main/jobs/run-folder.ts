/** Why this file exists: where a run keeps its own files while it is not finished. */
import { join } from 'node:path';
import type { Folders } from '../handlers/folders.ts';

export function runFolder({ work }: Pick<Folders, 'work'>, runId: number): string {
  return join(work, `run-${runId}`);
}
