/** Why this file exists: a line for each inspected part in a table that other programs read. */
import { open, type FileHandle } from 'node:fs/promises';
import { csvLine } from '../reporting/csv.ts';
import type { Delivery, Sink } from './sink.ts';

const COLUMNS = ['inspection', 'time', 'product', 'part', 'verdict', 'score', 'regions', 'model'];
const VERDICTS = { ok: 'OK', review: 'REVIEW', ng: 'NG' } as const;
/** Enough to hold the last line; names of files are shorter. */
const TAIL = 4096;

/**
 * Appends to `file`: the header once, each part in one write, so that a reader never sees half a
 * line. An inspection whose line is the last already is not written again.
 */
export function csvSink(file: string): Sink {
  return {
    name: `the table ${file}`,
    async deliver(delivery) {
      const handle = await open(file, 'a+');
      try {
        const { size } = await handle.stat();
        const tail = await endOf(handle, size);
        const { id } = delivery.inspection;
        if (tail.split('\n').some((line) => line.startsWith(`${id},`) && line.endsWith('\r')))
          return;
        const header = size === 0 ? `\ufeff${csvLine(COLUMNS)}` : '';
        // A line that a full disk or a kill has cut short is ended first.
        const end = size > 0 && !tail.endsWith('\n') ? '\r\n' : '';
        await handle.appendFile(header + end + lineOf(delivery));
      } finally {
        await handle.close();
      }
    },
  };
}

async function endOf(handle: FileHandle, size: number): Promise<string> {
  const length = Math.min(TAIL, size);
  const buffer = Buffer.alloc(length);
  await handle.read(buffer, 0, length, size - length);
  return buffer.toString('utf8');
}

function lineOf({ inspection, product, model }: Delivery): string {
  const { id, at, name, verdict, score, regions } = inspection;
  const time = new Date(at).toISOString();
  return csvLine([id, time, product, name, VERDICTS[verdict], score, regions.length, model]);
}
