/** Why this file exists: what is being typed is asked about only once the typing rests. */
import { useEffect, useState } from 'react';

/** `value` as it was when it had not changed for `ms` milliseconds. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
