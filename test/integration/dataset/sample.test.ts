/** Why this file exists: the sample data set on disk is reproducible, whole and scans clean. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerSample } from '../../../src/main/commands/sample.ts';
import { loadMask } from '../../../src/main/dataset/mask.ts';
import { writeSample } from '../../../src/main/dataset/sample/write.ts';
import { scanDataset } from '../../../src/main/dataset/scan.ts';
import { countByFolder, put, temporaryFolder } from './fixtures.ts';

let root: string;
let remove: () => Promise<void>;
beforeEach(async () => ({ root, remove } = await temporaryFolder()));
afterEach(() => remove());

const SMALL = { seed: 0, good: 3, test: 10 };

/** One hash over names and contents of all files. */
async function hashFolder(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((e) => e.isFile()).map((e) => path.join(e.parentPath, e.name));
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash.update(path.relative(folder, file)).update(await readFile(file));
  return hash.digest('hex');
}

describe('writeSample', () => {
  it('writes the same bytes for the same seed, and others for another', async () => {
    for (const [folder, seed] of [
      ['a', 0],
      ['b', 0],
      ['c', 1],
    ] as const) {
      await writeSample(path.join(root, folder), { ...SMALL, seed });
    }
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((f) => hashFolder(path.join(root, f))));
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  it.each(['plate', 'parts', 'weave', 'casting'])(
    'makes a %s set that scans clean, with a mask for every defect',
    async (variant) => {
      const out = path.join(root, 'neu angelegt', variant);
      const steps: number[] = [];
      const result = await writeSample(out, { ...SMALL, variant }, ({ done }) => steps.push(done));
      expect(result).toEqual({ root: out, written: 13 });
      expect(steps).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
      const { layout, images, rejected, warnings } = await scanDataset(out);
      expect([layout, rejected, warnings]).toEqual(['mvtec', [], []]);
      expect(images.filter(({ split }) => split === 'train')).toHaveLength(3);
      expect(
        images.filter(({ split, label }) => split === 'test' && label === 'good'),
      ).toHaveLength(4);
      const defective = images.filter(({ label }) => label !== 'good');
      expect(defective).toHaveLength(6);
      expect(new Set(defective.map(({ label }) => label)).size).toBe(4);
      for (const { mask } of defective) {
        expect((await loadMask(path.join(out, mask!))).sourceRegions).toBeGreaterThan(0);
      }
    },
  );

  it('shares the default counts as 24 good and nine of each defect', async () => {
    await writeSample(root, { seed: 0, good: 1, test: 60, variant: 'weave' });
    expect(countByFolder(await scanDataset(root, { check: 'headers' }))).toEqual({
      'test/foreign_thread': 9,
      'test/good': 24,
      'test/grease': 9,
      'test/hole': 9,
      'test/missing_thread': 9,
      'train/good': 1,
    });
  });

  it('leaves a complete sample alone and completes one that was cut short', async () => {
    await writeSample(root, SMALL);
    const whole = await hashFolder(root);
    expect(await writeSample(root, SMALL)).toEqual({ root, written: 0 });
    await rm(path.join(root, 'train/good/001.png'));
    const marker = path.join(root, 'sample.json');
    const text = await readFile(marker, 'utf8');
    await writeFile(marker, text.replace('"complete": true', '"complete": false'));
    expect((await writeSample(root, SMALL)).written).toBe(13);
    expect(await hashFolder(root)).toBe(whole);
  });

  it('refuses a folder with anything else in it, and changes nothing there', async () => {
    await put(root, 'mine.txt', 'keep');
    const before = await hashFolder(root);
    await expect(writeSample(root, SMALL)).rejects.toThrow(
      /is not empty and holds no sample .*mine\.txt/,
    );
    expect(await hashFolder(root)).toBe(before);
    await put(root, 'sample.json', '{"kind": "something else"}');
    await expect(writeSample(root, SMALL)).rejects.toThrow(/is not empty/);
  });

  it('refuses to mix two samples', async () => {
    await writeSample(root, SMALL);
    await expect(writeSample(root, { ...SMALL, seed: 5 })).rejects.toThrow(
      /another sample \(plate, seed 0/,
    );
  });

  it('refuses a file as its folder', async () => {
    const file = await put(root, 'file', 'x');
    await expect(writeSample(file, SMALL)).rejects.toMatchObject({
      name: 'LoupeError',
      code: 'usage',
    });
  });
});

describe('loupe sample', () => {
  const run = async (...args: string[]): Promise<{ out: string[]; said: string[] }> => {
    const out: string[] = [];
    const said: string[] = [];
    const program = new Command()
      .exitOverride()
      .configureOutput({ writeErr: (text) => said.push(text) });
    registerSample(program, {
      out: (text) => out.push(text),
      say: (text) => said.push(text),
      progress: () => undefined,
      json: () => undefined,
      quiet: true,
    });
    // Subcommands take the settings at registration; tests need them not to end the process.
    for (const command of program.commands)
      command.exitOverride().configureOutput(program.configureOutput());
    await program.parseAsync(['sample', ...args], { from: 'user' });
    return { out, said };
  };

  it('prints the place on standard output and what to do next on standard error', async () => {
    const args = ['--out', root, '--good', '2', '--test', '0', '--variant', 'weave', '--seed', '4'];
    const first = await run(...args);
    expect(first.out).toEqual([root]);
    expect(first.said).toEqual([expect.stringMatching(/Drew 2 pictures.*loupe train --data/)]);
    expect((await run(...args)).said).toEqual([expect.stringMatching(/already in/)]);
  });

  it('refuses a missing --out, a broken number and an unknown variant', async () => {
    await expect(run()).rejects.toThrow(/--out/);
    await expect(run('--out', root, '--good', 'many')).rejects.toThrow(
      /whole number of at least 1/,
    );
    await expect(run('--out', root, '--variant', 'wood')).rejects.toThrow(
      /no sample called "wood"/,
    );
  });
});
