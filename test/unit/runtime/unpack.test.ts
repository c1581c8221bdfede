import { createWriteStream, existsSync, readFileSync, truncateSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { unpack } from '../../../src/main/runtime/unpack.ts';
import { temporaryFolder } from '../../support/folder.ts';

const folder = temporaryFolder();

async function zipWith(name: string, entries: Record<string, string>): Promise<string> {
  const file = join(folder, name);
  const zip = new ZipFile();
  for (const [path, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), path);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(file));
  return file;
}

describe('unpack', () => {
  it('writes only the wanted entries and tells their hashes and sizes', async () => {
    const zip = await zipWith('good.zip', { 'a/lib.so': 'library', 'a/other.py': 'python' });
    const target = join(folder, 'deep', 'lib.so');
    const bytes: number[] = [];
    const found = await unpack(
      zip,
      (entry) => (entry === 'a/lib.so' ? target : undefined),
      (written) => bytes.push(written),
    );
    const sha256 = createHash('sha256').update('library').digest('hex');
    expect([...found]).toEqual([['a/lib.so', { sha256, bytes: 7 }]]);
    expect(readFileSync(target, 'utf8')).toBe('library');
    expect(existsSync(join(folder, 'deep', 'other.py'))).toBe(false);
    expect(bytes.at(-1)).toBe(7);
  });

  it('fails on a zip that is cut short', async () => {
    const zip = await zipWith('short.zip', { 'lib.so': 'library'.repeat(1000) });
    truncateSync(zip, 60);
    await expect(
      unpack(
        zip,
        () => join(folder, 'out'),
        () => undefined,
      ),
    ).rejects.toThrow();
  });
});
