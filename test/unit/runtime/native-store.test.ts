import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { LoupeError } from '../../../src/shared/errors.ts';
import { rememberFailure } from '../../../src/main/runtime/failure.ts';
import {
  bindingFile,
  bindingFolder,
  bindingKey,
  bindingPackage,
  nativeFolder,
  nativeRoot,
  nativeState,
  selfTestFile,
  sha256Of,
} from '../../../src/main/runtime/native-store.ts';
import { temporaryFolder } from '../../support/folder.ts';

const base = temporaryFolder();
let cache = '';
let count = 0;

function write(file: string, content: string) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** A cache that looks like a provisioned one, with tiny files. */
function provisioned(options: { passed?: boolean; skip?: 'binding' | 'self-test' } = {}) {
  const native = nativeFolder(cache, 'cpu');
  write(join(native, 'deps', 'lib', 'lib.so'), 'library');
  const libraries = { 'lib/lib.so': { sha256: 'x', bytes: 7 } };
  const stamp = { tensorflow: '2.21.0', wheelSha256: 'w', libraries };
  write(join(native, 'libraries.json'), JSON.stringify(stamp));
  const packageFolder = bindingPackage();
  if (!packageFolder) throw new Error('tfjs-node-gpu is not installed');
  const folder = bindingFolder(native, packageFolder);
  if (options.skip === 'binding') return { native, folder };
  write(bindingFile(folder), 'binding');
  const sha256 = sha256Of(bindingFile(folder));
  write(join(folder, 'binding.json'), JSON.stringify({ sha256, compiler: 'g++ 12' }));
  if (options.skip === 'self-test') return { native, folder };
  const passed = options.passed ?? true;
  const test = { bindingSha256: sha256, passed, detail: passed ? 'fine' : 'matMul is off' };
  write(selfTestFile(folder), JSON.stringify(test));
  return { native, folder };
}

function reason(): string {
  const state = nativeState(cache, 'cpu');
  if (state.ready) throw new Error('It is ready.');
  return `${state.reason} ${state.mend ?? ''}`;
}

beforeEach(() => {
  cache = join(base, String(count++));
});

describe('nativeState', () => {
  it('trusts whole libraries with a tested binding', () => {
    const { folder } = provisioned();
    expect(nativeState(cache, 'cpu')).toMatchObject({
      ready: true,
      tensorflow: '2.21.0',
      file: bindingFile(folder),
    });
  });

  it('says what to run when nothing is there', () => {
    expect(reason()).toMatch(/is not set up in .* Run: npm run setup$/);
    expect(nativeState(cache, 'gpu')).toMatchObject({ mend: 'Run: npm run setup -- --gpu' });
  });

  it('repeats why the last attempt failed', () => {
    const error = new LoupeError('runtime', 'g++ was not found.', 'Install it.');
    rememberFailure(nativeRoot(cache), 'cpu', error, 1);
    expect(reason()).toBe('Native TensorFlow is not set up: g++ was not found. Install it.');
  });

  it('refuses a library that is cut short', () => {
    const { native } = provisioned();
    write(join(native, 'deps', 'lib', 'lib.so'), 'libr');
    expect(reason()).toMatch(/is not set up/);
  });

  it('refuses a binding whose bytes changed', () => {
    const { folder } = provisioned();
    write(bindingFile(folder), 'Binding');
    expect(reason()).toMatch(/is not compiled for this version/);
  });

  it('refuses a binding that was not compiled, not tested, or failed its test', () => {
    provisioned({ skip: 'binding' });
    expect(reason()).toMatch(/is not compiled/);
    cache += '-untested';
    provisioned({ skip: 'self-test' });
    expect(reason()).toMatch(/has not been tested on this processor/);
    cache += '-failed';
    provisioned({ passed: false });
    expect(reason()).toMatch(/failed its self-test: matMul is off/);
  });

  it('does not trust a self-test of other bytes', () => {
    const { folder } = provisioned();
    const other = { bindingSha256: 'other', passed: true, detail: '' };
    write(selfTestFile(folder), JSON.stringify(other));
    expect(reason()).toMatch(/has not been tested/);
  });

  it('treats a damaged stamp as no stamp', () => {
    const { native } = provisioned();
    write(join(native, 'libraries.json'), '{"tensorflow":');
    expect(reason()).toMatch(/is not set up/);
  });
});

describe('bindingKey', () => {
  it('changes with any source of the binding', () => {
    const folder = join(cache, 'package');
    write(join(folder, 'binding', 'tfjs_backend.cc'), 'one');
    write(join(folder, 'binding', 'tfjs_binding.cc'), 'two');
    const before = bindingKey(folder);
    expect(bindingKey(folder)).toBe(before);
    write(join(folder, 'binding', 'utils.h'), 'three');
    expect(bindingKey(folder)).not.toBe(before);
  });
});
