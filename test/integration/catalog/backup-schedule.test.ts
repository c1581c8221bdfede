/** Why this file exists: backups are made by themselves, as the settings say, and never twice too soon. */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { listBackups } from '../../../src/main/catalog/backup-files.ts';
import { scheduleBackups } from '../../../src/main/catalog/backup-schedule.ts';
import { setSetting } from '../../../src/main/catalog/settings.ts';
import { opened } from './support.ts';

const HOUR = 3600 * 1000;

/** A catalog with a clock that stands still until it is moved. */
function withClock() {
  const clock = { at: 1_700_000_000_000 };
  return { clock, catalog: opened(undefined, { now: () => clock.at }) };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

it('makes one when none is there, and the next after the interval, keeping so many', async () => {
  const { clock, catalog } = withClock();
  setSetting(catalog, { name: 'backup.every-hours', value: 2, actor: 'Ada' });
  setSetting(catalog, { name: 'backup.keep', value: 2, actor: 'Ada' });
  const notices: string[] = [];
  const onNotice = (sentence: string) => notices.push(sentence);
  const schedule = scheduleBackups(catalog, { firstAfterMs: 0, lookEveryMs: 5, onNotice });
  const made = () => listBackups(catalog.folder).map(({ at }) => (at - 1_700_000_000_000) / HOUR);
  await until(() => made().length === 1);
  clock.at += HOUR;
  await sleep(60);
  expect(made()).toEqual([0]);
  clock.at += HOUR;
  await until(() => made().length === 2);
  clock.at += 2 * HOUR;
  await until(() => made()[0] === 4 && made().length === 2);
  schedule.stop();
  await schedule.settled();
  expect(made()).toEqual([4, 2]);
  expect(notices).toEqual([]);
});

it('makes none where the setting is 0, and takes the usual where it is no number', async () => {
  const { catalog } = withClock();
  setSetting(catalog, { name: 'backup.every-hours', value: 0, actor: 'Ada' });
  const options = { firstAfterMs: 0, lookEveryMs: 5, onNotice: () => undefined };
  const schedule = scheduleBackups(catalog, options);
  await sleep(60);
  expect(listBackups(catalog.folder)).toEqual([]);
  setSetting(catalog, { name: 'backup.every-hours', value: 'often', actor: 'Ada' });
  await until(() => listBackups(catalog.folder).length === 1);
  schedule.stop();
  await schedule.settled();
});

it.skipIf(process.platform === 'win32')(
  'says once why it cannot be made, and makes it when it can',
  async () => {
    const { catalog } = withClock();
    const backups = join(catalog.folder, 'backups');
    mkdirSync(backups, { recursive: true });
    chmodSync(catalog.folder, 0o755);
    chmodSync(backups, 0o555);
    const notices: string[] = [];
    const superuser = process.getuid?.() === 0;
    // The superuser may write anywhere.
    if (superuser) process.seteuid?.(65534);
    const onNotice = (sentence: string) => notices.push(sentence);
    const schedule = scheduleBackups(catalog, { firstAfterMs: 0, lookEveryMs: 5, onNotice });
    try {
      await until(() => notices.length > 0);
      await sleep(60);
      expect(notices).toHaveLength(1);
      expect(notices[0]).toMatch(/^The catalog was not backed up: .*not allowed to write/);
    } finally {
      if (superuser) process.seteuid?.(0);
      chmodSync(backups, 0o755);
    }
    await until(() => listBackups(catalog.folder).length === 1);
    schedule.stop();
    await schedule.settled();
  },
);

it('is quiet when the catalog is closed in the middle of one', async () => {
  const { catalog } = withClock();
  const notices: string[] = [];
  const onNotice = (sentence: string) => notices.push(sentence);
  const schedule = scheduleBackups(catalog, { firstAfterMs: 0, lookEveryMs: 5, onNotice });
  await sleep(1);
  schedule.stop();
  catalog.close();
  await schedule.settled();
  expect(notices).toEqual([]);
});
