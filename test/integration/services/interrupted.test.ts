/**
 * Why this file exists: holds what is left of a training or an evaluation that is killed, stopped,
 * out of disk or out of rights, as the command line shows it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { projectFolder } from '../../../src/main/places.ts';
import { evaluateModel } from '../../../src/main/services/evaluate-model.ts';
import { trainModel } from '../../../src/main/services/train-model.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { readMultiScale } from '../models/support.ts';
import {
  loupe,
  quiet,
  sampleIn,
  SMALL_FLAGS,
  smallTraining,
  startLoupe,
  type CommandResult,
} from './support.ts';

const folder = temporaryFolder();
const model = join(folder, 'model');
let data: string;

beforeAll(async () => {
  data = await sampleIn(join(folder, 'plates'), 6, 30);
  await trainModel(smallTraining(data, model), quiet(), () => {});
});

const train = (out: string, ...flags: string[]) => [
  ...['train', '--data', data, '--out', out],
  ...SMALL_FLAGS,
  ...flags,
];

describe('loupe train, killed', () => {
  it.each([
    ['choosing patches', 'Choosing the normal patches'],
    ['measuring good parts', 'Measuring how good parts'],
    ['keeping pictures', 'Keeping pictures'],
  ])('while %s leaves no model, and succeeds when run again', async (_, step) => {
    const place = join(folder, `killed ${step}`);
    await mkdir(place);
    const out = join(place, 'model');
    const command = startLoupe(train(out, '--recipe', 'frozen'), (said) => {
      if (said.includes(step)) command.kill('SIGKILL');
    });
    expect((await command.result).ended).toBe('SIGKILL');
    expect(existsSync(out)).toBe(false);
    if (step !== 'Keeping pictures') return;
    expect(await loupe(...train(out, '--recipe', 'frozen'))).toMatchObject({ ended: 0 });
    expect((await readMultiScale(out)).banks).toEqual((await readMultiScale(model)).banks);
  });
});

describe('loupe train, stopped in the middle of training', () => {
  const out = join(folder, 'stopped');
  const STEPS = /Training the encoders: .*?(\d+) of \d+ steps/g;
  const stepsIn = (said: string) => [...said.matchAll(STEPS)].map(([, done]) => Number(done));
  const START = /Going on from the checkpoint: theta 64, step (\d+)/;

  /** Trains, and sends `signal` once `due` is true of what was said. */
  function stopped(
    signal: 'SIGINT' | 'SIGKILL',
    due: (said: string) => boolean,
    ...flags: string[]
  ): Promise<CommandResult> {
    let told = false;
    const command = startLoupe(train(out, '--recipe', 'quick', ...flags), (said) => {
      // A second Ctrl-C would end it at once.
      if (told || !due(said)) return;
      told = true;
      command.kill(signal);
    });
    return command.result;
  }

  it('goes on with --resume after Ctrl-C and after a kill, and only the same training', async () => {
    const stepsDone = (said: string) => stepsIn(said).length > 0;
    const first = await stopped('SIGINT', stepsDone);
    expect(first).toMatchObject({ ended: 1, out: '' });
    expect(first.said).toContain('Stopping at the next safe point');
    expect(first.said).toContain('--resume');
    expect(existsSync(out)).toBe(false);
    expect(await readdir(`${out}.training`)).toEqual(['checkpoint.safetensors']);

    const second = await stopped('SIGKILL', stepsDone, '--resume');
    expect(second.ended).toBe('SIGKILL');
    const from = Number(START.exec(second.said)?.[1]);
    expect(from).toBeGreaterThanOrEqual(stepsIn(first.said)[0] ?? Infinity);
    // Steps are counted on, not anew.
    expect(Math.min(...stepsIn(second.said))).toBeGreaterThan(from);

    // The kill left the checkpoint whole.
    const third = await stopped('SIGKILL', (said) => START.test(said), '--resume');
    expect(Number(START.exec(third.said)?.[1])).toBeGreaterThanOrEqual(from);

    const other = await loupe(...train(out, '--recipe', 'quick', '--resume', '--seed', '1'));
    expect(other.ended).toBe(2);
    expect(other.said).toContain('belongs to another training');

    const anew = await stopped('SIGKILL', (said) => said.includes('starting over'));
    expect(anew.said).not.toContain('Going on');
  });
});

describe('loupe evaluate, killed', () => {
  it('goes on with the images that are left, and ends as an unbroken one does', async () => {
    const out = join(folder, 'killed evaluation');
    const args = ['evaluate', '--model', model, '--data', data, '--out', out, '--maps', '--json'];
    const journal = join(out, '.loupe-evaluation', 'journal.jsonl');
    const linesIn = () =>
      existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').length - 1 : 0;
    const command = startLoupe(args);
    const watch = setInterval(() => {
      if (linesIn() >= 4) command.kill('SIGKILL');
    }, 2);
    const killed = await command.result;
    clearInterval(watch);
    expect(killed.ended).toBe('SIGKILL');
    expect(killed.out).toBe('');
    expect(existsSync(join(out, 'report.json'))).toBe(false);

    const again = await loupe(...args);
    expect(again.ended).toBe(0);
    expect(again.said).toMatch(/already|earlier/);
    const unbroken = await evaluateModel(
      { model, data, out: join(folder, 'unbroken'), maps: false },
      () => {},
      quiet().signal,
      () => {},
    );
    const numbers = JSON.parse(again.out) as Record<string, unknown>;
    expect(numbers).toMatchObject({
      imageAuroc: unbroken.imageAuroc,
      pixelAuroc: unbroken.pixelAuroc,
      auPro: unbroken.auPro,
      maxF1: unbroken.maxF1,
      threshold: unbroken.threshold,
    });
  });
});

describe('a place that cannot be used', () => {
  it('that is taken is refused before anything is computed', async () => {
    const steps: string[] = [];
    const onProgress = ({ step }: { step: string }) => steps.push(step);
    const training = trainModel(smallTraining(data, model), quiet({ onProgress }), () => {});
    await expect(training).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(model) as string,
    });
    expect(steps).toEqual([]);
    expect(await loupe(...train(model))).toMatchObject({ ended: 2, out: '' });
  });

  /** What runs into a disk of its own at `place`, mounted as said; null where none can be. */
  function onDisk(place: string, mount: string, args: readonly string[]) {
    if (spawnSync('unshare', ['-rm', 'true']).status !== 0) return null;
    mkdirSync(place);
    const cli = join(projectFolder(), 'src', 'main', 'cli.ts');
    const shell =
      'mount -t tmpfs -o "$1" tmpfs "$0" && shift && { "$@"; echo "ended $?"; ls -A "$0"; }';
    const { stdout, stderr } = spawnSync(
      'unshare',
      ['-rm', 'sh', '-c', shell, place, mount, process.execPath, cli, ...args],
      { encoding: 'utf8' },
    );
    return { stdout, stderr };
  }

  function skip(context: TestContext): void {
    console.warn(
      'Skipped: a disk of its own needs `unshare -rm`, which this system does not allow.',
    );
    context.skip();
  }

  const commands = {
    train: (out: string) => train(out, '--recipe', 'frozen'),
    evaluate: (out: string) => ['evaluate', '--model', model, '--data', data, '--out', out],
    inspect: (out: string) => [
      ...['inspect', '--model', model, '--out', out],
      join(data, 'test', 'good', '000.png'),
    ],
  };

  it.for(['train', 'evaluate', 'inspect'] as const)(
    'that is full: %s says so and leaves nothing half',
    (name, context) => {
      const place = join(folder, `full ${name}`);
      const result = onDisk(place, 'size=64k', commands[name](join(place, 'out')));
      if (result === null) return skip(context);
      expect(result.stderr).toMatch(/no room left for|has \d MB left/);
      expect(result.stderr).toContain(place);
      // Only the folder that results go to may be there.
      expect(result.stdout).toMatch(/^ended 1\n(out\n)?$/);
    },
  );

  it.for(['train', 'evaluate', 'inspect'] as const)(
    'that is read-only: %s says so before anything is computed',
    (name, context) => {
      const place = join(folder, `read-only ${name}`);
      const result = onDisk(place, 'ro', commands[name](join(place, 'out')));
      if (result === null) return skip(context);
      expect(result.stderr).toContain(`not allowed to write to ${place}`);
      expect(result.stderr).not.toMatch(/Choosing|Inspecting|Evaluating/);
      expect(result.stdout).toBe('ended 1\n');
    },
  );
});

describe('a data set that cannot be used', () => {
  it('with fewer than five good images is refused with the count', async () => {
    const few = await sampleIn(join(folder, 'few'), 4, 0);
    const result = await loupe('train', '--data', few, '--out', join(folder, 'few model'));
    expect(result.ended).toBe(1);
    expect(result.said).toContain('4 good images');
    expect(result.said).toContain('at least 5');
  });

  it('that is an empty folder, or none at all, is refused by name', async () => {
    const empty = join(folder, 'empty');
    await mkdir(empty);
    for (const path of [empty, join(folder, 'not there')]) {
      const result = await loupe('train', '--data', path, '--out', join(folder, 'no model'));
      expect(result.ended).toBe(1);
      expect(result.said).toContain(path);
    }
  });

  it('with one bad picture is learnt without it, and says so', async () => {
    const mixed = await sampleIn(join(folder, 'mixed'), 6, 0);
    const bad = join(mixed, 'train', 'good', '003.png');
    const bytes = await readFile(bad);
    await writeFile(bad, bytes.subarray(0, bytes.length / 2));
    const notices: string[] = [];
    const out = join(folder, 'mixed model');
    const { manifest, rejected } = await trainModel(
      smallTraining(mixed, out),
      quiet(),
      (sentence) => notices.push(sentence),
    );
    expect(manifest.dataset.trainImages).toBe(5);
    expect(rejected.map(({ path }) => path)).toEqual(['train/good/003.png']);
    expect(notices.some((sentence) => sentence.includes('train/good/003.png'))).toBe(true);
    await rm(out, { recursive: true });
  });
});
