import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLog } from '../../../src/main/shell/log-file.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'loupe-log-'));
const now = () => new Date(0);

test('a line is in the file as soon as it is written, with time and level', () => {
  const log = openLog(join(folder(), 'new'), { now });
  log.write('error', 'two\nlines');
  expect(readFileSync(log.file, 'utf8')).toBe('1970-01-01T00:00:00.000Z error   two\n    lines\n');
});

test('full logs are put aside, and only the last few are kept', () => {
  const place = folder();
  const log = openLog(place, { bytes: 100, kept: 2, now });
  for (let number = 0; number < 20; number++) log.write('info', `line ${number}`);
  expect(readdirSync(place).sort()).toEqual(['loupe.log', 'loupe.log.1', 'loupe.log.2']);
  expect(readFileSync(log.file, 'utf8')).toContain('line 19');
  expect(readFileSync(join(place, 'loupe.log.1'), 'utf8')).not.toContain('line 19');
});

test('a line that cannot be written stops nothing and is not lost silently', () => {
  const file = join(folder(), 'a-file');
  writeFileSync(file, '');
  const lost: string[] = [];
  openLog(file, { now, onProblem: (line) => lost.push(line) }).write('info', 'hello');
  expect(lost).toEqual(['1970-01-01T00:00:00.000Z info    hello']);
});
