/**
 * Why this file exists: an import reads each file once and then hashes and decodes the same bytes;
 * everyone else decodes from the file. Both are one kind of input to the decoders.
 */
import { open, readFile } from 'node:fs/promises';
import { fromSystemError } from './image-error.ts';

/** Bytes that were read already; `file` names them in messages. */
export interface ImageBytes {
  file: string;
  bytes: Buffer<ArrayBuffer>;
}

/** A file's path, or its bytes. */
export type ImageInput = string | ImageBytes;

/** What messages call it. */
export function nameOf(input: ImageInput): string {
  return typeof input === 'string' ? input : input.file;
}

/** What sharp opens. */
export function forSharp(input: ImageInput): string | Buffer {
  return typeof input === 'string' ? input : input.bytes;
}

/** All bytes. @throws ImageError when the file cannot be read */
export async function bytesOf(input: ImageInput): Promise<Buffer> {
  if (typeof input !== 'string') return input.bytes;
  try {
    return await readFile(input);
  } catch (error) {
    throw fromSystemError(input, error);
  }
}

/** Up to `length` first bytes. @throws ImageError when the file cannot be read */
export async function headOf(input: ImageInput, length: number): Promise<Buffer> {
  if (typeof input !== 'string') return input.bytes.subarray(0, length);
  const head = Buffer.alloc(length);
  try {
    const handle = await open(input, 'r');
    try {
      return head.subarray(0, (await handle.read(head, 0, length, 0)).bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fromSystemError(input, error);
  }
}

/** Size in bytes and the last ones, at most `length`. System errors are thrown as they are. */
export async function tailOf(
  input: ImageInput,
  length: number,
): Promise<{ size: number; tail: Buffer }> {
  if (typeof input !== 'string') {
    const { bytes } = input;
    return { size: bytes.length, tail: bytes.subarray(Math.max(0, bytes.length - length)) };
  }
  const handle = await open(input, 'r');
  try {
    const { size } = await handle.stat();
    const tail = Buffer.alloc(Math.min(size, length));
    await handle.read(tail, 0, tail.length, size - tail.length);
    return { size, tail };
  } finally {
    await handle.close();
  }
}
