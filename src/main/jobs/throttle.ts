/** Why this file exists: progress comes many times a second; the catalog and clients need it less often. */

export interface Throttled<T> {
  (value: T): void;
  /** Passes on at once what waits. */
  flush(): void;
  /** Forgets what waits. */
  drop(): void;
}

/** Passes values on at most once in `everyMs`: the first at once, then always the newest. */
export function createThrottle<T>(everyMs: number, pass: (value: T) => void): Throttled<T> {
  let waiting: { value: T } | null = null;
  let timer: NodeJS.Timeout | undefined;
  const passOn = (): void => {
    timer = undefined;
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    timer = setTimeout(passOn, everyMs);
    timer.unref();
    pass(value);
  };
  const throttled = (value: T): void => {
    waiting = { value };
    if (timer === undefined) passOn();
  };
  return Object.assign(throttled, {
    flush: () => {
      clearTimeout(timer);
      passOn();
      clearTimeout(timer);
      timer = undefined;
    },
    drop: () => {
      clearTimeout(timer);
      timer = undefined;
      waiting = null;
    },
  });
}
