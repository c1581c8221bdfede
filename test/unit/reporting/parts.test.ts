/** Why this file exists: what an exported report says and how it is written, without any file. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curve, histogram } from '../../../src/main/reporting/charts.ts';
import { csvOf } from '../../../src/main/reporting/csv.ts';
import type { ReportDocument } from '../../../src/main/reporting/document.ts';
import {
  decisionsOf,
  judged,
  ownJudge,
  worstFalseAlarms,
  worstMisses,
} from '../../../src/main/reporting/evaluation-judged.ts';
import { escaped, htmlOf } from '../../../src/main/reporting/html.ts';
import { numbersIn } from '../../../src/main/reporting/numbers.ts';
import { pdfOf } from '../../../src/main/reporting/pdf.ts';
import { reportStrings } from '../../../src/main/reporting/strings.ts';
import { confusionAt } from '../../../src/shared/metrics/confusion.ts';
import type { Report } from '../../../src/shared/report.ts';

function reportOf(rows: readonly [string, number][], threshold: number | null): Report {
  return {
    threshold,
    thresholdSource: 'test',
    pixelThreshold: 1,
    images: rows.map(([label, score], i) => ({ path: `${i}.png`, label, score })),
  } as unknown as Report;
}

describe('decisions', () => {
  test('are those of the screens’ confusion', () => {
    const row = fc.tuple(fc.constantFrom('good', 'scratch'), fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1 }),
        fc.integer({ min: 0, max: 10 }),
        (rows, threshold) => {
          const report = reportOf(rows, threshold);
          const images = judged(report, ownJudge(report)!);
          const wanted = confusionAt(
            rows.map(([, score]) => score),
            rows.map(([label]) => (label === 'good' ? 0 : 1)),
            threshold,
          );
          const at = decisionsOf(images);
          expect([at.missed, at.falseAlarms]).toEqual([wanted.missedDefects, wanted.falseAlarms]);
          expect(worstMisses(images)).toHaveLength(wanted.missedDefects);
          expect(worstFalseAlarms(images)).toHaveLength(wanted.falseAlarms);
        },
      ),
    );
  });

  test('use a defect’s own values where it has some, and name the review band', () => {
    const report = reportOf(
      [
        ['good', 1],
        ['scratch', 5],
        ['dent', 5],
      ],
      4,
    );
    const base = { t1: 2, t2: 4, pixel: 1, minArea: 0 };
    const judge = {
      base,
      perDefect: new Map([['dent', { ...base, t1: 5, t2: 9 }]]),
      source: 'manual' as const,
      set: null,
    };
    expect(judged(report, judge).map(({ verdict }) => verdict)).toEqual(['ok', 'ng', 'review']);
    expect(decisionsOf(judged(report, judge)).sentToReview).toBe(1);
  });

  test('put the worst first', () => {
    const report = reportOf(
      [
        ['good', 9],
        ['good', 7],
        ['a', 1],
        ['a', 3],
      ],
      5,
    );
    const images = judged(report, ownJudge(report)!);
    expect(worstFalseAlarms(images).map(({ index }) => index)).toEqual([0, 1]);
    expect(worstMisses(images).map(({ index }) => index)).toEqual([2, 3]);
    expect(ownJudge(reportOf([['good', 1]], null))).toBeNull();
  });
});

describe('CSV', () => {
  test('comes back as it was given, whatever is in a name', () => {
    const text = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, fc.double({ noNaN: true })), { maxLength: 8 }),
        (rows) => {
          const bytes = Buffer.from(csvOf(['name', 'value'], rows)).toString('utf8');
          const [, ...read] = parseCsv(bytes.replace(/^\ufeff/, ''));
          expect(
            read.map(([name = '', value]) => [
              name.replace(/^'(?='*[=+\-@\t\r])/, ''),
              Number(value),
            ]),
          ).toEqual(rows.map(([name, value]) => [name, value === 0 ? 0 : value]));
        },
      ),
      { examples: [[[["'=", 0]]]] },
    );
  });

  test('never holds a cell that a spreadsheet would run', () => {
    const bytes = Buffer.from(csvOf(['a'], [['=1+1'], ['@x'], ['-2'], ['ok']])).toString('utf8');
    expect(bytes).toBe("\ufeffa\r\n'=1+1\r\n'@x\r\n'-2\r\nok\r\n");
  });
});

/** A reader of RFC 4180, written for this test alone. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i]!;
    if (quoted) {
      if (c === '"' && text[i + 1] === '"') [field, i] = [`${field}"`, i + 1];
      else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"' && field === '') quoted = true;
    else if (c === ',') [row, field] = [[...row, field], ''];
    else if (c === '\r' && text[i + 1] === '\n') {
      rows.push([...row, field]);
      [row, field, i] = [[], '', i + 1];
    } else field += c;
  }
  return rows;
}

const document: ReportDocument = {
  language: 'de',
  title: 'Bericht <1>',
  subtitle: 'Žluťoučký & "kůň" 部品',
  made: { at: new Date(0), text: 'Erstellt 1970' },
  sections: [
    {
      title: 'Kurven',
      blocks: [
        {
          kind: 'drawings',
          drawings: [
            histogram({
              title: 'h',
              description: 'd',
              xLabel: 'x',
              good: 'gut',
              defective: 'fehlerhaft',
              bins: [{ from: 0, to: 1, good: 3, defective: 1, unlabelled: 0 }],
              marks: [{ value: 0.5, label: 'T2' }],
              locale: 'de',
              size: [250, 150],
            }),
            curve({
              title: 'c',
              description: 'd',
              xLabel: 'x',
              yLabel: 'y',
              points: [
                { x: 0, y: 0, threshold: 2 },
                { x: 1, y: 1, threshold: 1 },
              ],
              x: { low: 0, high: 1 },
              y: { low: 0, high: 1 },
              point: { x: 0.2, y: 0.4, label: 'T2' },
              locale: 'de',
              size: [250, 150],
            }),
          ],
        },
        { kind: 'facts', rows: [['Modell', '<script>alert(1)</script>']] },
        { kind: 'table', columns: [{ name: 'A' }, { name: 'B', number: true }], rows: many(120) },
        { kind: 'warnings', lines: ['Achtung'] },
        { kind: 'text', text: 'Ende' },
      ],
    },
  ],
  footer: 'Loupe',
};

function many(count: number): string[][] {
  return Array.from({ length: count }, (_, i) => [`Zeile ${i}`, String(i)]);
}

describe('a document', () => {
  test('is the same bytes each time, as HTML and as PDF', async () => {
    expect(htmlOf(document)).toEqual(htmlOf(document));
    const [first, second] = [await pdfOf(document), await pdfOf(document)];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    expect(Buffer.from(first).subarray(0, 5).toString('latin1')).toBe('%PDF-');
  });

  test('as HTML holds no script and nothing from elsewhere', () => {
    const html = Buffer.from(htmlOf(document)).toString('utf8');
    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/(?:src|href)="(?!data:)/);
    expect(html).toContain('lang="de"');
    expect(html).toContain('Žluťoučký &amp; &quot;kůň&quot;');
    expect(escaped('<&">')).toBe('&lt;&amp;&quot;&gt;');
  });

  test('as PDF goes on over as many pages as it needs', async () => {
    const pdf = Buffer.from(await pdfOf(document)).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(2);
  });
});

test('numbers follow the language', () => {
  const [en, de] = [numbersIn(reportStrings.en, 'UTC'), numbersIn(reportStrings.de, 'UTC')];
  expect(en.raw(1.2345)).toBe('1.235');
  expect(de.raw(1.2345)).toBe('1,235');
  expect(en.percent(null)).toBe('not defined');
  expect(en.moment(0)).toContain('1970');
});
