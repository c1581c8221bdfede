import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { signUpdate } from '../../../resources/packaging/sign.ts';
import {
  installCommand,
  keepUpdate,
  listKept,
  previousVersion,
} from '../../../src/main/updates/install-update.ts';
import { isNewer, verifyUpdate, type Update } from '../../../src/main/updates/update-file.ts';

const supplier = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const spki = (key: KeyObject): string =>
  key.export({ format: 'der', type: 'spki' }).toString('base64');

/** A folder as it lies on a stick. */
function stick(change: Partial<Update> = {}, key = supplier.privateKey): string {
  const folder = mkdtempSync(join(tmpdir(), 'loupe-update-'));
  const installer = Buffer.from('the installer');
  const update: Update = {
    format: 'loupe-update-1',
    version: '0.2.0',
    system: 'linux-x64',
    installer: {
      name: 'Loupe-0.2.0.deb',
      sha256: createHash('sha256').update(installer).digest('hex'),
      bytes: installer.length,
    },
    notes: 'Better.',
    ...change,
  };
  const description = Buffer.from(JSON.stringify(update));
  writeFileSync(join(folder, 'Loupe-0.2.0.deb'), installer);
  writeFileSync(join(folder, 'update.json'), description);
  writeFileSync(join(folder, 'update.sig'), sign(null, description, key));
  return folder;
}

const check = (folder: string, keys = [spki(supplier.publicKey)]) =>
  verifyUpdate(folder, (name) => readFile(join(folder, name)), {
    keys,
    system: 'linux-x64',
    version: '0.1.0',
  });

describe('an update on a stick', () => {
  test('is taken when a known supplier signed it and every byte is there', async () => {
    const folder = stick();
    expect(await check(folder, [spki(stranger.publicKey), spki(supplier.publicKey)])).toMatchObject(
      {
        update: { version: '0.2.0' },
        installer: join(folder, 'Loupe-0.2.0.deb'),
      },
    );
  });

  test('is refused where no key is known, whoever signed it', async () => {
    await expect(check(stick(), [])).rejects.toMatchObject({ code: 'usage' });
  });

  test.each([
    ['somebody else signed it', () => stick({}, stranger.privateKey), 'signature'],
    ['it is for another system', () => stick({ system: 'win32-x64' }), 'win32-x64'],
    ['it is as old as what is installed', () => stick({ version: '0.1.0' }), '0.1.0'],
    ['its description was changed after signing', altered('update.json'), 'signature'],
    ['its installer was changed by one byte', altered('Loupe-0.2.0.deb'), 'not the file'],
    ['its installer was cut short', cut('Loupe-0.2.0.deb'), 'not the file'],
  ])('is refused when %s', async (_why, make, reason) => {
    await expect(check(make())).rejects.toMatchObject({
      code: 'bad-data',
      message: expect.stringContaining(reason) as string,
    });
  });

  test('cannot name a file outside its folder', async () => {
    const installer = { name: '../evil', sha256: '0'.repeat(64), bytes: 1 };
    await expect(check(stick({ installer }))).rejects.toMatchObject({ code: 'bad-data' });
  });
});

function altered(name: string) {
  return (): string => {
    const folder = stick();
    const bytes = readFileSync(join(folder, name));
    bytes[bytes.length - 3] = (bytes[bytes.length - 3] ?? 0) ^ 1;
    writeFileSync(join(folder, name), bytes);
    return folder;
  };
}

function cut(name: string) {
  return (): string => {
    const folder = stick();
    writeFileSync(join(folder, name), readFileSync(join(folder, name)).subarray(0, 4));
    return folder;
  };
}

test('an update signed when Loupe was packed is taken', async () => {
  const from = stick();
  const to = join(mkdtempSync(join(tmpdir(), 'loupe-signed-')), 'update');
  const key = supplier.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  await signUpdate({
    installer: join(from, 'Loupe-0.2.0.deb'),
    version: '0.2.0',
    system: 'linux-x64',
    notes: '',
    key,
    to,
  });
  expect(await check(to)).toMatchObject({ update: { version: '0.2.0' } });
});

describe('a checked update', () => {
  test('is kept with the backup made before it, and two versions stay', async () => {
    const kept = mkdtempSync(join(tmpdir(), 'loupe-kept-'));
    for (const version of ['0.2.0', '0.3.0', '0.10.0']) {
      const update = await check(stick({ version }));
      await keepUpdate(kept, update, async () => `/backup-before-${version}`);
    }
    expect((await listKept(kept)).map(({ version }) => version)).toEqual(['0.10.0', '0.3.0']);
    expect(await previousVersion(kept, '0.10.0')).toMatchObject({
      version: '0.3.0',
      backup: '/backup-before-0.3.0',
    });
    await expect(previousVersion(kept, '0.3.0')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is not kept when the catalog could not be backed up', async () => {
    const kept = mkdtempSync(join(tmpdir(), 'loupe-kept-'));
    const update = await check(stick());
    await expect(
      keepUpdate(kept, update, () => Promise.reject(new Error('disk full'))),
    ).rejects.toThrow('disk full');
    expect(await listKept(kept)).toEqual([]);
  });

  test('is installed by a command of its system', () => {
    expect(installCommand('/u/Loupe.deb', 'linux')).toContain('apt-get install');
    expect(installCommand('C:\\u\\Loupe.exe', 'win32')).toContain('/S');
  });
});

test('versions compare by number', () => {
  expect(isNewer('0.10.0', '0.9.9')).toBe(true);
  expect(isNewer('1.0.0', '1.0.0')).toBe(false);
  expect(isNewer('0.9.9', '0.10.0')).toBe(false);
});
