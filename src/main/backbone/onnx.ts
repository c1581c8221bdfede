/**
 * Why this file exists: reading the Float32 weights out of an ONNX file by name. ONNX is protobuf;
 * only the few fields that hold initializers are understood, and everything else is skipped.
 */

/** Protobuf wire types. */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Field numbers of onnx.proto. */
const MODEL_GRAPH = 7;
const GRAPH_INITIALIZER = 5;
const TENSOR_DIMS = 1;
const TENSOR_DATA_TYPE = 2;
const TENSOR_FLOAT_DATA = 4;
const TENSOR_NAME = 8;
const TENSOR_RAW_DATA = 9;
const FLOAT = 1;

interface Field {
  number: number;
  /** The value of a varint field, else 0. */
  value: number;
  /** The content of a length-delimited field, else empty. */
  bytes: Uint8Array;
}

/** Reads a varint; ONNX's sizes and types fit into 53 bits. */
function varint(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0;
  let factor = 1;
  for (let next = at; next < bytes.length && next < at + 10; next++) {
    const byte = bytes[next] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, next: next + 1 };
    factor *= 128;
  }
  throw new RangeError('the file is cut short');
}

/** Walks over the fields of one message; throws RangeError when the bytes end inside one. */
function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const tag = varint(bytes, at);
    const number = Math.floor(tag.value / 8);
    const wire = tag.value % 8;
    at = tag.next;
    let value = 0;
    let length = 0;
    if (wire === VARINT) {
      const read = varint(bytes, at);
      value = read.value;
      at = read.next;
    } else if (wire === BYTES) {
      const read = varint(bytes, at);
      length = read.value;
      at = read.next;
    } else if (wire === FIXED64) length = 8;
    else if (wire === FIXED32) length = 4;
    else throw new RangeError('it is not an ONNX file');
    if (at + length > bytes.length) throw new RangeError('the file is cut short');
    yield { number, value, bytes: bytes.subarray(at, at + length) };
    at += length;
  }
}

export interface OnnxTensor {
  shape: number[];
  data: Float32Array;
}

function floats(bytes: Uint8Array): Float32Array {
  // A copy, since the bytes need not start at a multiple of four; Buffer.slice would not copy.
  return new Float32Array(Uint8Array.from(bytes).buffer, 0, Math.floor(bytes.length / 4));
}

function readTensor(bytes: Uint8Array): { name: string; tensor: OnnxTensor } | undefined {
  let name = '';
  let type = 0;
  const shape: number[] = [];
  let data: Float32Array | undefined;
  for (const field of fields(bytes)) {
    if (field.number === TENSOR_NAME) name = new TextDecoder().decode(field.bytes);
    else if (field.number === TENSOR_DATA_TYPE) type = field.value;
    else if (field.number === TENSOR_RAW_DATA || field.number === TENSOR_FLOAT_DATA) {
      data = floats(field.bytes);
    } else if (field.number === TENSOR_DIMS) {
      if (field.bytes.length === 0) shape.push(field.value);
      for (let at = 0; at < field.bytes.length;) {
        const read = varint(field.bytes, at);
        shape.push(read.value);
        at = read.next;
      }
    }
  }
  const count = shape.reduce((product, size) => product * size, 1);
  return type === FLOAT && data?.length === count ? { name, tensor: { shape, data } } : undefined;
}

/**
 * All Float32 initializers of an ONNX model, by name.
 * @throws RangeError when the bytes are cut short or no protobuf
 */
export function readOnnxTensors(bytes: Uint8Array): Map<string, OnnxTensor> {
  const tensors = new Map<string, OnnxTensor>();
  for (const model of fields(bytes)) {
    if (model.number !== MODEL_GRAPH) continue;
    for (const graph of fields(model.bytes)) {
      if (graph.number !== GRAPH_INITIALIZER) continue;
      const read = readTensor(graph.bytes);
      if (read) tensors.set(read.name, read.tensor);
    }
  }
  return tensors;
}
