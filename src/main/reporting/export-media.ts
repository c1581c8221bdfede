/** Why this file exists: an exported report as bytes, so that a browser can save it. */
import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { resolveInside } from '../contain.ts';
import { nothingHere, type Media } from '../media/media.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.pdf': 'application/pdf',
  '.csv': 'text/csv; charset=utf-8',
};

const PATHNAME = /^\/media\/exports\/([^/]+)$/;

/** The files directly in `folder`. */
export function createExportMedia(folder: string): Media {
  return {
    find: async (pathname) => {
      const name = decoded(PATHNAME.exec(pathname)?.[1]);
      const contentType = name === undefined ? undefined : TYPES[extname(name)];
      if (name === undefined || contentType === undefined || name.includes('/'))
        throw nothingHere();
      const path = await resolveInside(folder, name);
      const { mtimeMs, size } = await stat(path);
      return {
        contentType,
        etag: `"export-${Math.round(mtimeMs * 1000)}-${size}"`,
        load: async () => ({
          bytes: await readFile(path),
          headers: {
            // Saved, never shown as a page of this origin.
            'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
          },
        }),
      };
    },
  };
}

function decoded(part: string | undefined): string | undefined {
  if (part === undefined) return undefined;
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
