/** Why this file exists: something that is loaded once, as React state; a late answer is dropped. */
import { useCallback, useEffect, useState } from 'react';
import { RequestError } from '../../transport/client.ts';

export interface Loaded<T> {
  /** Null while it is loaded, and where it failed. */
  value: T | null;
  error: RequestError | null;
  done: boolean;
  retry: () => void;
}

interface Held<T> {
  load: (() => Promise<T>) | null;
  value: T | null;
  error: RequestError | null;
}

/**
 * Calls `load` whenever it is another function; null waits. `now` is what is there without waiting:
 * then nothing is shown as loading.
 */
export function useLoaded<T>(load: (() => Promise<T>) | null, now: T | null = null): Loaded<T> {
  const [held, setHeld] = useState<Held<T>>({ load: null, value: null, error: null });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (load === null) return undefined;
    let current = true;
    load().then(
      (value) => {
        if (current) setHeld({ load, value, error: null });
      },
      (error: unknown) => {
        if (current) setHeld({ load, value: null, error: asRequestError(error) });
      },
    );
    return () => {
      current = false;
    };
  }, [load, round]);
  const retry = useCallback(() => setRound((before) => before + 1), []);
  const done = load !== null && held.load === load;
  return done
    ? { value: held.value, error: held.error, done, retry }
    : { value: now, error: null, done: now !== null, retry };
}

export function asRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  const sentence = error instanceof Error ? error.message : String(error);
  return new RequestError({ code: 'internal', sentence, nextStep: 'Reload the page.' });
}
