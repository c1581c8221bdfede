/** Why this file exists: the registry, runs, results, thresholds and golden parts keep their rules. */
import { describe, expect, it } from 'vitest';
import { listAudit, verifyAudit } from '../../../src/main/catalog/audit.ts';
import {
  addModelEvaluation,
  listModelEvaluations,
} from '../../../src/main/catalog/model-evaluations.ts';
import {
  changeModelState,
  findModel,
  getModel,
  listModels,
  listPromotions,
  moveModelFolder,
  productionModel,
  promoteModel,
  registerModel,
  rollbackModel,
} from '../../../src/main/catalog/models.ts';
import { addProduct, ensureDefectClass } from '../../../src/main/catalog/products.ts';
import {
  countResults,
  eachResult,
  getResult,
  putResults,
} from '../../../src/main/catalog/results.ts';
import {
  addRun,
  appendRunLog,
  getRun,
  interruptRuns,
  listRuns,
  moveRun,
  nextQueuedRun,
  noteCheckpoint,
  noteProgress,
  readRunLog,
} from '../../../src/main/catalog/runs.ts';
import {
  currentThresholds,
  listThresholdSets,
  setThresholds,
} from '../../../src/main/catalog/thresholds.ts';
import {
  currentVerificationSet,
  getVerificationSet,
  setVerificationSet,
} from '../../../src/main/catalog/verification-sets.ts';
import { NewModelSchema } from '../../../src/shared/entities/model.ts';
import { candidate, newResult, stocked } from './support.ts';

const WHY = { actor: 'Ada', reason: 'fewer false alarms' };
const usage = (sentence: string) =>
  expect.objectContaining({
    code: 'usage',
    message: expect.stringContaining(sentence) as string,
  }) as Error;
const notFound = expect.objectContaining({ code: 'not-found' }) as Error;

describe('models', () => {
  it('are registered once, as drafts', () => {
    const { catalog, productId } = stocked(0);
    const id = candidate(catalog, productId, 'one');
    const model = getModel(catalog, id);
    const values = NewModelSchema.parse(model);
    expect(model.state).toBe('candidate');
    expect(registerModel(catalog, values)).toEqual(model);
    expect(findModel(catalog, 'one')).toEqual(model);
    const tile = addProduct(catalog, { name: 'Tile', actor: 'Ada' });
    expect(() => registerModel(catalog, { ...values, productId: tile.id })).toThrow(
      usage('registered for another product'),
    );
    expect(moveModelFolder(catalog, id, '/elsewhere').path).toBe('/elsewhere');
    expect(listModels(catalog, productId)).toHaveLength(1);
  });

  it('go into production one at a time, with a reason and a trail', () => {
    const { catalog, productId } = stocked(0);
    const [one, two] = ['one', 'two'].map((name) => candidate(catalog, productId, name));
    expect(productionModel(catalog, productId)).toBeUndefined();
    promoteModel(catalog, one!, WHY);
    const promotion = promoteModel(catalog, two!, WHY);
    expect(promotion).toMatchObject({ modelId: two, replacedModelId: one, kind: 'promote' });
    expect(productionModel(catalog, productId)?.id).toBe(two);
    expect(getModel(catalog, one!).state).toBe('retired');
    expect(listAudit(catalog)[0]).toMatchObject({
      action: 'model.promoted',
      old: { production: 'one' },
      new: { production: 'two' },
      ...WHY,
    });
    expect(() => promoteModel(catalog, two!, WHY)).toThrow(usage('only a candidate'));
    expect(() => promoteModel(catalog, one!, WHY)).toThrow(usage('is retired'));
  });

  it('change nothing without a reason', () => {
    const { catalog, productId } = stocked(0);
    const one = candidate(catalog, productId, 'one');
    promoteModel(catalog, one, WHY);
    const two = candidate(catalog, productId, 'two');
    const before = listAudit(catalog);
    expect(() => promoteModel(catalog, two, { actor: 'Ada', reason: ' ' })).toThrow(
      usage('reason'),
    );
    expect(productionModel(catalog, productId)?.id).toBe(one);
    expect(listAudit(catalog)).toEqual(before);
  });

  it('roll back step by step to the first', () => {
    const { catalog, productId } = stocked(0);
    const ids = ['one', 'two', 'three'].map((name) => candidate(catalog, productId, name));
    for (const id of ids) promoteModel(catalog, id, WHY);
    const inProduction = () => productionModel(catalog, productId)?.contentId;
    rollbackModel(catalog, productId, WHY);
    expect(inProduction()).toBe('two');
    rollbackModel(catalog, productId, WHY);
    expect(inProduction()).toBe('one');
    expect(() => rollbackModel(catalog, productId, WHY)).toThrow(usage('none to go back to'));
    expect(listPromotions(catalog, productId).map(({ kind }) => kind)).toEqual([
      'rollback',
      'rollback',
      'promote',
      'promote',
      'promote',
    ]);
    expect(verifyAudit(catalog).ok).toBe(true);
  });

  it('follow draft, candidate, retired', () => {
    const { catalog, productId } = stocked(0);
    const id = candidate(catalog, productId, 'one');
    expect(changeModelState(catalog, id, 'draft', WHY).state).toBe('draft');
    expect(() => promoteModel(catalog, id, WHY)).toThrow(usage('is draft'));
    changeModelState(catalog, id, 'retired', WHY);
    expect(() => changeModelState(catalog, id, 'draft', WHY)).toThrow(usage('cannot become draft'));
    expect(() => rollbackModel(catalog, productId, WHY)).toThrow(usage('no model in production'));
  });

  it('have any number of evaluations', () => {
    const { catalog, productId } = stocked(0);
    const modelId = candidate(catalog, productId, 'one');
    const figures = {
      modelId,
      versionId: null,
      runId: null,
      datasetFingerprint: 'f',
      report: null,
      metrics: { imageAuroc: 0.998, auPro: null },
    };
    const stored = addModelEvaluation(catalog, figures);
    addModelEvaluation(catalog, { ...figures, metrics: { imageAuroc: 1 } });
    expect(stored).toMatchObject(figures);
    expect(listModelEvaluations(catalog, modelId)).toHaveLength(2);
    expect(() => addModelEvaluation(catalog, { ...figures, modelId: 99 })).toThrow(notFound);
  });
});

describe('results', () => {
  it('come back to the last bit', () => {
    const { catalog, productId, imageIds } = stocked(3);
    const modelId = candidate(catalog, productId, 'one');
    const scores = [Math.PI, Math.fround(0.1), 5e-324];
    putResults(
      catalog,
      imageIds.map((id, i) => newResult(modelId, id, scores[i]!)),
    );
    expect([...eachResult(catalog, modelId)].map(({ score }) => score)).toEqual(scores);
    putResults(catalog, [{ ...newResult(modelId, imageIds[0]!, 7), map: 'maps/x', latencyMs: 3 }]);
    expect(getResult(catalog, modelId, imageIds[0]!)).toMatchObject({
      score: 7,
      scaleScores: { 16: 3.5, 32: 1.75, 64: 1.75 },
      map: 'maps/x',
      latencyMs: 3,
    });
    expect(countResults(catalog, modelId)).toBe(3);
    expect(getResult(catalog, modelId, 99)).toBeUndefined();
  });

  it('are stored all or none', () => {
    const { catalog, productId, imageIds } = stocked(1);
    const modelId = candidate(catalog, productId, 'one');
    const good = newResult(modelId, imageIds[0]!, 1);
    expect(() => putResults(catalog, [good, newResult(modelId, imageIds[0]!, NaN)])).toThrow(
      usage('The result of image'),
    );
    expect(() => putResults(catalog, [good, newResult(modelId, 99, 1)])).toThrow(notFound);
    expect(countResults(catalog, modelId)).toBe(0);
  });
});

describe('runs', () => {
  const job = {
    kind: 'train',
    productId: null,
    parameters: { seed: 1 },
    requestedBy: 'A',
  } as const;

  it('wait in turn and go through their states', () => {
    const { catalog } = stocked(0);
    const first = addRun(catalog, job);
    addRun(catalog, { ...job, kind: 'evaluate' });
    expect(first).toMatchObject({ state: 'queued', attempts: 0, parameters: { seed: 1 } });
    expect(nextQueuedRun(catalog)?.id).toBe(first.id);
    moveRun(catalog, first.id, 'running');
    expect(nextQueuedRun(catalog)?.kind).toBe('evaluate');
    moveRun(catalog, first.id, 'paused');
    moveRun(catalog, first.id, 'running');
    const done = moveRun(catalog, first.id, 'finished', { outcome: { model: 'm' } });
    expect(done).toMatchObject({ attempts: 1, outcome: { model: 'm' }, failure: null });
    expect(done.endedAt).toBeGreaterThan(done.startedAt!);
    expect(() => moveRun(catalog, first.id, 'running')).toThrow(usage('cannot become running'));
    expect(listRuns(catalog, { states: ['finished'] })).toEqual([done]);
    expect(listRuns(catalog).map(({ id }) => id)).toEqual([first.id + 1, first.id]);
  });

  it('tell why they failed and can be tried again', () => {
    const { catalog } = stocked(0);
    const { id } = addRun(catalog, job);
    moveRun(catalog, id, 'running');
    const failure = { code: 'no-space', sentence: 'The disk is full.', nextStep: 'Free some.' };
    expect(moveRun(catalog, id, 'failed', { failure }).failure).toEqual(failure);
    moveRun(catalog, id, 'queued');
    expect(moveRun(catalog, id, 'running')).toMatchObject({ attempts: 2, failure: null });
  });

  it('keep progress and checkpoint, but take none after the end', () => {
    const { catalog } = stocked(0);
    const { id } = addRun(catalog, job);
    const progress = { step: 'Training', done: 3, total: 10, unit: undefined };
    expect(noteProgress(catalog, id, progress)).toBe(false);
    moveRun(catalog, id, 'running');
    expect(noteProgress(catalog, id, progress)).toBe(true);
    expect(noteCheckpoint(catalog, id, { file: 'c', step: 3 })).toBe(true);
    moveRun(catalog, id, 'cancelled');
    expect(noteProgress(catalog, id, { ...progress, done: 4 })).toBe(false);
    expect(getRun(catalog, id)).toMatchObject({
      progress: { step: 'Training', done: 3, total: 10 },
      checkpoint: { file: 'c', step: 3 },
    });
  });

  it('are found interrupted after a crash, with their checkpoint', () => {
    const { catalog } = stocked(0);
    const ids = [1, 2, 3].map(() => addRun(catalog, job).id);
    moveRun(catalog, ids[0]!, 'running');
    noteCheckpoint(catalog, ids[0]!, { step: 9 });
    moveRun(catalog, ids[1]!, 'running');
    moveRun(catalog, ids[1]!, 'paused');
    expect(interruptRuns(catalog).map(({ id }) => id)).toEqual([ids[1], ids[0]]);
    expect(getRun(catalog, ids[0]!)).toMatchObject({
      state: 'interrupted',
      checkpoint: { step: 9 },
    });
    expect(getRun(catalog, ids[2]!).state).toBe('queued');
    expect(interruptRuns(catalog)).toEqual([]);
  });

  it('have a log that is read on from any line', () => {
    const { catalog } = stocked(0);
    const { id } = addRun(catalog, job);
    appendRunLog(catalog, id, [
      { level: 'info', text: 'one' },
      { level: 'warning', text: 'two' },
    ]);
    appendRunLog(catalog, id, [{ level: 'error', text: 'three' }]);
    expect(readRunLog(catalog, id, { after: 1 })).toMatchObject([
      { number: 2, level: 'warning', text: 'two' },
      { number: 3, level: 'error', text: 'three' },
    ]);
    expect(() => appendRunLog(catalog, 99, [{ level: 'info', text: 'x' }])).toThrow(notFound);
  });
});

describe('thresholds', () => {
  function withModel() {
    const stock = stocked(0);
    const { catalog, productId } = stock;
    const modelId = candidate(catalog, productId, 'one');
    const dent = ensureDefectClass(catalog, productId, 'dent').id;
    const base = { t1: 1, t2: 2, pixel: 0.5, minArea: 4 };
    const set = {
      productId,
      modelId,
      base,
      perClass: [{ defectClassId: dent, thresholds: { ...base, t1: 0.5 } }],
      source: 'calibrate' as const,
      rule: { kind: 'overkill', share: 0.01 },
      ...WHY,
    };
    return { ...stock, modelId, set };
  }

  it('are numbered sets with a reason; earlier ones stay', () => {
    const { catalog, productId, modelId, set } = withModel();
    expect(currentThresholds(catalog, productId, modelId)).toBeUndefined();
    const first = setThresholds(catalog, set);
    expect(first).toMatchObject({ ...set, number: 1 });
    const second = setThresholds(catalog, { ...set, perClass: [], rule: null, source: 'manual' });
    expect(currentThresholds(catalog, productId, modelId)).toEqual(second);
    expect(listThresholdSets(catalog, productId, modelId)).toEqual([second, first]);
    expect(listAudit(catalog)[0]).toMatchObject({
      action: 'thresholds.set',
      old: { number: 1, base: set.base },
      new: { number: 2, source: 'manual' },
      ...WHY,
    });
  });

  it('are refused when they contradict themselves or belong elsewhere', () => {
    const { catalog, productId, modelId, set } = withModel();
    const tile = addProduct(catalog, { name: 'Tile', actor: 'Ada' });
    const crack = ensureDefectClass(catalog, tile.id, 'crack').id;
    const refused = (changes: object, sentence: string) =>
      expect(() => setThresholds(catalog, { ...set, ...changes })).toThrow(usage(sentence));
    refused({ base: { ...set.base, t1: 3 } }, 'T1 must not be above T2');
    refused({ reason: '' }, 'must not be empty (reason)');
    refused({ productId: tile.id }, 'another product');
    refused({ perClass: [{ ...set.perClass[0]!, defectClassId: crack }] }, 'another product');
    refused({ perClass: [set.perClass[0], set.perClass[0]] }, 'two rows');
    expect(currentThresholds(catalog, productId, modelId)).toBeUndefined();
  });

  it('are not replaced unseen', () => {
    const { catalog, set } = withModel();
    const first = setThresholds(catalog, set, null);
    expect(() => setThresholds(catalog, set, null)).toThrow(usage('changed meanwhile by Ada'));
    expect(setThresholds(catalog, set, first.id).number).toBe(2);
  });
});

describe('verification sets', () => {
  it('are numbered lists of golden parts', () => {
    const { catalog, productId, imageIds } = stocked(3);
    const items = imageIds.map((imageId, i) => ({
      imageId,
      expected: i === 2 ? ('ng' as const) : ('ok' as const),
      note: '',
    }));
    const first = setVerificationSet(catalog, { productId, items, ...WHY });
    const second = setVerificationSet(catalog, { productId, items: items.slice(1), ...WHY });
    expect(currentVerificationSet(catalog, productId)).toEqual(second);
    expect(second.number).toBe(2);
    expect(getVerificationSet(catalog, first.id).items).toEqual(items);
    const twice = [items[0]!, items[0]!];
    expect(() => setVerificationSet(catalog, { productId, items: twice, ...WHY })).toThrow(
      usage('named twice'),
    );
  });
});
