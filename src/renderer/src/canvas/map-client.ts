/** Why this file exists: asks the map worker as if it were a function. One worker for the page. */
import type { MapJobName, MapJobs, MapReply, MapRequest } from './map-messages.ts';

interface Waiting {
  resolve: (output: MapJobs[MapJobName]['output']) => void;
  reject: (error: Error) => void;
}

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let nextId = 0;

function start(): Worker {
  const started = new Worker(new URL('./map.worker.ts', import.meta.url), { type: 'module' });
  started.addEventListener('message', ({ data }: MessageEvent<MapReply>) => {
    const waiter = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.ok) waiter?.resolve(data.output);
    else waiter?.reject(new Error(data.message));
  });
  started.addEventListener('error', ({ message }) => {
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  });
  return started;
}

/** Runs one job in the worker. Rejects with its error. */
export function runMapJob<N extends MapJobName>(
  name: N,
  input: MapJobs[N]['input'],
): Promise<MapJobs[N]['output']> {
  worker ??= start();
  const id = nextId++;
  const request = { id, name, input } as MapRequest;
  const answer = new Promise<MapJobs[MapJobName]['output']>((resolve, reject) => {
    waiting.set(id, { resolve, reject });
  });
  worker.postMessage(request);
  return answer;
}
