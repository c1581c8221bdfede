/** Why this file exists: taking a few files out of a wheel (a zip), hashing them on the way. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';

export interface UnpackedFile {
  sha256: string;
  bytes: number;
}

/**
 * Writes the wanted entries of a zip to disk and waits until they are on it.
 *
 * @param place where an entry goes, or undefined to leave it out; folders are made
 * @param onBytes told the bytes written so far
 * @returns hash and size by entry name
 */
export async function unpack(
  zip: string,
  place: (entry: string) => string | undefined,
  onBytes: (bytes: number) => void,
): Promise<Map<string, UnpackedFile>> {
  const found = new Map<string, UnpackedFile>();
  let written = 0;
  const archive = await yauzl.openPromise(zip, { lazyEntries: true, autoClose: false });
  try {
    for await (const entry of archive.eachEntry()) {
      const target = entry.fileName.endsWith('/') ? undefined : place(entry.fileName);
      if (target === undefined) continue;
      await mkdir(dirname(target), { recursive: true });
      const hash = createHash('sha256');
      let bytes = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          bytes += chunk.length;
          written += chunk.length;
          onBytes(written);
          done(null, chunk);
        },
      });
      const source = await archive.openReadStreamPromise(entry);
      // The upper half is the Unix mode; only whether it may be run is kept.
      const mode = (entry.externalFileAttributes >>> 16) & 0o100 ? 0o755 : 0o644;
      await pipeline(source, measure, createWriteStream(target, { flush: true, mode }));
      found.set(entry.fileName, { sha256: hash.digest('hex'), bytes });
    }
  } finally {
    archive.close();
  }
  return found;
}
