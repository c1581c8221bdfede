import { describe, expect, it } from 'vitest';
import { readOnnxTensors } from '../../../src/main/backbone/onnx.ts';

function varint(value: number): number[] {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}

const number = (field: number, value: number) => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, content: readonly number[]) => [
  ...varint(field * 8 + 2),
  ...varint(content.length),
  ...content,
];
const text = (value: string) => [...new TextEncoder().encode(value)];
const floats = (...values: number[]) => [...new Uint8Array(Float32Array.from(values).buffer)];

/** A model with other fields around its graph, as real files have. */
function model(...initializers: number[][]): Uint8Array {
  const graph = [
    ...bytes(1, bytes(4, text('Conv'))),
    ...bytes(2, text('main_graph')),
    ...initializers.flatMap((tensor) => bytes(5, tensor)),
  ];
  const version = number(1, 9);
  const fixed = [...varint(15 * 8 + 1), ...new Array<number>(8).fill(7)];
  return Uint8Array.from([...version, ...fixed, ...bytes(7, graph), ...bytes(2, text('maker'))]);
}

describe('readOnnxTensors', () => {
  it('reads raw data with its shape by name', () => {
    const dims = [...number(1, 2), ...number(1, 3)];
    const raw = bytes(9, floats(1, 2, 3, 4, 5, 6));
    const found = readOnnxTensors(
      model([...dims, ...number(2, 1), ...bytes(8, text('w:0')), ...raw]),
    );
    expect(found.get('w:0')).toEqual({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
  });

  it('reads packed shapes and the float_data field', () => {
    const tensor = [
      ...bytes(1, [2, 1]),
      ...number(2, 1),
      ...bytes(4, floats(0.5, -1)),
      ...bytes(8, text('b')),
    ];
    expect(readOnnxTensors(model(tensor)).get('b')).toEqual({
      shape: [2, 1],
      data: Float32Array.of(0.5, -1),
    });
  });

  it('leaves out tensors of other types and those whose size is wrong', () => {
    const integers = [
      ...number(1, 1),
      ...number(2, 7),
      ...bytes(8, text('i')),
      ...bytes(9, floats(1)),
    ];
    const short = [
      ...number(1, 2),
      ...number(2, 1),
      ...bytes(8, text('s')),
      ...bytes(9, floats(1)),
    ];
    expect(readOnnxTensors(model(integers, short)).size).toBe(0);
  });

  it('reads from a Buffer that starts anywhere in memory', () => {
    const tensor = [
      ...number(1, 1),
      ...number(2, 1),
      ...bytes(8, text('x')),
      ...bytes(9, floats(3.25)),
    ];
    const inside = Buffer.concat([Buffer.from([0]), Buffer.from(model(tensor))]).subarray(1);
    expect(readOnnxTensors(inside).get('x')?.data).toEqual(Float32Array.of(3.25));
  });

  it('says when the file is cut short, wherever that is', () => {
    const tensor = [
      ...number(1, 1),
      ...number(2, 1),
      ...bytes(8, text('x')),
      ...bytes(9, floats(1)),
    ];
    const whole = Uint8Array.from([...bytes(7, bytes(5, tensor))]);
    for (let length = 1; length < whole.length; length++) {
      expect(() => readOnnxTensors(whole.subarray(0, length))).toThrow('the file is cut short');
    }
  });

  it('says when it is something else', () => {
    expect(() => readOnnxTensors(new TextEncoder().encode('not an ONNX file'))).toThrow(RangeError);
  });
});
