/** Why this file exists: the catalog is backed up by itself while Loupe is open. */
import { backupIfDue } from '../catalog/backup.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { LoupeError } from '../../shared/errors.ts';

/** How often it is looked whether one is due; a backup itself is daily. */
const LOOK_EVERY_MS = 30 * 60_000;
/** The first look waits until the start is over. */
const FIRST_MS = 60_000;

export interface ScheduledBackups {
  /** Waits for one that is under way. */
  stop(): Promise<void>;
}

/**
 * Looks now and then.
 * @param onProblem gets the sentence of a backup that could not be made, once until one works
 */
export function scheduleBackups(
  catalog: Catalog,
  onProblem: (sentence: string) => void,
  onInternalError: (where: string, error: unknown) => void,
): ScheduledBackups {
  let running: Promise<void> = Promise.resolve();
  let told = false;
  const look = async (): Promise<void> => {
    try {
      await backupIfDue(catalog);
      told = false;
    } catch (error) {
      if (!(error instanceof LoupeError)) onInternalError('a scheduled backup', error);
      else if (!told && error.code !== 'cancelled') {
        told = true;
        onProblem(`The catalog could not be backed up: ${error.message} ${error.nextStep}`);
      }
    }
  };
  const begin = (): void => {
    running = running.then(look);
  };
  const first = setTimeout(begin, FIRST_MS);
  const timer = setInterval(begin, LOOK_EVERY_MS);
  first.unref();
  timer.unref();
  return {
    stop: () => {
      clearTimeout(first);
      clearInterval(timer);
      return running;
    },
  };
}
