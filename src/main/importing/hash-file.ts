/**
 * Why this file exists: images are known by their SHA-256. Hashing here happens on the threads of
 * libuv, so that a file of 100 MB does not keep anyone waiting.
 */
import { readFile } from 'node:fs/promises';
import { webcrypto } from 'node:crypto';

/** SHA-256 of bytes, as 64 hexadecimal digits; computed off the main thread. */
export async function hashBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

/** SHA-256 of a file's bytes. System errors are thrown as they are. */
export async function hashFile(file: string): Promise<string> {
  return hashBytes(await readFile(file));
}
