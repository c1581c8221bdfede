/** Why this file exists: people get percentages and the source of the threshold; scripts fractions. */
import { describe, expect, it } from 'vitest';
import { evaluateJson } from '../../../src/main/evaluation/evaluate-json.ts';
import { percent, summaryLines } from '../../../src/main/evaluation/summary.ts';
import { ReportSchema } from '../../../src/shared/report.ts';
import { REPORT } from './report-fixture.ts';

describe('summaryLines', () => {
  const text = summaryLines(REPORT).join('\n');

  it('shows percentages for the sum, each scale and each defect type', () => {
    expect(text).toMatch(/sum of scales +99\.8 +98\.7 +95\.4\n/);
    expect(text).toMatch(/theta = 64 +64\.0 +64\.1\n/);
    expect(text).toMatch(/theta = 16 +16\.0 +undefined\n/);
    expect(text).toMatch(/broken large +5 +3 +100\.0 +undefined\n/);
  });

  it('shows the map alone for a method without scales', () => {
    const plain = summaryLines({ ...REPORT, perScale: null }).join('\n');
    expect(plain).toMatch(/anomaly map +99\.8 +98\.7 +95\.4\n/);
    expect(plain).not.toContain('theta');
  });

  it('says where the threshold came from and what it does', () => {
    expect(text).toContain('Threshold 1.23457: where F1 is highest (75.0) on these same test');
    expect(text).toContain('2 of 5 defective images missed, 0 false alarms among 1 good image;');
    const goodOnly = summaryLines({ ...REPORT, thresholdSource: 'good-only' }).join('\n');
    expect(goodOnly).toContain('from scores of good parts alone');
    expect(goodOnly).not.toContain('F1 is highest');
    const none = summaryLines({ ...REPORT, threshold: null, confusion: null }).join('\n');
    expect(none).toContain('Threshold: undefined');
  });

  it('shows speed, memory, refused files and warnings', () => {
    expect(text).toContain('412 ms an image on native CPU');
    expect(text).toContain('memory 700 MB early, 702 MB at the last image, 812 MB at most');
    expect(text).toContain('Not used: test/good/bad.png is cut short.');
    expect(text).toContain('Note: One mask is missing.');
  });

  it('aligns the columns of its tables', () => {
    const lines = summaryLines(REPORT);
    const start = lines.findIndex((line) => line.startsWith('%'));
    const end = (line: string, cell: string) => line.indexOf(cell) + cell.length;
    expect(end(lines[start]!, 'pixel AUROC')).toBe(end(lines[start + 1]!, '98.7'));
    expect(end(lines[start]!, 'pixel AUROC')).toBe(end(lines[start + 2]!, '64.1'));
  });

  it('calls what does not exist undefined', () => {
    expect(percent(null)).toBe('undefined');
    expect(percent(0)).toBe('0.0');
  });
});

describe('evaluateJson', () => {
  it('is one flat object of fractions with the number of images', () => {
    expect(evaluateJson(REPORT)).toEqual({
      imageAuroc: 0.998,
      pixelAuroc: 0.9871,
      auPro: 0.95449,
      maxF1: 0.75,
      threshold: 1.23456789,
      perScale: REPORT.perScale,
      images: 3,
      msPerImage: 412.4,
      peakMemoryMb: 812.3,
      device: 'native CPU',
    });
  });

  it('keeps an undefined metric as null', () => {
    const json = JSON.stringify(evaluateJson({ ...REPORT, imageAuroc: null }));
    expect(json).toContain('"imageAuroc":null');
  });
});

describe('the report fixture', () => {
  it('follows the schema', () => {
    expect(ReportSchema.parse(REPORT)).toEqual(REPORT);
  });
});
