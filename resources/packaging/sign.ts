/**
 * Why this file exists: from an installer to an update on a stick: a folder with the installer, its
 * description and a signature over the description. The private key never enters the project.
 */
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  DESCRIPTION_NAME,
  SIGNATURE_NAME,
  UpdateSchema,
} from '../../src/main/updates/update-file.ts';

export interface SignOptions {
  installer: string;
  version: string;
  /** `linux-x64` ... */
  system: string;
  notes: string;
  /** An Ed25519 private key, PEM. */
  key: string;
  /** The new folder. */
  to: string;
}

/** Writes the update. */
export async function signUpdate(options: SignOptions): Promise<void> {
  const { installer, version, system, notes, key, to } = options;
  const bytes = await readFile(installer);
  const update = UpdateSchema.parse({
    format: 'loupe-update-1',
    version,
    system,
    installer: {
      name: basename(installer),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
    },
    notes,
  });
  const description = Buffer.from(`${JSON.stringify(update, null, 2)}\n`);
  await mkdir(to, { recursive: true });
  await copyFile(installer, join(to, basename(installer)));
  await writeFile(join(to, DESCRIPTION_NAME), description);
  await writeFile(join(to, SIGNATURE_NAME), sign(null, description, createPrivateKey(key)));
}
