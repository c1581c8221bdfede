/** Why this file exists: only the browser that got the address from Loupe is answered. */
import { describe, expect, test } from 'vitest';
import { createAccess } from '../../../src/main/serve/access.ts';

const PORT = 4321;
const host = `127.0.0.1:${PORT}`;
const origin = `http://${host}`;

function signedIn() {
  const access = createAccess(PORT);
  const setCookie = access.redeem(access.mintToken()) ?? '';
  return { access, cookie: setCookie.split(';')[0] ?? '', setCookie };
}

describe('the token', () => {
  test('works once', () => {
    const access = createAccess(PORT);
    const token = access.mintToken();
    expect(access.redeem(token)).toBeDefined();
    expect(access.redeem(token)).toBeUndefined();
  });

  test('is not guessed, cut short or empty', () => {
    const access = createAccess(PORT);
    const token = access.mintToken();
    expect(token.length).toBeGreaterThanOrEqual(43);
    for (const wrong of ['', 'x', token.slice(1), `${token}x`, token.toUpperCase()]) {
      expect(access.redeem(wrong)).toBeUndefined();
    }
  });

  test('becomes a cookie that scripts and other sites do not get', () => {
    const { setCookie } = signedIn();
    expect(setCookie).toMatch(/; HttpOnly/);
    expect(setCookie).toMatch(/; SameSite=Strict/);
    // Cookies are shared by all ports of a host.
    expect(setCookie).toMatch(new RegExp(`^loupe_session_${PORT}=`));
  });
});

describe('a request', () => {
  test('of the own page under its session is answered', () => {
    const { access, cookie } = signedIn();
    expect(access.refusal({ host, cookie }, 'page')).toBeUndefined();
    expect(access.refusal({ host, cookie: `a=b; ${cookie}; c=d` }, 'page')).toBeUndefined();
    expect(access.refusal({ host, cookie, origin }, 'socket')).toBeUndefined();
    const fetched = { host, cookie, origin, 'sec-fetch-site': 'same-origin' };
    expect(access.refusal(fetched, 'page')).toBeUndefined();
  });

  test('without the session is refused', () => {
    const { access, cookie } = signedIn();
    expect(access.refusal({ host }, 'page')).toBe('no-session');
    expect(access.refusal({ host, cookie: `${cookie}x` }, 'page')).toBe('no-session');
    expect(access.refusal({ host, cookie: cookie.replace(/=.*/, '=') }, 'page')).toBe('no-session');
  });

  test.each([undefined, '', 'evil.example', `evil.example:${PORT}`, '127.0.0.1', '127.0.0.1:80'])(
    'under the host %s is refused, token or not',
    (wrong) => {
      const { access, cookie } = signedIn();
      expect(access.refusal({ host: wrong, cookie }, 'page')).toBe('wrong-host');
      expect(access.refusal({ host: wrong }, 'entry')).toBe('wrong-host');
    },
  );

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:9', `https://${host}`])(
    'from the origin %s is refused even with the cookie',
    (foreign) => {
      const { access, cookie } = signedIn();
      expect(access.refusal({ host, cookie, origin: foreign }, 'page')).toBe('foreign-origin');
      expect(access.refusal({ host, cookie, origin: foreign }, 'socket')).toBe('foreign-origin');
    },
  );

  test('from another port of this machine, which is the same site, is refused', () => {
    const { access, cookie } = signedIn();
    const headers = { host, cookie, 'sec-fetch-site': 'same-site' };
    expect(access.refusal(headers, 'page')).toBe('foreign-origin');
  });

  test('for a socket must name its origin', () => {
    const { access, cookie } = signedIn();
    expect(access.refusal({ host, cookie }, 'socket')).toBe('foreign-origin');
  });
});
