import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LoupeError } from '../../../src/shared/errors.ts';
import { whyNotBetter } from '../../../src/main/runtime/device.ts';
import { checkRoom, freeBytes } from '../../../src/main/runtime/disk.ts';
import {
  forgetFailure,
  isWorthSkipping,
  lastFailure,
  rememberFailure,
} from '../../../src/main/runtime/failure.ts';
import { nativePin } from '../../../src/main/runtime/pins.ts';
import { temporaryFolder } from '../../support/folder.ts';

const folder = temporaryFolder();

describe('the last failure of the set-up', () => {
  it('is remembered until a success', () => {
    const root = join(folder, 'native');
    expect(lastFailure(root, 'cpu')).toBeUndefined();
    const error = new LoupeError('runtime', 'pip could not fetch it.', 'Check the network.');
    rememberFailure(root, 'cpu', error, 12);
    expect(lastFailure(root, 'cpu')).toMatchObject({ reason: error.message, mend: error.nextStep });
    expect(lastFailure(root, 'gpu')).toBeUndefined();
    forgetFailure(root, 'cpu');
    expect(lastFailure(root, 'cpu')).toBeUndefined();
  });

  it('keeps npm start from waiting for the network again, for a day', () => {
    const at = '2026-01-01T00:00:00.000Z';
    const hours = (count: number) => Date.parse(at) + count * 3600_000;
    const slow = { at, reason: '', mend: '', seconds: 40 };
    expect(isWorthSkipping(slow, hours(1))).toBe(true);
    expect(isWorthSkipping(slow, hours(25))).toBe(false);
    expect(isWorthSkipping({ ...slow, seconds: 1 }, hours(1))).toBe(false);
  });

  it('does not hide the reason when it cannot be written', () => {
    const error = new LoupeError('no-space', 'The disk is full.', 'Free some space.');
    const file = join(import.meta.dirname, 'setup-state.test.ts');
    expect(() => rememberFailure(join(file, 'native'), 'cpu', error, 1)).not.toThrow();
  });
});

describe('room on disk', () => {
  it('is measured for a folder that does not exist yet', async () => {
    expect(await freeBytes(join(folder, 'not', 'yet'))).toBeGreaterThan(0);
  });

  it('is asked for before anything is written, with both figures', async () => {
    await expect(checkRoom('TensorFlow', folder, 1)).resolves.toBeUndefined();
    const tooMuch = checkRoom('TensorFlow', folder, 1e18);
    await expect(tooMuch).rejects.toMatchObject({
      code: 'no-space',
      message: expect.stringMatching(
        /^TensorFlow needs 1000000000000 MB free in .*; there are \d+ MB/,
      ) as string,
    });
  });
});

describe('the pins', () => {
  it('name every hash in full, so that pip can check it', () => {
    const pins = [
      nativePin('cpu', 'linux-x64'),
      nativePin('cpu', 'linux-arm64'),
      nativePin('gpu', 'linux-x64'),
    ];
    const wheels = pins.flatMap((pin) => (pin ? [pin.wheel, ...pin.extras] : []));
    for (const { sha256 } of wheels) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(wheels.map(({ sha256 }) => sha256)).size).toBe(3 + 12);
    expect(nativePin('cpu', 'win32-x64')).toBeUndefined();
  });
});

describe('whyNotBetter', () => {
  it('joins reasons and what mends them', () => {
    const versions = { loupe: '1', node: '24', tfjs: '4' };
    const device = { backend: 'wasm', label: 'WASM', versions, refusals: [] } as const;
    expect(whyNotBetter({ ...device, refusals: [] })).toBeUndefined();
    const refusals = [
      { backend: 'gpu', reason: 'No GPU.' },
      { backend: 'native', reason: 'No g++.', mend: 'Install it.' },
    ] as const;
    expect(whyNotBetter({ ...device, refusals: [...refusals] })).toBe(
      'No GPU. No g++. Install it.',
    );
  });
});
