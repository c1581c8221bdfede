/** Why this file exists: the last way an inspection was started, kept in the browser by product. Pure. */

export interface Setup {
  what: 'watch' | 'files';
  folder: string;
  /** One path a line. */
  paths: string;
  sortInto: string;
  csv: string;
  http: string;
}

const EMPTY: Setup = { what: 'watch', folder: '', paths: '', sortInto: '', csv: '', http: '' };

/** A setup from stored text; whatever is missing or odd is empty. */
export function parseSetup(text: string | null): Setup {
  if (text === null) return EMPTY;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return EMPTY;
    throw error;
  }
  if (typeof value !== 'object' || value === null) return EMPTY;
  const stored = value as Record<string, unknown>;
  const textOf = (key: keyof Setup): string =>
    typeof stored[key] === 'string' ? stored[key] : EMPTY[key];
  return {
    what: stored['what'] === 'files' ? 'files' : 'watch',
    folder: textOf('folder'),
    paths: textOf('paths'),
    sortInto: textOf('sortInto'),
    csv: textOf('csv'),
    http: textOf('http'),
  };
}
