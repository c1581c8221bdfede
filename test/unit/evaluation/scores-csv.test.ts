/** Why this file exists: any program reads the scores table back as it was. */
import { describe, expect, it } from 'vitest';
import { scoresCsv } from '../../../src/main/evaluation/scores-csv.ts';

describe('scoresCsv', () => {
  it('has a header and a line per image, with scores that read back as the same number', () => {
    const score = 0.1 + 0.2;
    expect(scoresCsv([{ path: 'test/good/000.png', label: 'good', score }])).toBe(
      `path,label,score\ntest/good/000.png,good,${score}\n`,
    );
    expect(scoresCsv([])).toBe('path,label,score\n');
  });

  it('quotes commas, quotes and line breaks as RFC 4180 asks, and nothing else', () => {
    const rows = [
      { path: 'a,b.png', label: 'say "no"', score: -1 },
      { path: 'c\nd.png', label: 'größer als 5', score: 1e-9 },
    ];
    expect(scoresCsv(rows)).toBe(
      'path,label,score\n"a,b.png","say ""no""",-1\n"c\nd.png",größer als 5,1e-9\n',
    );
  });
});
