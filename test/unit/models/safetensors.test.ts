import { describe, expect, it } from 'vitest';
import { LoupeError } from '../../../src/shared/errors.ts';
import {
  readSafetensors,
  writeSafetensors,
  type StoredTensor,
} from '../../../src/main/models/safetensors.ts';

const file = () =>
  writeSafetensors(
    new Map<string, StoredTensor>([
      ['odd', { dtype: 'U8', shape: [3], data: Uint8Array.of(1, 2, 3) }],
      ['w', { dtype: 'F32', shape: [2, 2], data: Float32Array.of(1, -2, 3.5, NaN) }],
      ['index', { dtype: 'U32', shape: [2], data: Uint32Array.of(7, 4_000_000_000) }],
      ['empty', { dtype: 'F32', shape: [0, 4], data: new Float32Array(0) }],
    ]),
    { note: 'grüße' },
  );

describe('safetensors', () => {
  it('gives back what was written, also behind a tensor of odd length', () => {
    const { tensors, metadata } = readSafetensors(file());
    expect(metadata).toEqual({ note: 'grüße' });
    expect(tensors.get('w')).toEqual({
      dtype: 'F32',
      shape: [2, 2],
      data: Float32Array.of(1, -2, 3.5, NaN),
    });
    expect([...(tensors.get('index')?.data ?? [])]).toEqual([7, 4_000_000_000]);
    expect(tensors.get('empty')?.shape).toEqual([0, 4]);
  });

  it('reads a Buffer that is part of a larger one, as files are read by Node', () => {
    const whole = Buffer.concat([Buffer.from('before--'), file(), Buffer.from('after')]);
    const { tensors } = readSafetensors(whole.subarray(8, whole.length - 5));
    expect([...(tensors.get('w')?.data ?? [])]).toEqual([1, -2, 3.5, NaN]);
  });

  it('refuses a file cut short at any byte, and names it', () => {
    const bytes = file();
    for (let length = 0; length < bytes.length; length++) {
      expect(() => readSafetensors(bytes.subarray(0, length), 'bank.safetensors')).toThrow(
        /^bank\.safetensors/,
      );
    }
  });

  it('refuses bytes that are something else', () => {
    const text = new TextEncoder().encode('<html>this is not a tensor file at all</html>');
    expect(() => readSafetensors(text)).toThrow(LoupeError);
  });

  it('refuses a shape that does not match the bytes', () => {
    const bytes = file();
    const text = new TextDecoder('latin1').decode(bytes).replace('[2,2]', '[2,3]');
    const altered = Uint8Array.from(text, (c) => c.charCodeAt(0));
    expect(() => readSafetensors(altered)).toThrow(/tensor "w"/);
  });
});
