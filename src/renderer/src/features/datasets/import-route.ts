/** Why this file exists: the address of an import: which folder, read how, and the job that is at it. */
import { LAYOUTS, type Layout } from './layouts.ts';
import { idFrom, pageRoute } from '../../state/page-route.ts';

export interface ImportState {
  folder: string;
  /** Null: as detected. */
  layout: Layout | null;
  pattern: string;
  storage: 'link' | 'copy';
  /** The check or the import on screen. */
  run: number | null;
}

export const IMPORT_START: ImportState = {
  folder: '',
  layout: null,
  pattern: '',
  storage: 'link',
  run: null,
};

export const importRoute = pageRoute<ImportState>({
  screen: 'data',
  scope: 'product',
  parse: ({ query }) => ({
    folder: query.get('folder') ?? '',
    layout: LAYOUTS.find((layout) => layout === query.get('layout')) ?? null,
    pattern: query.get('pattern') ?? '',
    storage: query.get('storage') === 'copy' ? 'copy' : 'link',
    run: idFrom(query.get('run')),
  }),
  format: ({ folder, layout, pattern, storage, run }) => ({
    rest: ['import'],
    query: {
      folder,
      layout: layout ?? undefined,
      pattern,
      storage: storage === 'copy' ? 'copy' : undefined,
      run: run ?? undefined,
    },
  }),
});

/** The import's screen with a job that runs or has run. */
export function importAddress(
  productId: number,
  {
    run,
    spec,
  }: { run: number; spec: Omit<ImportState, 'pattern' | 'run'> & { pattern: string | null } },
): string {
  const { folder, layout, pattern, storage } = spec;
  return importRoute.address(productId, { folder, layout, pattern: pattern ?? '', storage, run });
}
