/** Why this file exists: what a place that inspections are written to is to their delivery. */
import type { Inspection } from '../../shared/entities/inspection.ts';

/** A delivered part, as outputs see it. */
export interface Delivery {
  inspection: Inspection;
  product: string;
  model: string;
  /** Absolute path of the image. */
  file: string;
}

/** Cannot be delivered however often it is tried. */
export class Undeliverable extends Error {}

export interface Sink {
  /** For people: "the table /data/parts.csv". */
  name: string;
  /** @throws Undeliverable for this one; anything else is tried again */
  deliver(delivery: Delivery, signal: AbortSignal): Promise<void>;
}
