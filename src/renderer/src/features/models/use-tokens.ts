/** Why this file exists: a canvas has no style sheet: it reads the colours of now, in every theme. */
import { useEffect, useState } from 'react';

const NAMES = ['--ok', '--ng', '--muted', '--text', '--line-strong'] as const;
const FORCED: Readonly<Record<string, string>> = {
  '--ok': 'CanvasText',
  '--ng': 'CanvasText',
  '--muted': 'GrayText',
  '--text': 'CanvasText',
  '--line-strong': 'CanvasText',
};

/** Colours by token; read again when the theme, the system's theme or forced colours change. */
export function useTokens(): Readonly<Record<string, string>> {
  const [tokens, setTokens] = useState(read);
  useEffect(() => {
    const again = (): void => setTokens(read());
    const queries = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((text) =>
      window.matchMedia(text),
    );
    for (const query of queries) query.addEventListener('change', again);
    const observer = new MutationObserver(again);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      for (const query of queries) query.removeEventListener('change', again);
      observer.disconnect();
    };
  }, []);
  return tokens;
}

function read(): Record<string, string> {
  if (window.matchMedia('(forced-colors: active)').matches) return { ...FORCED };
  // `light-dark()` is resolved only on a real property, so each token is read through one.
  const probe = document.createElement('span');
  document.body.append(probe);
  const entries = NAMES.map((name) => {
    probe.style.color = `var(${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries);
}
