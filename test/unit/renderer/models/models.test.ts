/** Why this file exists: the order of the table and the differences of two models, by value. */
import { describe, expect, test } from 'vitest';
import { manifestDifferences } from '../../../../src/renderer/src/features/models/manifest-diff.ts';
import { sortModels } from '../../../../src/renderer/src/features/models/model-rows.ts';
import { modelsRoute } from '../../../../src/renderer/src/features/models/route.ts';
import { parseAddress } from '../../../../src/renderer/src/state/address.ts';
import type { ModelSummary } from '../../../../src/shared/contract/models.ts';

function summary(id: number, name: string, auroc: number | null | undefined): ModelSummary {
  return {
    model: {
      id,
      productId: 1,
      contentId: String(id),
      name,
      recipe: 'quick',
      path: '/m',
      datasetFingerprint: 'f',
      backboneSha256: 'b',
      versionId: null,
      runId: null,
      createdAt: id * 1000,
      createdBy: 'Ada',
      state: id === 2 ? 'production' : 'draft',
    },
    evaluation:
      auroc === undefined
        ? null
        : {
            id,
            modelId: id,
            versionId: null,
            runId: null,
            datasetFingerprint: 'f',
            report: null,
            metrics: { imageAuroc: auroc },
            at: 1,
          },
    thresholds: null,
    suggested: { t1: 1, t2: 1, pixel: 1, minArea: 0 },
    mapRange: [0, 1],
    inputSize: 256,
    trainImages: 10,
    missing: false,
  };
}

describe('the table of models', () => {
  const models = [
    summary(1, 'beta', 0.8),
    summary(2, 'Alpha', undefined),
    summary(3, 'gamma', 0.9),
    summary(4, 'delta', null),
  ];
  const ids = (sorted: readonly ModelSummary[]): number[] => sorted.map(({ model }) => model.id);

  test('sorts by a figure with what has none last, either way', () => {
    expect(ids(sortModels(models, 'imageAuroc', true))).toEqual([3, 1, 4, 2]);
    expect(ids(sortModels(models, 'imageAuroc', false))).toEqual([1, 3, 4, 2]);
  });

  test('sorts by name without regard to case, by age, and by the order of a model’s life', () => {
    expect(ids(sortModels(models, 'name', false))).toEqual([2, 1, 4, 3]);
    expect(ids(sortModels(models, 'created', true))).toEqual([4, 3, 2, 1]);
    expect(ids(sortModels(models, 'state', false))[0]).toBe(2);
  });
});

test('differences name the settings, not what differs between any two trainings', () => {
  const a = {
    id: 'x',
    recipe: 'quick',
    seed: 1,
    preprocessing: { size: 256 },
    goodScores: [1, 2],
    list: [1],
  };
  const b = {
    id: 'y',
    recipe: 'quick',
    seed: 2,
    preprocessing: { size: 512 },
    goodScores: [3],
    list: [1],
    extra: null,
  };
  expect(manifestDifferences(a, b)).toEqual([
    { path: 'extra', a: '–', b: 'null' },
    { path: 'preprocessing.size', a: '256', b: '512' },
    { path: 'seed', a: '1', b: '2' },
  ]);
  expect(manifestDifferences(a, a)).toEqual([]);
});

test('the address keeps the order and the two models', () => {
  const parse = (address: string) => {
    const { rest, query } = parseAddress(address);
    return modelsRoute.parse({ rest, query });
  };
  const state = { sort: 'auPro', descending: false, compare: { a: 4, b: 9 } } as const;
  expect(parse(modelsRoute.address(3, state))).toEqual(state);
  expect(modelsRoute.address(3, { sort: 'created', descending: true, compare: null })).toBe(
    '#/product/3/models',
  );
  expect(parse('#/product/3/models/compare/4/x').compare).toBeNull();
});
