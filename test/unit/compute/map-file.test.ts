/** Why this file exists: maps come back as they were written, and a damaged file is said to be. */
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMapLayer, writeMapFile } from '../../../src/main/compute/map-file.ts';
import { MAP_LAYERS } from '../../../src/shared/media.ts';
import { temporaryFolder } from '../../support/folder.ts';

const folder = temporaryFolder();
const layer = (from: number) => Float32Array.from({ length: 16 }, (_, i) => from + i / 7);
const maps = {
  map: layer(100),
  scaleMaps: { 64: layer(64), 32: layer(32), 16: layer(16) },
};

describe('a file of maps', () => {
  it('gives each layer back, bit for bit', async () => {
    const file = join(folder, 'a', 'maps.lmap');
    await writeMapFile(file, 4, maps);
    const expected = { sum: maps.map, ...maps.scaleMaps };
    for (const name of MAP_LAYERS) {
      const { width, height, bytes } = await readMapLayer(file, name);
      expect([width, height]).toEqual([4, 4]);
      expect(new Float32Array(bytes.buffer)).toEqual(expected[name]);
    }
  });

  it('of a method without scales has the sum alone', async () => {
    const file = join(folder, 'b.lmap');
    await writeMapFile(file, 4, { map: maps.map, scaleMaps: null });
    expect((await readMapLayer(file, 'sum')).bytes).toHaveLength(64);
    await expect(readMapLayer(file, '32')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('that is damaged is refused, whatever is in it', async () => {
    const file = join(folder, 'c.lmap');
    await writeMapFile(file, 4, maps);
    truncateSync(file, 16 + 4 * 64 - 1);
    await expect(readMapLayer(file, '16')).rejects.toMatchObject({ code: 'bad-data' });
    for (const content of [
      '',
      'LMAP',
      Buffer.alloc(64, 255),
      Buffer.from(`LMAP${'\xff'.repeat(40)}`, 'latin1'),
    ]) {
      writeFileSync(file, content);
      await expect(readMapLayer(file, 'sum')).rejects.toMatchObject({ code: 'bad-data' });
    }
  });
});
