/** Why this file exists: from a folder to a frozen version and back to a folder, by command. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { blobs, freshFolder, mvtecFolder, put } from '../importing/support.ts';
import { loupe } from '../launch/loupe.ts';

interface Imported {
  product: { name: string };
  added: { images: number } | null;
  drawn: boolean;
  version: { number: number; fingerprint: string } | null;
}

async function home() {
  const env = { LOUPE_HOME: join(await freshFolder(), 'home') };
  const run = async (...args: string[]) => {
    const ended = await loupe(['-q', ...args], { env });
    return { ...ended, lines: ended.out.trimEnd().split('\n') };
  };
  const json = async <T>(...args: string[]): Promise<T> => {
    const { code, out, error } = await run(...args, '--json');
    expect([code, error]).toEqual([0, '']);
    return JSON.parse(out) as T;
  };
  return { run, json };
}

it('imports, lists, exports, and imports the export to the same fingerprint', async () => {
  const { run, json } = await home();
  const around = await freshFolder();
  const data = join(around, 'Große Platte');
  await mkdir(data);
  await mvtecFolder(data);

  const checked = await run('import', data, '--check');
  expect(checked.code).toBe(0);
  expect(checked.lines[0]).toMatch(/^Product +Große Platte \(new, number 1\)$/);
  expect(checked.out).toMatch(/Nothing was added/);

  const first = await json<Imported>('import', data);
  expect(first).toMatchObject({
    product: { name: 'Große Platte' },
    added: { images: 10 },
    drawn: false,
    version: { number: 1 },
  });
  expect((await json<Imported>('import', data)).version).toEqual(first.version);

  const out = join(around, 'out');
  const exported = await run('export', '--product', 'große platte', '--out', out);
  expect(exported.lines).toEqual([out]);
  const again = await json<Imported>('import', out, '--product', 'Again', '--copy');
  expect(again.version?.fingerprint).toBe(first.version?.fingerprint);

  const { products } = await json<{ products: { images: number }[] }>('products');
  expect(products.map(({ images }) => images)).toEqual([10, 10]);
  const table = await run('products');
  expect(table.lines).toHaveLength(3);
  const versions = await run('versions', '--product', 'Again');
  expect(versions.lines[1]).toMatch(/^ +1 .* 10 +6 +0 +4 +8 +2 +2 /);
});

it('draws splits where the folder gives none', async () => {
  const { json } = await home();
  const data = await freshFolder();
  for (let i = 0; i < 10; i++) await put(data, `good_${i}.png`, blobs(i).png());
  for (let i = 10; i < 14; i++) await put(data, `dent_${i}.png`, blobs(i).png());
  const imported = await json<Imported>(
    ...['import', data, '--product', 'Plate', '--pattern', '{label}_{part}'],
  );
  expect(imported).toMatchObject({ drawn: true, version: { number: 1 } });
  const { versions } = await json<{ versions: { splits: Record<string, number> }[] }>(
    ...['versions', '--product', 'Plate'],
  );
  expect(versions[0]?.splits).toEqual({ none: 0, train: 6, calibrate: 4, test: 4 });
});

it('says what is wrong and what to do next', async () => {
  const { run } = await home();
  const empty = await run('import', await freshFolder());
  expect([empty.code, empty.error]).toEqual([1, expect.stringMatching(/holds no images/)]);
  const unknown = await run('export', '--product', 'Nothing', '--out', '/tmp/x');
  expect([unknown.code, unknown.error]).toEqual([1, expect.stringMatching(/loupe import FOLDER/)]);
  const layout = await run('import', '/tmp', '--layout', 'other');
  expect(layout.code).toBe(2);
});
