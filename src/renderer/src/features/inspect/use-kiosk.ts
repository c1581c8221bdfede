/**
 * Why this file exists: the line without the frame around it, as an operator's terminal shows it. The
 * browser's full screen where it allows it; the frame goes away in any case.
 */
import { useEffect, useMemo, useState } from 'react';

export interface Kiosk {
  on: boolean;
  toggle: () => void;
}

export function useKiosk(): Kiosk {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const root = document.documentElement;
    if (on) root.dataset['kiosk'] = 'on';
    else delete root.dataset['kiosk'];
    return () => {
      delete root.dataset['kiosk'];
    };
  }, [on]);
  useEffect(() => {
    // Left by Escape, which the browser takes for itself.
    const left = (): void => {
      if (document.fullscreenElement === null) setOn(false);
    };
    document.addEventListener('fullscreenchange', left);
    return () => {
      document.removeEventListener('fullscreenchange', left);
      void leave();
    };
  }, []);
  return useMemo(
    () => ({
      on,
      toggle: () => {
        setOn(!on);
        void (on ? leave() : enter());
      },
    }),
    [on],
  );
}

async function enter(): Promise<void> {
  // Refused (by a policy, or without a click): the frame is gone all the same.
  await document.documentElement.requestFullscreen().catch(() => undefined);
}

async function leave(): Promise<void> {
  if (document.fullscreenElement !== null) await document.exitFullscreen().catch(() => undefined);
}
