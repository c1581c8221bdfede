/** Why this file exists: CSV as people and tools write it. */
import { expect, it } from 'vitest';
import { parseCsv } from '../../../src/main/importing/csv.ts';

it('reads plain rows by the names of the columns', () => {
  expect(parseCsv('Image,Label \na.png,normal\nb.png,"bent, broken"\n')).toEqual([
    { image: 'a.png', label: 'normal' },
    { image: 'b.png', label: 'bent, broken' },
  ]);
});

it('takes quotes, doubled quotes, line ends in quotes and every kind of line end', () => {
  expect(parseCsv('\uFEFFa,b\r\n"x ""y""\nz",1\r2,3')).toEqual([
    { a: 'x "y"\nz', b: '1' },
    { a: '2', b: '3' },
  ]);
});

it('leaves out blank lines and fills missing fields', () => {
  expect(parseCsv('a,b\n\n1\n , \n')).toEqual([{ a: '1', b: '' }]);
});

it('gives nothing for nothing', () => {
  expect(parseCsv('')).toEqual([]);
  expect(parseCsv('only,names')).toEqual([]);
});
