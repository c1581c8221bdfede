/**
 * Why this file exists: the installed backbone of this user: one canonical safetensors file,
 * checked whenever it is read, replaced at once or not at all.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LoupeError, hasSystemCode, messageOf } from '../../shared/errors.ts';
import { InputConventionSchema } from '../../shared/manifest.ts';
import { ensureFolder, writeFileAtomically } from '../files.ts';
import { float32Of, readSafetensors, writeSafetensors } from '../models/safetensors.ts';
import type { StoredTensor } from '../models/safetensors.ts';
import { homeFolder } from '../places.ts';
import { LAYERS, hashOfLayers } from './backbone.ts';
import type { Backbone, BackboneLayer } from './backbone.ts';

const FORMAT = 'loupe-backbone-1';

/** Where the backbone of this user lies. */
export function backboneFile(home = homeFolder()): string {
  return join(home, 'backbones', 'backbone.safetensors');
}

/** The backbone that an installed Loupe carries; undefined in a clone. */
function bundledBackbone(): string | undefined {
  // Electron's; undefined under plain Node.
  const resources = process.resourcesPath as string | undefined;
  return resources === undefined ? undefined : join(resources, 'backbones', 'backbone.safetensors');
}

/** Writes the backbone, replacing the one that was there. */
export async function saveBackbone(
  backbone: Backbone,
  source: string,
  home = homeFolder(),
): Promise<void> {
  const tensors = new Map<string, StoredTensor>();
  for (const { name, kernel, shape, bias } of backbone.layers) {
    tensors.set(`${name}.kernel`, { dtype: 'F32', shape, data: kernel });
    tensors.set(`${name}.bias`, { dtype: 'F32', shape: [bias.length], data: bias });
  }
  const bytes = writeSafetensors(tensors, {
    format: FORMAT,
    name: backbone.name,
    sha256: backbone.sha256,
    input: JSON.stringify(backbone.input),
    source,
  });
  await ensureFolder(join(home, 'backbones'));
  await writeFileAtomically(backboneFile(home), bytes);
}

function damaged(file: string, why: string, cause?: unknown): LoupeError {
  return new LoupeError(
    'bad-backbone',
    `The installed backbone ${file} is damaged: ${why}.`,
    'Run: npm run setup',
    { cause },
  );
}

function parse(bytes: Uint8Array, file: string): Backbone {
  const stored = readSafetensors(bytes, file);
  const { format, name, sha256, input } = stored.metadata;
  if (format !== FORMAT || name === undefined || sha256 === undefined || input === undefined) {
    throw new Error(`its format is ${format ?? 'unknown'}`);
  }
  const layers = LAYERS.map(([layer, from, to]): BackboneLayer => {
    const shape: BackboneLayer['shape'] = [3, 3, from, to];
    const kernel = float32Of(stored, `${layer}.kernel`, shape);
    return { name: layer, kernel, shape, bias: float32Of(stored, `${layer}.bias`, [to]) };
  });
  if (hashOfLayers(layers) !== sha256) throw new Error('its weights do not have their SHA-256');
  return { name, sha256, input: InputConventionSchema.parse(JSON.parse(input)), layers };
}

/**
 * The backbone of this user, else the one that came with the program, else undefined. Throws
 * `bad-backbone` when it is damaged.
 */
export async function findBackbone(home = homeFolder()): Promise<Backbone | undefined> {
  const own = await readBackbone(backboneFile(home));
  if (own !== undefined) return own;
  const bundled = bundledBackbone();
  return bundled === undefined ? undefined : readBackbone(bundled);
}

async function readBackbone(file: string): Promise<Backbone | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
  try {
    return parse(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), file);
  } catch (error) {
    throw damaged(file, messageOf(error).replace(/\.$/, ''), error);
  }
}

/**
 * The installed backbone (30 MB, a fraction of a second).
 * @throws LoupeError `not-found` when none is installed, `bad-backbone` when it is damaged
 */
export async function loadBackbone(home = homeFolder()): Promise<Backbone> {
  const backbone = await findBackbone(home);
  if (backbone) return backbone;
  throw new LoupeError(
    'not-found',
    `No backbone (pretrained VGG16 weights) is installed in ${home}.`,
    'Run: npm run setup, or add a file by hand: npm run loupe -- backbone add FILE. Without one train with --backbone none, with lower quality.',
  );
}
