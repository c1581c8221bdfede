/**
 * Why this file exists: what an inspection also writes: a sorted folder, a line of CSV, a POST. The
 * catalog is the queue: each output remembers the last inspection it has delivered, tries again what
 * fails, and never holds up an inspection or loses one.
 */
import { z } from 'zod';
import type { InspectOutputs } from '../../shared/entities/job.ts';
import type { Inspection } from '../../shared/entities/inspection.ts';
import { messageOf } from '../../shared/errors.ts';
import { getImage } from '../catalog/images.ts';
import { inspectionsOfRun } from '../catalog/inspections.ts';
import { getModel } from '../catalog/models.ts';
import { getProduct } from '../catalog/products.ts';
import type { Context } from '../handlers/context.ts';
import { imageFile } from '../handlers/image-file.ts';
import type { JobControl } from '../jobs/runner.ts';
import { csvSink } from './csv-sink.ts';
import { httpSink } from './http-sink.ts';
import { Undeliverable, type Delivery, type Sink } from './sink.ts';
import { sortSink } from './sort-sink.ts';

/** Waits between two tries, in milliseconds; the last one repeats. */
const RETRY_MS = [1000, 2000, 4000, 8000, 16_000, 30_000];
const BATCH = 50;

const DeliveredSchema = z.object({ delivered: z.record(z.string(), z.number().int()) });

export interface Outputs {
  /** There may be something new to deliver. */
  wake(): void;
  /**
   * Waits until all is delivered, but no longer than `limitMs` with an output that fails. Says what
   * is left.
   */
  drain(limitMs: number): Promise<void>;
  /** Ends what is under way; what was not delivered is, when the job goes on. */
  stop(): Promise<void>;
}

/**
 * @throws LoupeError `usage` for an address that is not on this machine
 */
export function openOutputs(
  context: Context,
  wanted: InspectOutputs,
  control: Pick<JobControl, 'runId' | 'log' | 'checkpoint' | 'resumeFrom'>,
  retryMs: readonly number[] = RETRY_MS,
): Outputs {
  const { catalog } = context;
  const delivered = { ...DeliveredSchema.safeParse(control.resumeFrom).data?.delivered };
  const stopping = new AbortController();
  const sinks: [string, Sink][] = [];
  if (wanted.csv !== null) sinks.push(['csv', csvSink(wanted.csv)]);
  if (wanted.sortInto !== null) sinks.push(['sortInto', sortSink(wanted.sortInto)]);
  if (wanted.http !== null) sinks.push(['http', httpSink(wanted.http)]);

  const describe = (inspection: Inspection): Delivery => {
    const image = getImage(catalog, inspection.imageId);
    return {
      inspection,
      product: getProduct(catalog, image.productId).name,
      model: getModel(catalog, inspection.modelId).name,
      file: imageFile(catalog, context.folders, image),
    };
  };
  const queues = sinks.map(([key, sink]) => startQueue(key, sink));

  function startQueue(key: string, sink: Sink) {
    let wake: (() => void) | null = null;
    let failures = 0;
    let idle = false;
    const woken = (ms?: number) =>
      new Promise<void>((resolve) => {
        const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    /** Delivers one; false when it is to be tried again. */
    const deliver = async (inspection: Inspection): Promise<boolean> => {
      try {
        await sink.deliver(describe(inspection), stopping.signal);
      } catch (error) {
        if (stopping.signal.aborted) return false;
        if (!(error instanceof Undeliverable)) {
          failures += 1;
          if (failures === 1) {
            control.log(
              'warning',
              `Could not write to ${sink.name} (${messageOf(error)}); it is tried again until it works.`,
            );
          }
          return false;
        }
        control.log('warning', `${inspection.name} did not go to ${sink.name}: ${error.message}.`);
      }
      if (failures > 0) control.log('info', `Writing to ${sink.name} works again.`);
      failures = 0;
      delivered[key] = inspection.id;
      control.checkpoint({ delivered });
      return true;
    };
    const run = async (): Promise<void> => {
      while (!stopping.signal.aborted) {
        const after = delivered[key] ?? 0;
        const next = inspectionsOfRun(catalog, control.runId, { after, limit: BATCH });
        idle = next.length === 0;
        if (idle) await woken();
        for (const inspection of next) {
          if (stopping.signal.aborted || !(await deliver(inspection))) break;
        }
        if (failures > 0 && !stopping.signal.aborted) {
          await woken(retryMs[Math.min(failures, retryMs.length) - 1]);
        }
      }
    };
    const ended = run();
    return {
      name: sink.name,
      ended,
      isFailing: () => failures > 0,
      isIdle: () => idle,
      wake: () => wake?.(),
      // A failing output is not hurried on by every new part.
      wakeIdle: () => {
        if (idle) wake?.();
      },
    };
  }

  return {
    wake: () => queues.forEach((queue) => queue.wakeIdle()),
    async drain(limitMs) {
      const until = performance.now() + limitMs;
      for (const queue of queues) {
        queue.wakeIdle();
        await new Promise((resolve) => setTimeout(resolve, 0));
        while (!queue.isIdle() && (!queue.isFailing() || performance.now() < until)) {
          if (stopping.signal.aborted) return;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        if (!queue.isIdle()) {
          control.log(
            'warning',
            `Not everything went to ${queue.name}; the results are kept here.`,
          );
        }
      }
    },
    async stop() {
      stopping.abort();
      for (const queue of queues) queue.wake();
      await Promise.all(queues.map(({ ended }) => ended));
    },
  };
}
