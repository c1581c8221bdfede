import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isPacked, productionPackages } from '../../../resources/packaging/production.ts';
import { noticesOf } from '../../../resources/packaging/notices.ts';
import { projectFolder } from '../../../src/main/places.ts';

const packages = productionPackages(projectFolder());
const names = packages.map(({ name }) => name);

describe('the packages of an installed Loupe', () => {
  test('are those that main loads, with all that they need', () => {
    expect(names).toEqual(
      expect.arrayContaining(['better-sqlite3', 'sharp', 'zod', '@tensorflow/tfjs-core']),
    );
  });

  test('are none of those that build or test it, nor another Node', () => {
    for (const name of ['vitest', 'playwright', 'electron-builder', 'react', 'typescript']) {
      expect(names).not.toContain(name);
    }
    expect(names.filter((name) => /^node-(linux|darwin|win)-/.test(name))).toEqual([]);
  });

  test('each have a licence that is told', () => {
    const notices = noticesOf(packages, 'Notices');
    for (const name of names) expect(notices).toContain(`${name} `);
    expect(notices).toContain('Apache License');
    // What names no licence in its package.json has its text in its folder.
    const unnamed = packages.filter(({ licence }) => licence.startsWith('its'));
    for (const one of unnamed) expect(noticesOf([one], '')).toMatch(/permission|copyright/i);
  });
});

describe('the files of a package', () => {
  test.each([
    ['dist/index.js', true],
    ['LICENSE.md', true],
    ['dist/doc/index.js', true],
    ['lib/binding.node', true],
    ['dist/index.js.map', false],
    ['dist/index.d.ts', false],
    ['src/index.ts', false],
    ['test/index.js', false],
    ['dist/ops/add_test.js', false],
    ['dist/add.test.mjs', false],
    ['vitest.config.js', false],
    ['README.md', false],
    ['.eslintrc', false],
    ['deps/sqlite3/sqlite3.c', false],
    ['node_modules/other/index.js', false],
  ])('%s is packed: %s', (path, packed) => {
    expect(isPacked(join(...path.split('/')))).toBe(packed);
  });
});
