/** Why this file exists: products, classes, sources and versions, asked as a client asks. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freshFolder, mvtecFolder } from '../importing/support.ts';
import { started, type Client } from './support.ts';

const by = 'Ada';

async function client(): Promise<Client> {
  return started(join(await freshFolder(), 'home'));
}

/** A product with the ten images of `mvtecFolder`. */
async function stocked() {
  const on = await client();
  const { id: productId } = await on.ask('products.add', { name: 'Plate', note: '', by });
  const folder = await mvtecFolder(await freshFolder());
  const job = {
    ...{ kind: 'import', what: 'add', folder, layout: null, pattern: null, storage: 'link' },
    ...{ productId, by },
  };
  const { id: runId } = await on.ask('jobs.start', { job });
  for (;;) {
    const { state, failure } = await on.ask('jobs.get', { runId });
    if (state === 'finished') break;
    expect([state, failure]).not.toContain('failed');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const ids = await on.ask('gallery.ids', { productId, limit: 1000 });
  return { ...on, productId, folder, ids };
}

describe('products', () => {
  it('are added, changed, put away and listed with what they hold', async () => {
    const { ask, productId, ids, events } = await stocked();
    expect(await ask('products.list', { archived: false })).toMatchObject([
      {
        product: { id: productId, name: 'Plate' },
        coverImageId: expect.any(Number) as number,
        images: 10,
        labels: { ok: 8, ng: 2, none: 0, unsure: 0 },
        versions: 0,
        production: null,
        verification: null,
      },
    ]);
    await ask('products.change', { productId, name: 'Plates', archived: true, by });
    expect(await ask('products.list', { archived: false })).toEqual([]);
    expect(await ask('products.get', { productId })).toMatchObject({ product: { name: 'Plates' } });
    await ask('images.exclude', { imageIds: ids.slice(0, 3), excluded: true, by });
    expect((await ask('products.get', { productId })).images).toBe(7);
    const told = events.flatMap(({ name, payload }) =>
      name === 'catalog.changed' ? [payload] : [],
    );
    expect(told).toContainEqual({ what: 'products', productId });
    expect(told.at(-1)).toEqual({ what: 'images', productId });
  });

  it('refuses a name that is taken and a product that is not there', async () => {
    const { ask } = await client();
    await ask('products.add', { name: 'Plate', note: '', by });
    await expect(ask('products.add', { name: 'PLATE', note: '', by })).rejects.toMatchObject({
      code: 'usage',
    });
    for (const name of ['products.get', 'classes.list', 'sources.list', 'versions.list'] as const) {
      await expect(ask(name, { productId: 77 })).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  it('have classes that are renamed and taken off the list', async () => {
    const { ask, productId } = await stocked();
    const [dent] = await ask('classes.list', { productId });
    await ask('classes.add', { productId, name: 'scratch', by });
    await ask('classes.change', { classId: dent!.id, name: 'deep dent', archived: true, by });
    const classes = await ask('classes.list', { productId });
    expect(classes.map(({ name, archivedAt }) => [name, archivedAt === null])).toEqual([
      ['deep dent', false],
      ['scratch', true],
    ]);
    await expect(
      ask('classes.change', { classId: dent!.id, name: 'scratch', by }),
    ).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('splits and versions', () => {
  it('are drawn, assigned, frozen, listed and compared', async () => {
    const { ask, productId, ids } = await stocked();
    const first = await ask('versions.freeze', { productId, note: 'as it came', by });
    const drawn = { productId, train: 0.5, calibrate: 0.25, seed: 3, by };
    const splits = await ask('splits.draw', drawn);
    expect(splits).toEqual({ none: 0, train: 4, calibrate: 3, test: 3 });
    expect(await ask('splits.draw', drawn)).toEqual(splits);
    await ask('splits.assign', { imageIds: [ids[0]], split: 'none', by });
    const second = await ask('versions.freeze', { productId, note: '', by });
    expect(second.fingerprint).not.toBe(first.fingerprint);
    const versions = await ask('versions.list', { productId });
    expect(versions).toMatchObject([
      { version: { number: 2, images: 9 } },
      {
        version: { number: 1, images: 10, note: 'as it came' },
        splits: { train: 6, test: 4, none: 0, calibrate: 0 },
        labels: { ok: 8, ng: 2 },
        masks: 2,
      },
    ]);
    const difference = await ask('versions.compare', { from: first.id, to: second.id });
    expect(difference.removed.images).toBe(1);
    expect(difference.added.images).toBe(0);
    expect(difference.moved.images).toBeGreaterThan(0);
    const audit = await ask('audit.page', { limit: 100 });
    expect(audit.map(({ action }) => action)).toContain('splits.drawn');
    expect(audit.map(({ action }) => action)).toContain('splits.assigned');
  });

  it('refuses shares above the whole, images that are not there, and versions of two products', async () => {
    const { ask, productId } = await stocked();
    const draw = { productId, train: 0.9, calibrate: 0.2, seed: 0, by };
    await expect(ask('splits.draw', draw)).rejects.toMatchObject({ code: 'usage' });
    await expect(
      ask('splits.assign', { imageIds: [1, 9999], split: 'test', by }),
    ).rejects.toMatchObject({ code: 'not-found' });
    const frozen = await ask('versions.freeze', { productId, note: '', by });
    await expect(ask('versions.compare', { from: frozen.id, to: 99 })).rejects.toMatchObject({
      code: 'not-found',
    });
    const { id } = await ask('products.add', { name: 'Empty', note: '', by });
    await expect(ask('versions.freeze', { productId: id, note: '', by })).rejects.toMatchObject({
      code: 'usage',
    });
  });
});

it('sources are listed, looked for and re-linked', async () => {
  const { ask, productId, folder } = await stocked();
  const [only] = await ask('sources.list', { productId });
  expect(only).toMatchObject({ source: { root: folder, layout: 'mvtec' }, images: 10, missing: 0 });
  const { rename } = await import('node:fs/promises');
  const moved = join(await freshFolder(), 'moved');
  await rename(folder, moved);
  expect(await ask('sources.check', { productId })).toMatchObject([{ missing: 10 }]);
  const relink = { sourceId: only!.source.id, root: moved, by };
  expect(await ask('sources.relink', relink)).toEqual({ found: 10, missing: 0 });
  expect(await ask('sources.list', { productId })).toMatchObject([
    { source: { root: moved }, missing: 0 },
  ]);
});
