/**
 * Why this file exists: an update as it comes on a stick: one file with the installer, a description
 * and a signature over the description, which names the installer's hash. Nothing of it is believed
 * before the signature fits a key that the machine's settings name.
 */
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { LoupeError, messageOf } from '../../shared/errors.ts';

/** Names inside the folder of an update. */
export const DESCRIPTION_NAME = 'update.json';
export const SIGNATURE_NAME = 'update.sig';

export const UpdateSchema = z.strictObject({
  format: z.literal('loupe-update-1'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  /** `linux-x64`, `win32-x64` ... */
  system: z.string(),
  installer: z.strictObject({
    /** A plain name: the file lies beside the description. */
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.number().int().positive(),
  }),
  notes: z.string().max(20_000),
});
export type Update = z.infer<typeof UpdateSchema>;

export interface VerifiedUpdate {
  update: Update;
  /** The checked installer. */
  installer: string;
}

export interface VerifyOptions {
  /** Ed25519 public keys, PEM or base64 of the 32 bytes' SPKI form. */
  keys: readonly string[];
  system: string;
  /** The running version; an update must be newer. */
  version: string;
}

/**
 * Checks a folder with an update: signature, system, version, then every byte of the installer.
 * @throws LoupeError `not-found`, `bad-data` (with what does not fit), `usage` (no key is known)
 */
export async function verifyUpdate(
  folder: string,
  read: (name: string) => Promise<Uint8Array>,
  { keys, system, version }: VerifyOptions,
): Promise<VerifiedUpdate> {
  if (keys.length === 0) {
    throw new LoupeError(
      'usage',
      'This machine names no key that an update could be checked with, so none is installed.',
      "Put the supplier's public key under updateKeys in the machine's settings (docs/deploy.md).",
    );
  }
  const description = await read(DESCRIPTION_NAME);
  const signature = await read(SIGNATURE_NAME);
  if (!keys.some((key) => verify(null, description, publicKey(key), signature))) {
    throw refused(folder, 'its signature fits none of the keys that this machine knows');
  }
  const update = parseUpdate(folder, description);
  if (update.system !== system) {
    throw refused(folder, `it is for ${update.system}, and this machine is ${system}`);
  }
  if (!isNewer(update.version, version)) {
    throw refused(folder, `it brings version ${update.version}, and ${version} is installed`);
  }
  const installer = join(folder, update.installer.name);
  const { sha256, bytes } = await hashOf(folder, installer);
  if (bytes !== update.installer.bytes || sha256 !== update.installer.sha256) {
    throw refused(folder, `${update.installer.name} is not the file that was signed`);
  }
  return { update, installer };
}

function parseUpdate(folder: string, bytes: Uint8Array): Update {
  try {
    return UpdateSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw refused(folder, `its description is not understood (${messageOf(error).slice(0, 200)})`);
  }
}

function publicKey(key: string): KeyObject {
  try {
    if (key.includes('BEGIN')) return createPublicKey(key);
    return createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  } catch (error) {
    throw new LoupeError(
      'usage',
      `One of the machine's updateKeys is no Ed25519 public key: ${messageOf(error)}.`,
      'Mend updateKeys in the settings of the machine (docs/deploy.md).',
      { cause: error },
    );
  }
}

async function hashOf(folder: string, file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await pipeline(createReadStream(file), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        hash.update(chunk);
      }
    });
  } catch (error) {
    throw refused(folder, `its installer cannot be read (${messageOf(error)})`);
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** True when version `a` is above `b`, both as `1.2.3`. */
export function isNewer(a: string, b: string): boolean {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  for (let index = 0; index < 3; index++) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function refused(folder: string, why: string): LoupeError {
  return new LoupeError(
    'bad-data',
    `The update in ${folder} is refused: ${why}.`,
    'Copy it again from where it came, or ask its supplier. Nothing was changed.',
  );
}
