/** Why this file exists: a number that changes while a threshold is dragged, without rendering React. */
import { useLayoutEffect, useRef } from 'react';
import type { Live, Readable } from './live.ts';

interface LiveTextProps {
  live: Readable<Live>;
  text: (live: Live) => string;
  className?: string;
}

export function LiveText({ live, text, className }: LiveTextProps) {
  const node = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const show = (): void => {
      const span = node.current;
      const next = text(live.get());
      if (span === null || span.textContent === next) return;
      span.textContent = next;
      // Nought of what one does not want is not to be looked at twice.
      span.dataset['zero'] = String(next === '0');
    };
    show();
    return live.subscribe(show);
  }, [live, text]);
  return <span ref={node} className={className} />;
}
