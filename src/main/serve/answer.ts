/**
 * Why this file exists: turning what was found into an HTTP answer: conditional requests, one byte
 * range, and failures as the contract's typed errors. Independent of the server, so that
 * Electron's `media:` scheme gives the same answers.
 */
import type { WireError } from '../../shared/contract.ts';
import { LoupeError, type ErrorCode } from '../../shared/errors.ts';
import { toWireError } from '../ipc/dispatch.ts';
import type { Media } from '../media/media.ts';

export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** The request headers that change a media answer. */
export interface MediaRequest {
  pathname: string;
  range?: string | undefined;
  ifNoneMatch?: string | undefined;
  ifRange?: string | undefined;
}

const EMPTY = new Uint8Array();

/**
 * Answers a media request: 200, 206 with one range, 304, 416, or the error's status with its three
 * parts as JSON. Throws only what is Loupe's own fault.
 */
export async function answerMedia(media: Media, request: MediaRequest): Promise<HttpAnswer> {
  try {
    const item = await media.find(request.pathname);
    const base = {
      etag: item.etag,
      // A report may be replaced on disk: ask again, 304 is cheap.
      'cache-control': item.cacheControl ?? 'private, no-cache',
      'accept-ranges': 'bytes',
    };
    if (matches(request.ifNoneMatch, item.etag)) return { status: 304, headers: base, body: EMPTY };
    const { bytes, headers } = await item.load();
    const found = { ...base, ...headers, 'content-type': item.contentType };
    const wantsRange = request.ifRange === undefined || request.ifRange === item.etag;
    const range = wantsRange ? parseRange(request.range, bytes.length) : undefined;
    if (range === undefined) return { status: 200, headers: found, body: bytes };
    if (range === 'unsatisfiable') {
      const size = { 'content-range': `bytes */${bytes.length}` };
      return { status: 416, headers: { ...base, ...size }, body: EMPTY };
    }
    const [first, last] = range;
    const part = { 'content-range': `bytes ${first}-${last}/${bytes.length}` };
    return {
      status: 206,
      headers: { ...found, ...part },
      body: bytes.subarray(first, last + 1),
    };
  } catch (error) {
    if (error instanceof LoupeError) return errorAnswer(statusOf(error.code), toWireError(error));
    throw error;
  }
}

/** A failure with its three parts as JSON. */
export function errorAnswer(status: number, error: WireError): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: Buffer.from(JSON.stringify(error)),
  };
}

function statusOf(code: ErrorCode): number {
  if (code === 'not-found') return 404;
  if (code === 'usage') return 403;
  if (code === 'bad-data') return 422;
  return 500;
}

function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch.split(',').some((tag) => ['*', etag, `W/${etag}`].includes(tag.trim()));
}

/**
 * One `bytes=` range as first and last byte, both included. Several ranges or another unit are
 * ignored (undefined), as the standard allows; a range past the end is unsatisfiable.
 */
export function parseRange(
  header: string | undefined,
  length: number,
): [number, number] | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from);
  const last = from === '' || to === '' ? length - 1 : Math.min(Number(to), length - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (first >= length || (from === '' && Number(to) === 0)) return 'unsatisfiable';
  return [first, last];
}
