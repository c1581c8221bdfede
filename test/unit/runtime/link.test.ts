import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { linkBinding, linkedBinding } from '../../../src/main/runtime/link.ts';
import { temporaryFolder } from '../../support/folder.ts';

const base = temporaryFolder();
let folder = '';
let count = 0;
const link = () => linkedBinding(join(folder, 'package'));

function binding(name: string): string {
  const file = join(folder, name);
  writeFileSync(file, name);
  return file;
}

beforeEach(() => {
  folder = join(base, String(count++));
  mkdirSync(folder);
});

describe('linkBinding', () => {
  it('makes the package load the binding in the cache, and leaves no other file', () => {
    linkBinding(join(folder, 'package'), binding('one'));
    expect(readFileSync(link(), 'utf8')).toBe('one');
    expect(readdirSync(dirname(link()))).toEqual(['tfjs_binding.node']);
  });

  it('replaces another binding, be it a link, a dangling link or a file', () => {
    mkdirSync(dirname(link()), { recursive: true });
    symlinkSync(join(folder, 'gone'), link());
    linkBinding(join(folder, 'package'), binding('one'));
    expect(readFileSync(link(), 'utf8')).toBe('one');
    linkBinding(join(folder, 'package'), binding('two'));
    expect(readFileSync(link(), 'utf8')).toBe('two');
    expect(existsSync(join(folder, 'one'))).toBe(true);
  });

  it('replaces a link to equal bytes elsewhere, which would find other libraries', () => {
    const one = binding('one');
    mkdirSync(join(folder, 'cache'));
    const same = join(folder, 'cache', 'one');
    writeFileSync(same, 'one');
    linkBinding(join(folder, 'package'), one);
    linkBinding(join(folder, 'package'), same);
    writeFileSync(one, 'changed');
    expect(readFileSync(link(), 'utf8')).toBe('one');
  });
});
