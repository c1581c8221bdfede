/**
 * Why this file exists: what travels with a model beside the model itself: the thresholds in force
 * and the golden parts with the scores they had, so that the receiving side can tell whether the
 * model still says the same there. It lies beside the model's own files in the archive; a reader
 * that does not know it passes over it.
 */
import { z } from 'zod';
import { JsonSchema, Sha256Schema, type Json } from '../../shared/entities/common.ts';
import { ThresholdsSchema, VerdictSchema } from '../../shared/entities/threshold.ts';
import { messageOf } from '../../shared/errors.ts';
import { canonicalJson } from '../catalog/canonical-json.ts';
import { sha256 } from '../catalog/checked.ts';
import { badModel, type FileReader, type FileSet } from '../models/model-files.ts';

export const TRANSFER_FILE = 'transfer.json';
/** Raised whenever an older Loupe could misread a newer part. */
const TRANSFER_VERSION = 1;

const GoldenSchema = z.object({
  /** Its file in the archive. */
  file: z.string().regex(/^golden\/\d{4}$/),
  /** Of the file's bytes. */
  sha256: Sha256Schema,
  /** Its path at the sender, for people. */
  name: z.string(),
  expected: VerdictSchema,
  /** Run-length code of its mask (`mask-rle.ts`) as base64; null without one. */
  mask: z.base64().nullable(),
  /** The raw image score that the sender's machine computed at export. */
  score: z.number(),
});
export type Golden = z.infer<typeof GoldenSchema>;

const TransferSchema = z.object({
  schemaVersion: z.literal(TRANSFER_VERSION),
  /** The model it was made for. */
  modelId: z.string(),
  exportedAt: z.iso.datetime(),
  exportedBy: z.string(),
  /** What was in force at the sender; null while that was the model's own suggestion. */
  thresholds: z
    .object({
      base: ThresholdsSchema,
      perClass: z.array(z.object({ defectClass: z.string(), thresholds: ThresholdsSchema })),
      reason: z.string(),
    })
    .nullable(),
  golden: z.array(GoldenSchema),
});
export type Transfer = z.infer<typeof TransferSchema>;
const SealedSchema = z.object({ seal: Sha256Schema, transfer: JsonSchema });

/** The part as a file. Its seal, SHA-256 over its canonical JSON, shows any change. */
export function encodeTransfer(transfer: Transfer): Uint8Array {
  const plain = transfer as Json;
  const sealed = { seal: sha256(canonicalJson(plain)), transfer: plain };
  return new TextEncoder().encode(`${JSON.stringify(sealed, null, 2)}\n`);
}

/** What came along with a model, every byte checked. */
export interface Received {
  transfer: Transfer;
  /** Bytes of the golden parts by `file`. */
  pictures: FileSet;
}

/**
 * Reads what travels beside the model `modelId`; null where nothing does.
 * @throws LoupeError `bad-model` when it was damaged, altered, made for another model or by a
 *   newer Loupe
 */
export async function readTransfer(
  path: string,
  modelId: string,
  find: FileReader['find'],
): Promise<Received | null> {
  const bytes = await find(TRANSFER_FILE);
  if (!bytes) return null;
  const transfer = parsed(path, bytes);
  if (transfer.modelId !== modelId) {
    throw badModel(path, `its golden parts (${TRANSFER_FILE}) belong to another model`);
  }
  const pictures: FileSet = new Map();
  for (const { file, sha256: hash } of transfer.golden) {
    const picture = await find(file);
    if (!picture) throw badModel(path, `${file} is missing`);
    if (sha256(picture) !== hash) {
      throw badModel(path, `${file} is damaged: it does not have the SHA-256 in ${TRANSFER_FILE}`);
    }
    pictures.set(file, picture);
  }
  return { transfer, pictures };
}

function parsed(path: string, bytes: Uint8Array): Transfer {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw badModel(path, `its ${TRANSFER_FILE} is damaged (${messageOf(error)})`, error);
  }
  const sealed = SealedSchema.safeParse(value).data;
  if (sealed?.seal !== sha256(canonicalJson(sealed?.transfer ?? null))) {
    throw badModel(path, `its ${TRANSFER_FILE} was altered: it does not have its own seal`);
  }
  const version = z.object({ schemaVersion: z.number() }).safeParse(sealed.transfer).data;
  if (version && version.schemaVersion > TRANSFER_VERSION) {
    throw badModel(path, 'it was exported by a newer Loupe. Update Loupe to import it');
  }
  const transfer = TransferSchema.safeParse(sealed.transfer);
  if (transfer.success) return transfer.data;
  const issue = transfer.error.issues[0];
  throw badModel(path, `its ${TRANSFER_FILE} is damaged at "${issue?.path.join('.') ?? ''}"`);
}
