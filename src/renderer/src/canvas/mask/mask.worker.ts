/** Why this file exists: everything about a mask that looks at the whole of it, off the page's thread. */
import { decodeMask, encodeMask, type MaskRaster } from '../../../../shared/mask-rle.ts';
import type { Size } from '../viewport.ts';
import { serveJobs, type JobRequest } from '../worker-client.ts';
import { applyDelta, differenceIn, type Delta } from './delta.ts';
import { blankRaster } from './editor.ts';
import { connectedArea, runsOut } from './fill.ts';
import { addContour } from './from-map.ts';
import type { MaskJobs } from './mask-messages.ts';
import { encodeGreyPng, maskValues, meaningOf, type PngMeaning } from './png.ts';
import { paintSpans, type Rect } from './spans.ts';

const masks = new Map<number, MaskRaster>();

function maskOf(session: number): MaskRaster {
  const mask = masks.get(session);
  if (mask === undefined) throw new Error(`mask ${session} is not open`);
  return mask;
}

/** How `mask` would change if `change` were done to it; `mask` itself stays. */
function changeBy(mask: MaskRaster, change: (data: Uint8Array) => void): Delta | null {
  const { width, height, data } = mask;
  const after = data.slice();
  change(after);
  return differenceIn(data, after, width, { x: 0, y: 0, width, height });
}

function open({ session, code, size }: MaskJobs['open']['input']): MaskJobs['open']['output'] {
  const mask = code === null ? blankRaster(size) : decodeMask(code);
  masks.set(session, mask);
  const raster = { ...mask, data: mask.data.slice() };
  return { raster, marked: code === null ? null : markedBox(mask) };
}

function markedBox({ width, height, data }: MaskRaster): Rect | null {
  let left = width;
  let right = -1;
  let top = -1;
  let bottom = -1;
  for (let y = 0; y < height; y += 1) {
    const row = data.subarray(y * width, (y + 1) * width);
    const first = row.findIndex((value) => value !== 0);
    if (first === -1) continue;
    if (top === -1) top = y;
    bottom = y;
    left = Math.min(left, first);
    right = Math.max(
      right,
      row.findLastIndex((value) => value !== 0),
    );
  }
  if (top === -1) return null;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function encode(session: number): MaskJobs['encode']['output'] {
  const mask = maskOf(session);
  const code = Uint8Array.from(encodeMask(mask));
  let text = '';
  for (let at = 0; at < code.length; at += 0x2000) {
    text += String.fromCharCode(...code.subarray(at, at + 0x2000));
  }
  return { code, base64: btoa(text), marked: mask.data.some((value) => value !== 0) };
}

function fill({ session, point, value }: MaskJobs['fill']['input']): MaskJobs['fill']['output'] {
  const mask = maskOf(session);
  const found = connectedArea(mask, point);
  if (runsOut(found, mask)) return { delta: null, runsOut: true };
  const delta = changeBy(mask, (data) => void paintSpans({ ...mask, data }, found.spans, value));
  return { delta, runsOut: false };
}

async function importPng(
  mask: MaskRaster,
  file: Blob,
  wished: PngMeaning | null,
): Promise<MaskJobs['importPng']['output']> {
  const grey = await readGrey(file);
  if (grey === null) return { outcome: 'unreadable' };
  const { width, height } = grey;
  if (width !== mask.width || height !== mask.height) {
    return { outcome: 'wrong-size', size: { width, height } };
  }
  const meaning = wished ?? meaningOf(grey.values);
  if (meaning === null) return { outcome: 'unclear' };
  const delta = changeBy(mask, (data) => data.set(maskValues(grey.values, meaning)));
  return { outcome: 'imported', delta };
}

/** The red channel of a picture file; null when it is none. */
async function readGrey(file: Blob): Promise<(Size & { values: Uint8Array }) | null> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file, { colorSpaceConversion: 'none' });
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
  const { width, height } = picture;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no 2D canvas in the worker');
  context.drawImage(picture, 0, 0);
  picture.close();
  const { data } = context.getImageData(0, 0, width, height);
  const values = new Uint8Array(width * height);
  for (let i = 0; i < values.length; i += 1) values[i] = data[i * 4] ?? 0;
  return { width, height, values };
}

async function run(request: JobRequest<MaskJobs>): Promise<MaskJobs[keyof MaskJobs]['output']> {
  const { session } = request.input;
  switch (request.name) {
    case 'open':
      return open(request.input);
    case 'close':
      masks.delete(session);
      return null;
    case 'step':
      applyDelta(maskOf(session).data, maskOf(session).width, request.input.delta);
      return null;
    case 'encode':
      return encode(session);
    case 'exportPng':
      return encodeGreyPng(maskOf(session));
    case 'fill':
      return fill(request.input);
    case 'contour': {
      const { map, wishes } = request.input;
      const mask = maskOf(session);
      return { delta: changeBy(mask, (data) => addContour(data, mask, map, wishes)) };
    }
    case 'replace': {
      const { data } = decodeMask(request.input.code);
      return { delta: changeBy(maskOf(session), (after) => after.set(data)) };
    }
    case 'importPng':
      return importPng(maskOf(session), request.input.file, request.input.meaning);
  }
}

serveJobs<MaskJobs>(run, (output) => {
  if (output !== null && 'raster' in output) return [output.raster.data.buffer as ArrayBuffer];
  return [];
});
