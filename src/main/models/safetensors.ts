/**
 * Why this file exists: the one tensor file format of Loupe (weights, banks, checkpoints).
 * safetensors: 8 bytes little-endian header length, a JSON header, then the raw tensor bytes.
 */
import { LoupeError, messageOf } from '../../shared/errors.ts';

/** The element types Loupe reads and writes. */
const ARRAYS = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  U32: Uint32Array,
  U16: Uint16Array,
  U8: Uint8Array,
} as const;

export type DType = keyof typeof ARRAYS;
export type TensorData =
  Float32Array | Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;

export interface StoredTensor {
  dtype: DType;
  shape: number[];
  data: TensorData;
}

export interface TensorFile {
  tensors: Map<string, StoredTensor>;
  metadata: Record<string, string>;
}

const MAX_HEADER_BYTES = 100_000_000;

/**
 * Reads a whole safetensors file.
 * @param name how the file is called in the error sentence
 * @throws LoupeError `bad-data` when the bytes are cut short, overlap or are no safetensors file
 */
export function readSafetensors(bytes: Uint8Array, name = 'The tensor file'): TensorFile {
  const damaged = (why: string, cause?: unknown) =>
    new LoupeError(
      'bad-data',
      `${name} cannot be read: ${why}.`,
      'Take a fresh copy of the file and try again.',
      { cause },
    );
  if (bytes.length < 8) throw damaged(`it has only ${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > MAX_HEADER_BYTES) throw damaged('it is not a safetensors file');
  if (8 + headerLength > bytes.length) throw damaged('it is cut short inside its header');

  let header: Record<string, unknown>;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as Record<
      string,
      unknown
    >;
  } catch (error) {
    throw damaged(`its header is no JSON (${messageOf(error)})`, error);
  }

  const body = bytes.subarray(8 + headerLength);
  const tensors = new Map<string, StoredTensor>();
  let metadata: Record<string, string> = {};
  for (const [key, value] of Object.entries(header)) {
    if (key === '__metadata__') {
      metadata = value as Record<string, string>;
      continue;
    }
    const entry = parseEntry(value);
    if (!entry) throw damaged(`the entry of tensor "${key}" is malformed`);
    const { dtype, shape, begin, end } = entry;
    const count = shape.reduce((product, size) => product * size, 1);
    if (end > body.length) throw damaged(`it is cut short: tensor "${key}" is incomplete`);
    if (end - begin !== count * ARRAYS[dtype].BYTES_PER_ELEMENT) {
      throw damaged(
        `tensor "${key}" has ${end - begin} bytes, not those of shape [${shape.join()}]`,
      );
    }
    // A copy, since typed arrays must start at a multiple of their element size. (Not `slice`,
    // which copies on a Uint8Array but not on a Buffer.)
    const copy = new Uint8Array(body.subarray(begin, end));
    tensors.set(key, { dtype, shape, data: new ARRAYS[dtype](copy.buffer, 0, count) });
  }
  return { tensors, metadata };
}

function parseEntry(
  value: unknown,
): { dtype: DType; shape: number[]; begin: number; end: number } | null {
  if (typeof value !== 'object' || value === null) return null;
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  if (typeof dtype !== 'string' || !(dtype in ARRAYS)) return null;
  const isSizes = (list: unknown): list is number[] =>
    Array.isArray(list) && list.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
  if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) return null;
  const [begin, end] = offsets as [number, number];
  return begin <= end ? { dtype: dtype as DType, shape, begin, end } : null;
}

/** The bytes of a safetensors file; tensors in the order of the map, data 8-byte aligned. */
export function writeSafetensors(
  tensors: Map<string, StoredTensor>,
  metadata: Record<string, string> = {},
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, tensor] of tensors) {
    const { byteLength } = tensor.data;
    header[name] = {
      dtype: tensor.dtype,
      shape: tensor.shape,
      data_offsets: [offset, offset + byteLength],
    };
    offset += byteLength;
  }
  let text = JSON.stringify(header);
  let headerBytes = new TextEncoder().encode(text);
  const padding = (8 - (headerBytes.length % 8)) % 8;
  if (padding > 0) {
    text += ' '.repeat(padding);
    headerBytes = new TextEncoder().encode(text);
  }
  const bytes = new Uint8Array(8 + headerBytes.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerBytes.length), true);
  bytes.set(headerBytes, 8);
  let position = 8 + headerBytes.length;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return bytes;
}

/** A Float32 tensor of a file by name, with its shape checked. */
export function float32Of(file: TensorFile, name: string, shape?: number[]): Float32Array {
  const tensor = file.tensors.get(name);
  if (!tensor || !(tensor.data instanceof Float32Array)) {
    throw new LoupeError('bad-data', `Tensor "${name}" is missing.`, 'Take a fresh copy of it.');
  }
  if (shape && tensor.shape.join() !== shape.join()) {
    throw new LoupeError(
      'bad-data',
      `Tensor "${name}" has shape [${tensor.shape.join()}], expected [${shape.join()}].`,
      'Take a fresh copy of the file.',
    );
  }
  return tensor.data;
}
