/** Why this file exists: the time of day for words like "3 minutes ago", which must not grow stale. */
import { useEffect, useState } from 'react';

/** Milliseconds since 1970 UTC; renders again every `everyMs`. */
export function useNow(everyMs = 30_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
