/**
 * Why this file exists: backups that nobody has to think of. A running Loupe looks now and then
 * whether one is due, as the settings `backup.every-hours` (0: never) and `backup.keep` say.
 */
import type { Json } from '../../shared/entities/common.ts';
import { LoupeError, messageOf } from '../../shared/errors.ts';
import { BACKUP_INTERVAL_MS, backupIfDue, BACKUPS_KEPT } from './backup.ts';
import type { Catalog } from './catalog.ts';
import { getSetting } from './settings.ts';

const HOUR_MS = 3600 * 1000;

export interface ScheduleOptions {
  /** From now to the first look; the start has other things to do. */
  firstAfterMs?: number;
  /** From one look to the next. */
  lookEveryMs?: number;
  /** Gets a sentence when a backup could not be made, once for each reason. */
  onNotice: (sentence: string) => void;
}

export interface Schedule {
  /** No further look; one that is under way ends when the catalog is closed. */
  stop(): void;
  /** When nothing is under way any more. */
  settled(): Promise<void>;
}

/** Begins to look. */
export function scheduleBackups(
  catalog: Catalog,
  { firstAfterMs = 60 * 1000, lookEveryMs = HOUR_MS, onNotice }: ScheduleOptions,
): Schedule {
  let stopped = false;
  let timer: NodeJS.Timeout;
  let underWay = Promise.resolve();
  let told = '';
  const look = async (): Promise<void> => {
    try {
      const everyMs = hoursIn(getSetting(catalog, 'backup.every-hours')) * HOUR_MS;
      if (everyMs === 0) return;
      const keep = countIn(getSetting(catalog, 'backup.keep'));
      await backupIfDue(catalog, { everyMs, keep });
      told = '';
    } catch (error) {
      if (error instanceof LoupeError && error.code === 'cancelled') return;
      const next = error instanceof LoupeError ? ` ${error.nextStep}` : '';
      const sentence = `The catalog was not backed up: ${messageOf(error)}${next}`;
      if (sentence !== told) onNotice(sentence);
      told = sentence;
    }
  };
  const lookIn = (ms: number): void => {
    timer = setTimeout(() => {
      underWay = look().then(() => {
        if (!stopped) lookIn(lookEveryMs);
      });
    }, ms);
    timer.unref();
  };
  lookIn(firstAfterMs);
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
    settled: () => underWay,
  };
}

/** A setting may hold anything; what is no sensible number of hours is the usual one. */
function hoursIn(value: Json): number {
  return typeof value === 'number' && value >= 0 ? value : BACKUP_INTERVAL_MS / HOUR_MS;
}

function countIn(value: Json): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : BACKUPS_KEPT;
}
