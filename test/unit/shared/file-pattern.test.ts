/** Why this file exists: what a name pattern reads, and which patterns are refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../src/shared/file-pattern.ts';

describe('reading names', () => {
  it.each([
    ['{label}_{part}_{*}', 'dent_0017_2.png', { label: 'dent', part: '0017' }],
    ['{label}_{part}_{*}', 'dent_0017_2_left.png', { label: 'dent', part: '0017' }],
    ['{part}-{label}', 'A 12-good.BMP', { part: 'A 12', label: 'good' }],
    ['cam1_{part}.png', 'cam1_77.jpg', { part: '77' }],
    ['{*}_num_{part}', 'exp3_num_45042.jpg', { part: '45042' }],
    ['{label}({*})', 'grün(3).png', { label: 'grün' }],
    ['{part}_{*}_end', 'p_a_end_end.png', { part: 'p' }],
  ])('%s reads %s', (pattern, name, parts) => {
    expect(compilePattern(pattern)(name)).toEqual(parts);
  });

  it.each([
    ['{label}_{part}', 'dent.png'],
    ['{label}_{part}', '_7.png'],
    ['{label}_{part}', 'dent_.png'],
    ['cam1_{part}', 'cam2_7.png'],
    ['{part}_end', '7_end2.png'],
  ])('%s does not fit %s', (pattern, name) => {
    expect(compilePattern(pattern)(name)).toBeUndefined();
  });

  it('gives back what a name was made of', () => {
    const word = fc.stringMatching(/^[a-z0-9 ]{1,12}$/);
    fc.assert(
      fc.property(word, word, word, (label, part, rest) => {
        const read = compilePattern('{label}_{part}_{*}')(`${label}_${part}_${rest}.png`);
        expect(read).toEqual({ label, part });
      }),
    );
  });

  it('is quick on names made to be slow', () => {
    const read = compilePattern(`{label}_${'{*}_'.repeat(30)}x`);
    expect(read(`${'_'.repeat(250)}y.png`)).toBeUndefined();
  });
});

it.each([
  ['{label', /has no "}"/],
  ['{lable}_{part}', /\{lable\} is not known/],
  ['{part}_{part}', /in it twice/],
  ['{label}{part}', /nothing between them/],
  ['{*}_{*}', /neither \{label\} nor \{part\}/],
  ['plain', /neither \{label\} nor \{part\}/],
])('refuses %s', (pattern, reason) => {
  expect(() => compilePattern(pattern)).toThrow(reason);
});
