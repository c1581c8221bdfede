/** Why this file exists: asks a worker as if it were a function. One worker for the page. */

/** What a worker can do: by name, what it is given and what it answers. */
export type Jobs<T> = Record<keyof T, { input: unknown; output: unknown }>;

export type JobRequest<T extends Jobs<T>> = {
  [N in keyof T]: { id: number; name: N; input: T[N]['input'] };
}[keyof T];

export type JobReply<T extends Jobs<T>> =
  | { id: number; ok: true; output: T[keyof T]['output'] }
  | { id: number; ok: false; message: string };

interface Waiting {
  resolve: (output: unknown) => void;
  reject: (error: Error) => void;
}

/** Runs one job in the worker; rejects with its error. `transfer` is handed over, not copied. */
export type RunJob<T extends Jobs<T>> = <N extends keyof T>(
  name: N,
  input: T[N]['input'],
  transfer?: Transferable[],
) => Promise<T[N]['output']>;

/** `start` is called at the first job. */
export function createWorkerClient<T extends Jobs<T>>(start: () => Worker): RunJob<T> {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let nextId = 0;

  const begin = (): Worker => {
    const started = start();
    started.addEventListener('message', ({ data }: MessageEvent<JobReply<T>>) => {
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
  };

  return (name, input, transfer = []) => {
    worker ??= begin();
    const target = worker;
    const id = nextId++;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      target.postMessage({ id, name, input }, transfer);
    });
  };
}

/**
 * The worker's side: answers each request with what `run` gives, handing over the buffers that
 * `transferOf` names.
 */
export function serveJobs<T extends Jobs<T>>(
  run: (request: JobRequest<T>) => Promise<T[keyof T]['output']>,
  transferOf: (output: T[keyof T]['output']) => Transferable[],
): void {
  self.addEventListener('message', ({ data: request }: MessageEvent<JobRequest<T>>) => {
    run(request).then(
      (output) => {
        const reply: JobReply<T> = { id: request.id, ok: true, output };
        self.postMessage(reply, { transfer: transferOf(output) });
      },
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        const reply: JobReply<T> = { id: request.id, ok: false, message };
        self.postMessage(reply);
      },
    );
  });
}
