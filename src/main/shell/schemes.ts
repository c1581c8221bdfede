/** Why this file exists: the page by `app://loupe/`, the bytes of images by `media://loupe/` (2, 3). */
import { join } from 'node:path';
import type { Protocol } from 'electron';
import { LoupeError } from '../../shared/errors.ts';
import { MEDIA_ORIGIN } from '../../shared/media.ts';
import type { Application } from '../application.ts';
import { APP_ORIGIN, isOwnAddress } from '../ipc/electron.ts';
import { projectFolder } from '../places.ts';
import { answerMedia, type HttpAnswer } from '../serve/answer.ts';
import { contentSecurityPolicy, securityHeaders } from '../serve/headers.ts';
import { readStatic } from '../serve/static.ts';

/** Receives failures that are Loupe's own fault. */
type OnError = (where: string, error: unknown) => void;

/** Headers of the page and of its bytes. */
export function shellHeaders(): { page: Record<string, string>; media: Record<string, string> } {
  const page = securityHeaders(contentSecurityPolicy({ media: MEDIA_ORIGIN }));
  // The page's origin may read the bytes; `same-origin` would keep it out, being another scheme.
  const media = {
    ...page,
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': APP_ORIGIN,
    'access-control-expose-headers': '*',
  };
  return { page, media };
}

/** Answers both schemes from `application` and the built page. */
export function serveSchemes(
  protocol: Pick<Protocol, 'handle'>,
  application: Pick<Application, 'media'>,
  onError: OnError,
  renderer = join(projectFolder(), 'out', 'renderer'),
): void {
  const safe = shellHeaders();
  protocol.handle('app', async ({ url }) => {
    try {
      if (!isOwnAddress(url)) return new Response(null, { status: 404, headers: safe.page });
      const page = await readStatic(renderer, new URL(url).pathname);
      return toResponse({ status: 200, ...page }, safe.page);
    } catch (error) {
      if (error instanceof LoupeError) {
        return new Response(error.message, { status: 404, headers: safe.page });
      }
      onError(url, error);
      return new Response(null, { status: 500, headers: safe.page });
    }
  });
  protocol.handle('media', async ({ url, headers }) => {
    const { protocol: scheme, host, pathname } = new URL(url);
    try {
      if (`${scheme}//${host}` !== MEDIA_ORIGIN) {
        return new Response(null, { status: 404, headers: safe.media });
      }
      const answer = await answerMedia(application.media, {
        pathname,
        range: headers.get('range') ?? undefined,
        ifNoneMatch: headers.get('if-none-match') ?? undefined,
        ifRange: headers.get('if-range') ?? undefined,
      });
      return toResponse(answer, safe.media);
    } catch (error) {
      onError(url, error);
      return new Response(null, { status: 500, headers: safe.media });
    }
  });
}

function toResponse({ status, headers, body }: HttpAnswer, safe: Record<string, string>): Response {
  const bare = status === 304;
  return new Response(bare ? null : Uint8Array.from(body), {
    status,
    headers: { ...safe, ...headers },
  });
}
