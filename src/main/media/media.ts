/**
 * Why this file exists: what the bytes behind `/media/` are to the transports, and the one place
 * that tells by an address whose they are. A client names things by number or by a report's name;
 * paths are looked up here, never taken from a client.
 */
import { LoupeError } from '../../shared/errors.ts';

/** Something that can be sent: what it is, and how to get its bytes when they are wanted. */
export interface MediaItem {
  contentType: string;
  /** Changes whenever the bytes would. */
  etag: string;
  /** For the answer's cache-control; without it the client asks again each time (304 is cheap). */
  cacheControl?: string;
  /** Headers beside type and tag; only known once loaded. */
  load(): Promise<{ bytes: Uint8Array; headers: Record<string, string> }>;
}

export interface Media {
  /** Finds what `pathname` names. Throws `not-found`, `usage` (leads outside) or `bad-data`. */
  find(pathname: string): Promise<MediaItem>;
}

/**
 * For bytes that never change under their address. A catalog's image keeps its content for ever;
 * entering the application clears the browser's cache, so that another catalog on the same port
 * does not show this one's.
 */
export const IMMUTABLE = 'private, max-age=31536000, immutable';

/** What lies below `/media/<name>/`. */
export type MediaBranches = Readonly<Record<string, Media>>;

/** All media, each address handed to its branch. */
export function createMediaRouter(branches: MediaBranches): Media {
  return {
    find: async (pathname) => {
      const name = /^\/media\/([a-z]+)\//.exec(pathname)?.[1];
      if (name === undefined || !Object.hasOwn(branches, name)) throw nothingHere();
      return branches[name]!.find(pathname);
    },
  };
}

/** An address that names nothing. */
export function nothingHere(): LoupeError {
  return new LoupeError(
    'not-found',
    'There is nothing at this address.',
    'Reload the page; what it shows may have changed.',
  );
}
