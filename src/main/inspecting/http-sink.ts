/** Why this file exists: each result as JSON to a program on this machine (a PLC's gateway, a script). */
import { LoupeError } from '../../shared/errors.ts';
import { Undeliverable, type Delivery, type Sink } from './sink.ts';

const LIMIT_MS = 5000;
/** Answers that may be other ones later. */
const LATER = new Set([408, 425, 429]);

/**
 * Posts to `address`. A receiver that is slow, down or answers 5xx is tried again; one that refuses
 * (4xx) is not.
 * @throws LoupeError `usage` unless it is an http address of this machine
 */
export function httpSink(address: string): Sink {
  if (!isLoopback(address)) {
    throw new LoupeError(
      'usage',
      `${address} is not on this machine; results are sent to this machine only.`,
      'Name an address that begins with http://127.0.0.1 or http://localhost.',
    );
  }
  return {
    name: address,
    async deliver(delivery, signal) {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(bodyOf(delivery)),
        // An answer that leads elsewhere could lead off this machine.
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
      });
      await response.body?.cancel();
      if (response.ok) return;
      const answer = `the answer was ${response.status}`;
      if (response.status < 500 && !LATER.has(response.status)) throw new Undeliverable(answer);
      throw new Error(answer);
    },
  };
}

/** True for an http address whose host is this machine by itself, whatever a name server says. */
export function isLoopback(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password } = new URL(address);
  if (protocol !== 'http:' || username !== '' || password !== '') return false;
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function bodyOf({ inspection, product, model, file }: Delivery) {
  const { id, runId, name, score, verdict, regions, latencyMs, at } = inspection;
  return {
    inspection: id,
    run: runId,
    at: new Date(at).toISOString(),
    product,
    part: name,
    file,
    verdict,
    score,
    regions,
    model,
    latencyMs,
  };
}
