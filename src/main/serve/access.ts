/**
 * Why this file exists: who may talk to the loopback server. Any web page a person has open, and
 * any other program on the machine, can reach 127.0.0.1; only the browser that was handed the
 * address by Loupe may be answered.
 *
 * The address holds a token that works once; it is exchanged for a session cookie. Host is checked
 * against DNS rebinding. Origin and Sec-Fetch-Site are checked because a page from another port of
 * this machine counts as the same *site*, so that SameSite=Strict alone would let it in.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export type Refusal = 'wrong-host' | 'foreign-origin' | 'no-session';

export interface Access {
  /** A new token for one more browser. */
  mintToken(): string;
  /** Exchanges a token for a `Set-Cookie` value; undefined when it is unknown or was used. */
  redeem(token: string): string | undefined;
  /** Undefined when the request comes from this machine's own page under a known session. */
  refusal(headers: IncomingHttpHeaders, kind: RequestKind): Refusal | undefined;
}

/**
 * `entry`: the page a person opens (no origin yet, may come from anywhere, still needs the right
 * host). `page`: files and media. `socket`: must name its origin.
 */
export type RequestKind = 'entry' | 'page' | 'socket';

/** Access to the server at `127.0.0.1:port`. */
export function createAccess(port: number): Access {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  // Cookies are shared by all ports of a host: two servers must not overwrite each other's.
  const cookieName = `loupe_session_${port}`;
  const tokens = new Set<string>();
  const sessions = new Set<string>();

  function hasSession(headers: IncomingHttpHeaders): boolean {
    const given = cookieValue(headers.cookie ?? '', cookieName);
    return given !== undefined && holds(sessions, given);
  }

  return {
    mintToken: () => {
      const token = secret();
      tokens.add(token);
      return token;
    },
    redeem: (token) => {
      if (!holds(tokens, token)) return undefined;
      tokens.delete(token);
      const session = secret();
      sessions.add(session);
      return `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`;
    },
    refusal: (headers, kind) => {
      const host = headers.host ?? '';
      if (!hosts.includes(host)) return 'wrong-host';
      if (kind === 'entry') return undefined;
      const { origin } = headers;
      if (origin === undefined ? kind === 'socket' : origin !== `http://${host}`) {
        return 'foreign-origin';
      }
      const site = headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign-origin';
      return hasSession(headers) ? undefined : 'no-session';
    },
  };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** Membership without telling by its time how much of a secret was right. */
function holds(secrets: ReadonlySet<string>, given: string): boolean {
  const candidate = Buffer.from(given);
  let found = false;
  for (const known of secrets) {
    const expected = Buffer.from(known);
    if (expected.length === candidate.length && timingSafeEqual(expected, candidate)) found = true;
  }
  return found;
}

function cookieValue(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const [key, ...value] = part.trim().split('=');
    if (key === name) return value.join('=');
  }
  return undefined;
}
