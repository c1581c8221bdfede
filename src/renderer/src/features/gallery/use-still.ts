/** Why this file exists: while a list flies past, its pictures are not worth fetching. */
import { useEffect, useState, type RefObject } from 'react';

/** From this speed on nothing can be seen anyway, in screens a second. */
const FAST = 6;
/** So long without a scroll counts as standing still, milliseconds. */
const REST_MS = 90;

/** False while the element is scrolled fast. */
export function useStill(holder: RefObject<HTMLElement | null>): boolean {
  const [still, setStill] = useState(true);
  useEffect(() => {
    const node = holder.current;
    if (node === null) return undefined;
    let lastTop = node.scrollTop;
    let lastTime = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const rest = (): void => setStill(true);
    const onScroll = (): void => {
      const now = performance.now();
      const passed = Math.max(1, now - lastTime);
      const speed = ((Math.abs(node.scrollTop - lastTop) / node.clientHeight) * 1000) / passed;
      lastTop = node.scrollTop;
      lastTime = now;
      setStill(speed < FAST);
      clearTimeout(timer);
      timer = setTimeout(rest, REST_MS);
    };
    node.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      node.removeEventListener('scroll', onScroll);
      clearTimeout(timer);
    };
  }, [holder]);
  return still;
}
