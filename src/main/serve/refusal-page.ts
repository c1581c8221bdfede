/**
 * Why this file exists: a person who opens an old address, or before the screens are built, reads
 * a page that says what to do, not a bare status. No script, no style: the policy allows neither
 * inline, and the page must work when nothing else does.
 */
import type { WireError } from '../../shared/contract.ts';
import type { Refusal } from './access.ts';

interface RefusalAnswer {
  status: number;
  error: WireError;
  page: string;
}

const REFUSALS: Record<Refusal | 'not-built', { status: number; error: WireError }> = {
  'wrong-host': {
    status: 421,
    error: {
      code: 'usage',
      sentence: 'Loupe answers only under the address it printed.',
      nextStep: 'Open that address, which begins with http://127.0.0.1.',
    },
  },
  'foreign-origin': {
    status: 403,
    error: {
      code: 'usage',
      sentence: 'Another web page asked for this, so Loupe did not answer.',
      nextStep: 'Open the address that Loupe printed in a new window.',
    },
  },
  'no-session': {
    status: 401,
    error: {
      code: 'usage',
      sentence: 'This browser has no session here: an address from Loupe opens one window, once.',
      nextStep:
        'Press Enter in the terminal where Loupe runs to get a fresh address, or start Loupe again.',
    },
  },
  'not-built': {
    status: 503,
    error: {
      code: 'not-found',
      sentence: 'The screens of Loupe are not built on this machine.',
      nextStep: 'Run "npm run build" in the project folder, then reload this page.',
    },
  },
};

/** The refusal as typed error and as page. All text is fixed; nothing of the request is in it. */
export function refusalPage(refusal: Refusal | 'not-built'): RefusalAnswer {
  const { status, error } = REFUSALS[refusal];
  const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Loupe</title></head>
<body><main><h1>Loupe</h1><p>${error.sentence}</p><p>${error.nextStep}</p></main></body>
</html>
`;
  return { status, error, page };
}
