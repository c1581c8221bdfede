/**
 * Why this file exists: writes and reads whole models. A model is accepted only when every file
 * has the SHA-256 its manifest names and the manifest has the id of these files.
 */
import { createHash, webcrypto } from 'node:crypto';
import { resolve } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import {
  MODEL_SCHEMA_VERSION,
  ModelManifestSchema,
  type ModelManifest,
  type MultiScaleManifest,
  type RivalManifest,
} from '../../shared/manifest.ts';
import {
  BANKS_FILE,
  decodeBanks,
  decodeEncoders,
  encodeBanks,
  encodeEncoders,
  ENCODERS_FILE,
  TENSORS_FILE,
  type Model,
  type MultiScaleModel,
  type RivalModel,
} from './model-content.ts';
import {
  badModel,
  MANIFEST_FILE,
  openFileSet,
  writeFileSet,
  type FileReader,
  type FileSet,
} from './model-files.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

/**
 * The id of a model: SHA-256 over the manifest without its id, which names the hash of every file.
 * So a change of one byte anywhere, a threshold or a name included, makes another id.
 */
export function modelId(manifest: Omit<ModelManifest, 'id'>): string {
  return sha256(canonicalJson({ ...manifest, id: undefined }));
}

/** JSON with sorted keys, so that the same content gives the same text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** A model to be written; its id and the hashes of its files come with writing. */
export type NewModel =
  | (Omit<MultiScaleModel, 'manifest'> & { manifest: Omit<MultiScaleManifest, 'id' | 'files'> })
  | (Omit<RivalModel, 'manifest'> & { manifest: Omit<RivalManifest, 'id' | 'files'> });

/**
 * Writes a model to `path` (a folder, or one file where it ends in `.loupe`) and returns its
 * manifest.
 * @param pictures the good images by file name inside the model, for the nearest good patch
 * @throws LoupeError `usage` when something is there already, `no-space`, `read-only`
 */
export async function writeModel(
  path: string,
  model: NewModel,
  pictures: FileSet,
): Promise<ModelManifest> {
  const files: FileSet = new Map(pictures);
  if ('tensors' in model) {
    files.set(TENSORS_FILE, writeSafetensors(model.tensors));
  } else {
    files.set(ENCODERS_FILE, encodeEncoders(model.encoders));
    files.set(BANKS_FILE, encodeBanks(model.banks));
  }
  const hashes = Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)]));
  const described = { ...model.manifest, files: hashes };
  const manifest = ModelManifestSchema.parse({ ...described, id: modelId(described) });
  files.set(MANIFEST_FILE, new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`));
  await writeFileSet(path, files);
  return manifest;
}

/**
 * Reads a manifest and checks its version, its shape and its id.
 * @throws LoupeError `not-found`, `bad-model`
 */
export async function readManifest(path: string): Promise<ModelManifest> {
  return parseManifest(path, await (await openFileSet(path)).read(MANIFEST_FILE));
}

function parseManifest(path: string, bytes: Uint8Array): ModelManifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw badModel(path, `its ${MANIFEST_FILE} is damaged (${messageOf(error)})`, error);
  }
  const version =
    typeof value === 'object' && value !== null && 'schemaVersion' in value
      ? value.schemaVersion
      : undefined;
  if (typeof version === 'number' && version > MODEL_SCHEMA_VERSION) {
    throw badModel(
      path,
      `it was made by a newer Loupe (model format ${version}; this one reads up to ` +
        `${MODEL_SCHEMA_VERSION}). Update Loupe to use it`,
    );
  }
  const parsed = ModelManifestSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join('.') ?? '';
    throw badModel(path, `its ${MANIFEST_FILE} is damaged at "${where}" (${issue?.message})`);
  }
  if (modelId(parsed.data) !== parsed.data.id) {
    throw badModel(path, `its ${MANIFEST_FILE} was altered: it does not have its own id`);
  }
  return parsed.data;
}

/**
 * Reads a whole model, every file checked.
 * @throws LoupeError `not-found`, `bad-model` (naming the file that is missing or altered)
 */
export async function readModel(path: string): Promise<Model> {
  const place = resolve(path);
  const reader = await openFileSet(place);
  const manifest = parseManifest(place, await reader.read(MANIFEST_FILE));
  const checked = async (name: string) => {
    const bytes = await reader.read(name);
    if (sha256(bytes) !== manifest.files[name]) {
      throw badModel(place, `${name} is damaged: it does not have the SHA-256 in the manifest`);
    }
    return bytes;
  };
  const decoded = <T extends Model>(decode: () => T): T => {
    try {
      return decode();
    } catch (error) {
      throw badModel(place, messageOf(error).replace(/\.$/, ''), error);
    }
  };
  const own = [ENCODERS_FILE, BANKS_FILE, TENSORS_FILE];
  for (const name of Object.keys(manifest.files)) if (!own.includes(name)) await checked(name);
  if (manifest.method !== 'multi-scale-patch') {
    const tensors = await checked(TENSORS_FILE);
    return decoded(() => ({ manifest, tensors: readSafetensors(tensors, TENSORS_FILE).tensors }));
  }
  const encoders = await checked(ENCODERS_FILE);
  const banks = await checked(BANKS_FILE);
  return decoded(() => ({
    manifest,
    encoders: decodeEncoders(encoders),
    banks: decodeBanks(banks, manifest),
  }));
}

/** A whole model as files, for moving it. */
export interface VerifiedFiles {
  manifest: ModelManifest;
  /** The manifest and every file that it names. */
  files: FileSet;
  /** What lies beside those under a name; null where there is nothing. */
  beside: FileReader['find'];
}

/**
 * Reads a model's files, every one checked against the manifest; nothing is decoded. Hashing runs
 * beside other work.
 * @throws LoupeError `not-found`, `bad-model` (naming the file that is missing or altered)
 */
export async function readVerified(path: string): Promise<VerifiedFiles> {
  const place = resolve(path);
  const reader = await openFileSet(place);
  const described = await reader.read(MANIFEST_FILE);
  const manifest = parseManifest(place, described);
  const files: FileSet = new Map([[MANIFEST_FILE, described]]);
  for (const [name, hash] of Object.entries(manifest.files)) {
    const bytes = await reader.read(name);
    if ((await sha256Aside(bytes)) !== hash) {
      throw badModel(place, `${name} is damaged: it does not have the SHA-256 in the manifest`);
    }
    files.set(name, bytes);
  }
  return { manifest, files, beside: (name) => reader.find(name) };
}

/** SHA-256 as hexadecimal digits, computed by another thread. */
export async function sha256Aside(bytes: Uint8Array): Promise<string> {
  const digest = await webcrypto.subtle.digest('SHA-256', bytes);
  return Buffer.from(digest).toString('hex');
}

/** The picture of one good image that a model carries. @throws LoupeError `bad-model` */
export async function readGoodPicture(
  path: string,
  manifest: ModelManifest,
  image: number,
): Promise<Uint8Array> {
  const good = manifest.goodImages[image];
  if (!good) throw badModel(path, `it has no good image ${image}`);
  return (await openFileSet(path)).read(good.file);
}
