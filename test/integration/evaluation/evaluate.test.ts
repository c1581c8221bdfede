/**
 * Why this file exists: an evaluation leaves true numbers and whole files behind, whatever stops
 * it, and never mixes two evaluations.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImageError } from '../../../src/main/dataset/image-error.ts';
import { evaluateDataset } from '../../../src/main/evaluation/evaluate.ts';
import { decodeNpy } from '../../../src/main/evaluation/npy.ts';
import { auPro } from '../../../src/shared/metrics/aupro.ts';
import { auroc } from '../../../src/shared/metrics/auroc.ts';
import { maxF1 } from '../../../src/shared/metrics/precision-recall.ts';
import { ReportSchema } from '../../../src/shared/report.ts';
import type { Report } from '../../../src/shared/report.ts';
import { DATASET, SIZE, madeUpEvaluation, mapsOf, maskOf } from './made-up-set.ts';

let folder = '';
let out = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loupe evaluate '));
  out = join(folder, 'report ü');
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const work = () => join(out, '.loupe-evaluation');
const journal = () => join(work(), 'journal.jsonl');
const TEST_IMAGES = DATASET.images.filter(({ split }) => split === 'test');

/** What does not depend on when and how fast a report was made. */
const lasting = (report: Report) => ({ ...report, createdAt: '', timing: null });

/** A `detect` that throws at the n-th image (from 0), and the options' own before it. */
function failingAt(n: number, error: unknown) {
  const { detect } = madeUpEvaluation(out);
  return async (index: number) => {
    if (index === n) throw error;
    return detect(index);
  };
}

/** Leaves an evaluation with `n` finished images behind, as a kill would. */
async function stopAfter(n: number, changes: Parameters<typeof madeUpEvaluation>[1] = {}) {
  const error = new Error('killed');
  const options = madeUpEvaluation(out, { ...changes, detect: failingAt(n, error) });
  await expect(evaluateDataset(options)).rejects.toBe(error);
}

/** Evaluates, and says which images were detected and what was noticed. */
async function evaluate(changes: Parameters<typeof madeUpEvaluation>[1] = {}) {
  const detected: number[] = [];
  const notices: string[] = [];
  const options = madeUpEvaluation(out, changes);
  const report = await evaluateDataset({
    ...options,
    detect: (index) => {
      detected.push(index);
      return options.detect(index);
    },
    onNotice: (sentence) => notices.push(sentence),
  });
  return { report, detected, notices };
}

describe('a finished evaluation', () => {
  it('reports the metrics that follow from maps, masks and scores', async () => {
    const { report, detected } = await evaluate();
    expect(detected).toEqual(TEST_IMAGES.map((_, i) => i));
    const maps = TEST_IMAGES.map(({ label }, i) => mapsOf(i, label));
    const masks = TEST_IMAGES.map(({ label }, i) =>
      label === 'good' ? new Uint8Array(SIZE * SIZE) : maskOf(i),
    );
    const labels = masks.flatMap((mask) => [...mask]);
    const pixels = maps.flatMap(({ map }) => [...map]);
    expect(report.pixelAuroc).toBeCloseTo(auroc(pixels, labels)!, 10);
    expect(report.pixelMaxF1).toBeCloseTo(maxF1(pixels, labels)!.f1, 10);
    expect(report.pixelThreshold).toBe(maxF1(pixels, labels)!.threshold);
    const images = maps.map(({ map }, i) => ({
      scores: map,
      mask: masks[i]!,
      width: SIZE,
      height: SIZE,
    }));
    expect(report.auPro).toBeCloseTo(auPro(images)!, 10);
    const scale = maps.flatMap(({ scaleMaps }) => [...scaleMaps[32]]);
    expect(report.perScale?.[32].pixelAuroc).toBeCloseTo(auroc(scale, labels)!, 10);
    const some = TEST_IMAGES.map(({ label }, i) => (label === 'dent' ? -1 : i)).filter(
      (i) => i >= 0,
    );
    expect(report.perDefect.map(({ label }) => label)).toEqual(['dent', 'scratch, deep']);
    expect(report.perDefect[1]?.pixelAuroc).toBeCloseTo(
      auroc(
        some.flatMap((i) => [...maps[i]!.map]),
        some.flatMap((i) => [...masks[i]!]),
      )!,
      10,
    );
    expect(report).toMatchObject({
      id: 'report ü',
      thresholdSource: 'test',
      inputSize: SIZE,
      device: 'no device',
      rejected: DATASET.rejected,
      warnings: [],
    });
    expect(report.images[0]).toMatchObject({
      path: 'test/dent/000.png',
      label: 'dent',
      hasMask: true,
      map: null,
      width: 640,
      height: 480,
    });
    expect(report.images.filter(({ hasMask }) => hasMask)).toHaveLength(8);
    expect(report.timing.peakMemoryMb).toBeGreaterThan(20);
    expect(report.timing.rssMbEarly).toBeGreaterThan(20);
  });

  it('leaves report and scores, and nothing else', async () => {
    const { report } = await evaluate();
    expect((await readdir(out)).sort()).toEqual(['report.json', 'scores.csv']);
    const text = await readFile(join(out, 'report.json'), 'utf8');
    expect(ReportSchema.parse(JSON.parse(text))).toEqual(report);
    const lines = (await readFile(join(out, 'scores.csv'), 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + TEST_IMAGES.length);
    expect(lines[1]).toBe(`test/dent/000.png,dent,${report.images[0]?.score}`);
    expect(lines[10]).toMatch(/^"?test\/scratch, deep\/000\.png"?,"scratch, deep",/);
  });

  it('keeps each map as .npy at input size where that is wanted', async () => {
    const { report } = await evaluate({ keepMaps: true });
    expect((await readdir(out)).sort()).toEqual(['maps', 'report.json', 'scores.csv']);
    for (const [i, { path, label, map }] of report.images.entries()) {
      expect(map).toBe(`maps/${path.replace(/\.png$/, '')}.npy`);
      const { width, height, data } = decodeNpy(await readFile(join(out, map!)), map!);
      expect([width, height]).toEqual([SIZE, SIZE]);
      expect(data).toEqual(mapsOf(i, label).map);
    }
    const { report: without } = await evaluateElsewhere();
    expect(lasting({ ...report, id: '', images: [] })).toEqual(
      lasting({ ...without, id: '', images: [] }),
    );
  });

  it('does not depend on the memory it may use', async () => {
    const { report } = await evaluate();
    const { report: small } = await evaluate({ memoryBytes: 1 });
    expect(small.auPro).toBeCloseTo(report.auPro!, 12);
    expect(small.pixelAuroc).toBeCloseTo(report.pixelAuroc!, 12);
    expect(small.pixelThreshold).toBe(report.pixelThreshold);
  });

  async function evaluateElsewhere() {
    return { report: await evaluateDataset(madeUpEvaluation(join(folder, 'elsewhere'))) };
  }
});

describe('images and masks that cannot be used', () => {
  it('lists an image that turns out unreadable, and evaluates the others', async () => {
    const detect = failingAt(2, new ImageError('/data/2.png', 'is cut short', 'Copy it again.'));
    const { report } = await evaluate({ detect });
    expect(report.rejected).toEqual([
      ...DATASET.rejected,
      { path: 'test/dent/002.png', reason: 'is cut short' },
    ]);
    expect(report.images).toHaveLength(TEST_IMAGES.length - 1);
    expect(report.images.map(({ path }) => path)).not.toContain('test/dent/002.png');
    const scores = TEST_IMAGES.flatMap(({ label }, i) =>
      i === 2 ? [] : [mapsOf(i, label).map.reduce((a, b) => Math.max(a, b))],
    );
    expect(report.images.map(({ score }) => score)).toEqual(scores);
  });

  it('says so when no image at all can be read', async () => {
    const detect = () => Promise.reject(new ImageError('/data/1.png', 'is empty', 'Copy it.'));
    await expect(evaluate({ detect })).rejects.toMatchObject({
      code: 'bad-data',
      message: expect.stringContaining('None of the 13 images') as string,
    });
  });

  it('leaves a defective image without a mask out of pixel metrics only, and says so', async () => {
    const { loadMask } = madeUpEvaluation(out);
    const { report: full } = await evaluate();
    const { report } = await evaluate({
      loadMask: async (index, size) => {
        if (index === 0) return null;
        if (index === 1) throw new ImageError('/data/1_mask.png', 'is cut short', 'Copy it again.');
        return loadMask(index, size);
      },
    });
    expect(report.imageAuroc).toBe(full.imageAuroc);
    expect(report.pixelAuroc).not.toBe(full.pixelAuroc);
    expect(report.images.slice(0, 3).map(({ hasMask }) => hasMask)).toEqual([false, false, true]);
    expect(report.warnings.join('\n')).toContain('test/dent/000.png, test/dent/001.png');
    expect(report.warnings.join('\n')).toContain('/data/1_mask.png is cut short');
  });

  it('has undefined pixel metrics where no defective image has a mask', async () => {
    const { report } = await evaluate({ loadMask: async () => null });
    expect(report).toMatchObject({ pixelAuroc: null, auPro: null, pixelMaxF1: null });
    expect(report.perScale?.[16].pixelAuroc).toBeNull();
    expect(report.perDefect.map(({ pixelAuroc }) => pixelAuroc)).toEqual([null, null]);
    expect(report.imageAuroc).not.toBeNull();
  });

  it('warns of regions lost to the map size and of masks that mark nothing', async () => {
    const { loadMask } = madeUpEvaluation(out);
    const { report } = await evaluate({
      loadMask: async (index, size) => {
        if (index === 0) return { data: maskOf(0), lostRegions: 2 };
        if (index === 1) return { data: new Uint8Array(SIZE * SIZE) };
        return loadMask(index, size);
      },
    });
    expect(report.warnings).toEqual([
      `Regions of the ground truth vanish at ${SIZE} px and are not counted: test/dent/000.png (2).`,
      'Masks that mark no pixel; the whole image counts as background: test/dent/001.png.',
    ]);
  });

  it('reports a method without scales by its map alone', async () => {
    const { detect } = madeUpEvaluation(out);
    const plain = async (index: number) => ({
      ...(await detect(index)),
      scaleMaps: null,
      scaleScores: null,
    });
    const { report } = await evaluate({ detect: plain });
    const whole = await evaluateDataset(madeUpEvaluation(join(folder, 'with scales')));
    expect(report.perScale).toBeNull();
    expect(report.images.every(({ scaleScores }) => scaleScores === null)).toBe(true);
    for (const metric of ['imageAuroc', 'pixelAuroc', 'auPro', 'maxF1', 'threshold'] as const) {
      expect(report[metric]).toBe(whole[metric]);
    }
    expect(report.perDefect).toEqual(whole.perDefect);
  });

  it('refuses values that are not numbers, naming the image', async () => {
    const { detect } = madeUpEvaluation(out);
    const broken = async (index: number) => {
      const detection = await detect(index);
      if (index === 1) detection.scaleMaps![16][7] = NaN;
      return detection;
    };
    await expect(evaluate({ detect: broken })).rejects.toMatchObject({
      code: 'runtime',
      message: expect.stringContaining('test/dent/001.png') as string,
    });
  });
});

describe('a set without one of the classes', () => {
  const only = (keep: (label: string) => boolean) => ({
    ...DATASET,
    images: DATASET.images.filter(({ label, split }) => split === 'test' && keep(label)),
  });

  it('takes the threshold from scores of good parts where nothing is defective', async () => {
    const { report } = await evaluate({ dataset: only((label) => label === 'good') });
    expect(report).toMatchObject({
      imageAuroc: null,
      pixelAuroc: null,
      auPro: null,
      maxF1: null,
      precision: null,
      recall: null,
      thresholdSource: 'good-only',
      perDefect: [],
    });
    expect(report.threshold).toBeGreaterThan(1.2);
    expect(report.warnings).toEqual([expect.stringContaining('All evaluated images are good')]);
  });

  it('leaves AUROC undefined where nothing is good, and pixel metrics defined', async () => {
    const { report } = await evaluate({ dataset: only((label) => label !== 'good') });
    expect(report).toMatchObject({ imageAuroc: null, maxF1: null, thresholdSource: 'good-only' });
    expect(report.pixelAuroc).not.toBeNull();
    expect(report.warnings).toEqual([
      expect.stringContaining('All evaluated images are defective'),
    ]);
  });

  it('evaluates a plain folder of good images as good, and says what that is worth', async () => {
    const images = [0, 1, 2].map((n) => ({
      path: `${n}.png`,
      split: 'train' as const,
      label: 'good',
    }));
    const { report, detected } = await evaluate({
      dataset: { ...DATASET, layout: 'folder', images },
      goodScoresHeldOut: false,
    });
    expect(detected).toEqual([0, 1, 2]);
    expect(report.imageAuroc).toBeNull();
    expect(report.confusion).toMatchObject({ caught: 0, missedDefects: 0 });
    expect(report.warnings.join('\n')).toContain('has no test images');
    expect(report.warnings.join('\n')).toContain('as none were held out');
  });
});

describe('an interrupted evaluation', () => {
  it('goes on after the images that are finished, to the same report', async () => {
    const { report: whole } = await evaluate();
    await rm(out, { recursive: true });
    await stopAfter(6);
    const { report, detected, notices } = await evaluate();
    expect(detected).toEqual([6, 7, 8, 9, 10, 11, 12]);
    expect(notices).toEqual(['Resuming: 6 of 13 images were finished by an earlier run.']);
    expect(lasting(report)).toEqual(lasting(whole));
    expect((await readdir(out)).sort()).toEqual(['report.json', 'scores.csv']);
  });

  it('drops the torn last line of its journal and does that image again', async () => {
    const { report: whole } = await evaluate();
    await rm(out, { recursive: true });
    for (const cut of [1, 20]) {
      await stopAfter(6);
      const { length } = await readFile(journal());
      await truncate(journal(), length - cut);
      const { report, detected } = await evaluate();
      expect(detected).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
      expect(lasting(report)).toEqual(lasting(whole));
    }
    await stopAfter(6);
    await appendFile(journal(), '{"path":"test/go');
    await stopAfter(9);
    const { report, detected } = await evaluate();
    expect(detected).toEqual([9, 10, 11, 12]);
    expect(lasting(report)).toEqual(lasting(whole));
  });

  it('does images again whose stored maps are gone or damaged', async () => {
    const { report: whole } = await evaluate({ keepMaps: true });
    await rm(out, { recursive: true });
    await stopAfter(6, { keepMaps: true });
    await rm(join(work(), 'maps', '000001.f32'));
    await truncate(join(work(), 'maps', '000002.f32'), 100);
    const kept = join(out, 'maps', 'test', 'dent', '003.npy');
    const bytes = await readFile(kept);
    bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
    await writeFile(kept, bytes);
    const { report, detected, notices } = await evaluate({ keepMaps: true });
    expect(detected).toEqual([1, 2, 3, 6, 7, 8, 9, 10, 11, 12]);
    expect(notices.join()).toContain('the maps of 3 others are damaged');
    expect(lasting(report)).toEqual(lasting(whole));
  });

  it('starts again, with a sentence, on another device or with other options', async () => {
    await stopAfter(6);
    const { detected, notices, report } = await evaluate({ device: 'a GPU' });
    expect(detected).toHaveLength(TEST_IMAGES.length);
    expect(notices.join()).toContain('starts from the beginning');
    expect(report.device).toBe('a GPU');
    await stopAfter(6);
    expect((await evaluate({ keepMaps: true })).detected).toHaveLength(TEST_IMAGES.length);
  });

  it('starts again, with a sentence, when its journal cannot be read', async () => {
    await stopAfter(6);
    await writeFile(journal(), 'nonsense\n');
    const { detected, notices } = await evaluate();
    expect(detected).toHaveLength(TEST_IMAGES.length);
    expect(notices.join()).toContain('damaged');
  });

  it('keeps what is finished when the user stops it, in every phase', async () => {
    const steps = ['Evaluating', 'Reading masks', 'Pixel metrics, sum of scales'];
    for (const step of steps) {
      const controller = new AbortController();
      await expect(
        evaluate({
          signal: controller.signal,
          onProgress: (progress) => {
            if (progress.step === step && progress.done >= 3) controller.abort();
          },
        }),
      ).rejects.toMatchObject({ code: 'cancelled' });
    }
    const { detected } = await evaluate();
    expect(detected).toEqual([]);
  });

  it('makes a finished evaluation again when asked to, and replaces its report', async () => {
    const { report: first } = await evaluate();
    const { report, detected, notices } = await evaluate();
    expect(detected).toHaveLength(TEST_IMAGES.length);
    expect(notices.join()).toContain('holds this evaluation already');
    expect(lasting(report)).toEqual(lasting(first));
  });

  it('survives kill -9 anywhere: no half file under a final name, same report in the end', async () => {
    const { report: whole } = await evaluate({ keepMaps: true });
    await rm(out, { recursive: true });
    const child = fileURLToPath(new URL('killed-child.ts', import.meta.url));
    const finishedBefore: number[] = [];
    for (const killAt of [0, 3, 8]) {
      const run = spawn(process.execPath, [child, out], { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise<void>((resolve) => {
        let seen = '';
        run.stdout.on('data', (text: Buffer) => {
          seen += text.toString();
          if (seen.split('\n').some((line) => line !== '' && Number(line) >= killAt)) resolve();
        });
      });
      // Not between two images only: also while maps and journal are written.
      await new Promise((resolve) => setTimeout(resolve, killAt));
      const ended = new Promise((resolve) => run.once('close', resolve));
      run.kill('SIGKILL');
      await ended;
      for (const name of await readdir(out, { recursive: true })) {
        if (!name.endsWith('.npy')) continue;
        expect(decodeNpy(await readFile(join(out, name)), name).width).toBe(SIZE);
      }
      finishedBefore.push((await readFile(journal(), 'utf8')).split('\n').length - 2);
    }
    await writeFile(join(out, 'maps', '.loupe-0123456789abcdef.tmp'), 'half a map');
    const { report, detected } = await evaluate({ keepMaps: true });
    expect(detected).toHaveLength(TEST_IMAGES.length - finishedBefore.at(-1)!);
    expect(finishedBefore).toEqual([...finishedBefore].sort((a, b) => a - b));
    expect(lasting(report)).toEqual(lasting(whole));
    expect(await readdir(join(out, 'maps'))).toEqual(['test']);
  });
});

describe('a folder that belongs to something else', () => {
  it.each([{ fingerprint: 'other' }, { model: { id: 'm2', name: 'x', recipe: 'y', path: 'z' } }])(
    'refuses the finished or unfinished evaluation of another model or data set',
    async (change) => {
      await stopAfter(6);
      const refusal = { code: 'usage', message: expect.stringContaining(out) as string };
      await expect(evaluate(change)).rejects.toMatchObject(refusal);
      const { detected } = await evaluate();
      expect(detected).toHaveLength(7);
      const before = await readFile(join(out, 'report.json'), 'utf8');
      await expect(evaluate(change)).rejects.toMatchObject(refusal);
      expect(await readFile(join(out, 'report.json'), 'utf8')).toBe(before);
    },
  );

  it('refuses a report that is not one, and maps or scores without a report', async () => {
    await mkdir(out);
    await writeFile(join(out, 'report.json'), '{"title": "quarterly figures"}');
    await expect(evaluate()).rejects.toMatchObject({ code: 'usage' });
    await rm(join(out, 'report.json'));
    await mkdir(join(out, 'maps'));
    await expect(evaluate()).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('already has maps') as string,
    });
    expect(await readdir(out)).toEqual(['maps']);
  });

  it('leaves other files of the folder alone', async () => {
    await mkdir(out);
    await writeFile(join(out, 'notes.txt'), 'mine');
    await evaluate();
    expect(await readFile(join(out, 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('says that a file is in the way', async () => {
    await writeFile(out, 'a file');
    await expect(evaluate()).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('a place that cannot be written to', () => {
  it('says that the folder is read-only', async () => {
    await mkdir(out);
    await chmod(out, 0o555);
    // The superuser may write anywhere, so the test steps down to an ordinary user.
    const superuser = process.getuid?.() === 0;
    await chmod(folder, 0o755);
    if (superuser) process.seteuid?.(65534);
    try {
      await expect(evaluate()).rejects.toMatchObject({
        code: 'read-only',
        message: expect.stringContaining(out) as string,
      });
    } finally {
      if (superuser) process.seteuid?.(0);
      await chmod(out, 0o755);
    }
  });

  it('says at the start that the disk has too little room, and in the midst that it is full', (context) => {
    if (spawnSync('unshare', ['-rm', 'true']).status !== 0) {
      console.warn('Skipped: a tiny disk needs `unshare -rm`, which this system does not allow.');
      context.skip();
    }
    const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
    const script = `
      import { evaluateDataset } from ${module('../../../src/main/evaluation/evaluate.ts')};
      import { madeUpEvaluation } from ${module('./made-up-set.ts')};
      import { readdirSync, writeFileSync, rmSync } from 'node:fs';
      const out = process.argv[1] + '/out';
      const say = async (changes) => {
        const options = madeUpEvaluation(out, changes);
        const error = await evaluateDataset(options).then(() => null, (e) => e);
        return { code: error?.code ?? null, message: error?.message ?? null };
      };
      const { detect } = madeUpEvaluation(out);
      writeFileSync(process.argv[1] + '/filler', new Uint8Array(180_000));
      const start = await say({});
      rmSync(process.argv[1] + '/filler');
      // Someone else fills the disk while the evaluation runs.
      const midst = await say({
        detect: async (index) => {
          if (index === 5) {
            try { writeFileSync(process.argv[1] + '/filler', new Uint8Array(10_000_000)); }
            catch (error) { if (error.code !== 'ENOSPC') throw error; }
          }
          return detect(index);
        },
      });
      rmSync(process.argv[1] + '/filler');
      const detected = [];
      const end = await say({ detect: (index) => { detected.push(index); return detect(index); } });
      console.log(JSON.stringify({ start, midst, end, detected, files: readdirSync(out).sort() }));
    `;
    const output = execFileSync(
      'unshare',
      [
        '-rm',
        'sh',
        '-c',
        'mount -t tmpfs -o size=224k tmpfs "$1" && exec "$2" --input-type=module -e "$3" "$1"',
        'sh',
        folder,
        process.execPath,
        script,
      ],
      { encoding: 'utf8' },
    );
    const naming = { code: 'no-space', message: expect.stringContaining(folder) as string };
    expect(JSON.parse(output)).toEqual({
      start: naming,
      midst: naming,
      end: { code: null, message: null },
      detected: [5, 6, 7, 8, 9, 10, 11, 12],
      files: ['report.json', 'scores.csv'],
    });
  });
});
