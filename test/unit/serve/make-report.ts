/** Why this file exists: a small whole report for tests that need no files behind it. */
import type { Report, ReportImage } from '../../../src/shared/report.ts';

export function makeImage(change: Partial<ReportImage> = {}): ReportImage {
  return {
    path: 'test/good/000.png',
    label: 'good',
    score: 1,
    scaleScores: { 16: 0.3, 32: 0.3, 64: 0.4 },
    hasMask: false,
    map: 'maps/test/good/000.npy',
    width: 320,
    height: 240,
    ...change,
  };
}

export function makeReport(change: Partial<Report> = {}): Report {
  return {
    schemaVersion: 1,
    id: 'plates',
    createdAt: '2026-03-04T10:20:30.000Z',
    model: { id: 'm', name: 'plates-quick', recipe: 'quick', path: '/models/plates' },
    dataset: { name: 'plates', root: '/data/plates', fingerprint: 'f' },
    inputSize: 256,
    device: 'CPU',
    imageAuroc: 1,
    pixelAuroc: 0.99,
    auPro: 0.95,
    maxF1: 1,
    threshold: 2,
    thresholdSource: 'test',
    precision: 1,
    recall: 1,
    confusion: { caught: 1, missedDefects: 0, falseAlarms: 0, passed: 2 },
    pixelThreshold: 1.5,
    pixelMaxF1: 0.8,
    perScale: {
      16: { imageAuroc: 1, pixelAuroc: 1 },
      32: { imageAuroc: 1, pixelAuroc: 1 },
      64: { imageAuroc: 1, pixelAuroc: 1 },
    },
    perDefect: [{ label: 'dent', images: 1, imageAuroc: 1, pixelAuroc: 1, caught: 1 }],
    mapRange: [0, 3],
    images: [
      makeImage(),
      makeImage({ path: 'test/good/001.png', score: 1.5 }),
      makeImage({ path: 'test/dent/000.png', label: 'dent', score: 2, hasMask: true }),
    ],
    rejected: [],
    warnings: [],
    timing: { msPerImage: 400, peakMemoryMb: 900, rssMbEarly: 800, rssMbLate: 810 },
    ...change,
  };
}
