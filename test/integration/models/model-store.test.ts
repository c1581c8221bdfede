/** Why this file exists: holds that a model is read back as it was written, whole, or refused. */
import { cp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharesEncoders } from '../../../src/main/models/model-content.ts';
import {
  modelId,
  readGoodPicture,
  readManifest,
  readModel,
  writeModel,
} from '../../../src/main/models/model-store.ts';
import { LoupeError } from '../../../src/shared/errors.ts';
import { MODEL_SCHEMA_VERSION, type ModelManifest } from '../../../src/shared/manifest.ts';
import { perScale } from '../../../src/shared/scales.ts';
import { temporaryFolder } from '../../support/folder.ts';
import { madeUpLayers, madeUpModel, madeUpPictures, readMultiScale } from './support.ts';

const folder = temporaryFolder();
const original = join(folder, 'model');
const archive = join(folder, 'model.loupe');
let manifest: ModelManifest;

beforeAll(async () => {
  manifest = await writeModel(original, madeUpModel(), madeUpPictures());
  await writeModel(archive, madeUpModel(), madeUpPictures());
});

let copies = 0;
/** A copy of the model to damage. */
async function copyOf(path: string): Promise<string> {
  const copy = join(folder, `copy ${++copies}${path.endsWith('.loupe') ? '.loupe' : ''}`);
  await cp(path, copy, { recursive: true });
  return copy;
}

/** The refusal of a model; fails when it is accepted. */
async function refusalOf(path: string): Promise<LoupeError> {
  const error: unknown = await readModel(path).then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error, `${path} was accepted`).toBeInstanceOf(LoupeError);
  return error as LoupeError;
}

const FILES = [
  'manifest.json',
  'encoders.safetensors',
  'banks.safetensors',
  'curves.json',
  'good/00000.webp',
  'good/00001.webp',
];

describe.each(['folder', 'archive'] as const)('a model as %s', (form) => {
  const path = form === 'folder' ? original : archive;

  it('comes back as it was written', async () => {
    const model = await readMultiScale(path);
    const { encoders, banks, manifest: described } = madeUpModel();
    const { id, files, ...rest } = model.manifest;
    expect(rest).toEqual(described);
    expect(Object.keys(files).sort()).toEqual(FILES.slice(1).sort());
    expect(id).toBe(modelId({ ...rest, files }));
    expect(model.encoders).toEqual(encoders);
    expect(sharesEncoders(model.encoders)).toBe(true);
    expect(model.banks).toEqual(banks);
    expect(await readManifest(path)).toEqual(model.manifest);
  });

  it('carries the good pictures', async () => {
    const pictures = madeUpPictures();
    for (const [image, file] of ['good/00000.webp', 'good/00001.webp'].entries()) {
      const picture = await readGoodPicture(path, manifest, image);
      expect([...picture]).toEqual([...(pictures.get(file) ?? [])]);
    }
    await expect(readGoodPicture(path, manifest, 2)).rejects.toMatchObject({ code: 'bad-model' });
  });

  it('is never written over', async () => {
    const before = form === 'folder' ? await readdir(path) : (await stat(path)).mtimeMs;
    await expect(writeModel(path, madeUpModel(), madeUpPictures())).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(path) as string,
    });
    expect(form === 'folder' ? await readdir(path) : (await stat(path)).mtimeMs).toEqual(before);
  });
});

describe('both forms', () => {
  it('hold the same model under the same id', async () => {
    expect((await readManifest(archive)).id).toBe(manifest.id);
  });

  it('give the same archive for the same model, byte for byte', async () => {
    const again = join(folder, 'again.loupe');
    await writeModel(again, madeUpModel(), madeUpPictures());
    expect((await readFile(again)).equals(await readFile(archive))).toBe(true);
  });

  it('leave nothing beside the model', async () => {
    const names = await readdir(folder);
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

describe('a model with three networks of its own', () => {
  it('keeps each of them', async () => {
    const path = join(folder, 'trained');
    const encoders = perScale((theta) => madeUpLayers(theta, theta));
    await writeModel(path, madeUpModel(encoders), madeUpPictures());
    const model = await readMultiScale(path);
    expect(model.encoders).toEqual(encoders);
    expect(sharesEncoders(model.encoders)).toBe(false);
  });
});

describe('a folder that is no whole model', () => {
  it.each(FILES)('is refused with one byte of %s altered, wherever it is', async (file) => {
    const path = await copyOf(original);
    const bytes = await readFile(join(path, file));
    const places = [0, 0.2, 0.4, 0.6, 0.8, 1].map((part) => Math.floor(part * (bytes.length - 2)));
    for (const at of places) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 0x01;
      await writeFile(join(path, file), damaged);
      expect((await refusalOf(path)).code).toBe('bad-model');
    }
  });

  it('is refused for every altered character of the manifest that means something', async () => {
    const path = await copyOf(original);
    const text = await readFile(join(path, 'manifest.json'), 'utf8');
    for (let at = 0; at < text.length; at += 37) {
      if (/\s/.test(text[at] ?? '')) continue;
      const other = text[at] === '1' ? '2' : '1';
      await writeFile(join(path, 'manifest.json'), text.slice(0, at) + other + text.slice(at + 1));
      const { code, message } = await refusalOf(path);
      expect(code).toBe('bad-model');
      expect(message).toContain(path);
    }
  });

  it.each(FILES)('is refused with %s cut short', async (file) => {
    const path = await copyOf(original);
    const { size } = await stat(join(path, file));
    for (const length of [size - 2, Math.floor(size / 2), 0]) {
      await truncate(join(path, file), length);
      const { code, message } = await refusalOf(path);
      expect(code).toBe('bad-model');
      expect(message).toContain(file);
    }
  });

  it.each(FILES)('is refused without %s, naming it', async (file) => {
    const path = await copyOf(original);
    await rm(join(path, file));
    const { code, message } = await refusalOf(path);
    expect(code).toBe('bad-model');
    expect(message).toContain(file);
  });

  it('is refused when another manifest describes its files', async () => {
    const path = await copyOf(original);
    const other = { ...manifest, thresholds: { ...manifest.thresholds, image: 9 } };
    await writeFile(join(path, 'manifest.json'), JSON.stringify(other));
    expect((await refusalOf(path)).message).toMatch(/altered/);
  });

  it('is refused when its manifest reaches for files outside of it', async () => {
    const path = await copyOf(original);
    await writeFile(join(folder, 'secret'), 'not yours');
    const outside = {
      ...manifest,
      goodImages: [{ path: 'a', file: '../secret' }, ...manifest.goodImages.slice(1)],
      files: { ...manifest.files, '../secret': '0'.repeat(64) },
    };
    const hostile = { ...outside, id: modelId(outside) };
    await writeFile(join(path, 'manifest.json'), JSON.stringify(hostile));
    expect((await refusalOf(path)).message).toContain('../secret');
    await expect(readGoodPicture(path, hostile, 0)).rejects.toMatchObject({ code: 'bad-model' });
  });
});

describe('an archive that is no whole model', () => {
  it('is refused when cut short anywhere', async () => {
    const path = await copyOf(archive);
    const { size } = await stat(path);
    for (const length of [size - 1, size - 30, Math.floor(size / 2), 4, 0]) {
      await truncate(path, length);
      expect((await refusalOf(path)).code).toBe('bad-model');
    }
  });

  it('is refused with a byte altered, or it is the same model still', async () => {
    // Some bytes of a zip say nothing about its contents, as the time of an entry.
    const bytes = await readFile(archive);
    const path = join(folder, 'altered.loupe');
    const whole = await readModel(archive);
    let refused = 0;
    for (let n = 0; n < 24; n++) {
      const damaged = Buffer.from(bytes);
      damaged[Math.floor(((n + 0.5) / 24) * bytes.length)]! ^= 0x10;
      await writeFile(path, damaged);
      const found = await readModel(path).catch((error: unknown) => error);
      if (found instanceof LoupeError) refused++;
      else expect(found).toEqual(whole);
    }
    expect(refused).toBeGreaterThan(20);
  });

  it('is refused when it is another file by the same ending', async () => {
    const path = join(folder, 'text.loupe');
    await writeFile(path, 'no zip at all');
    const { code, message } = await refusalOf(path);
    expect(code).toBe('bad-model');
    expect(message).toContain(path);
  });
});

describe('a model that cannot be used here', () => {
  it('from a newer Loupe is refused by its version, before anything else is looked at', async () => {
    const path = await copyOf(original);
    const newer = { schemaVersion: MODEL_SCHEMA_VERSION + 1, anything: 'else' };
    await writeFile(join(path, 'manifest.json'), JSON.stringify(newer));
    const { code, message } = await refusalOf(path);
    expect(code).toBe('bad-model');
    expect(message).toMatch(/newer Loupe/);
    expect(message).toContain(String(MODEL_SCHEMA_VERSION + 1));
  });

  it('that is not there is not found, by its name', async () => {
    const path = join(folder, 'none');
    await expect(readModel(path)).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(path) as string,
    });
    await expect(readModel(join(archive, 'inside'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('that is some other folder is refused', async () => {
    expect((await refusalOf(folder)).message).toMatch(/no manifest.json/);
  });
});
