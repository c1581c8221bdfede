/** Why this file exists: the process that a test kills in the middle of an import. */
import { openCatalog } from '../../../src/main/catalog/open-catalog.ts';
import { addProduct, findProduct } from '../../../src/main/catalog/products.ts';
import { foldersOf } from '../../../src/main/handlers/folders.ts';
import { runImport } from '../../../src/main/importing/run-import.ts';

const [home = '', folder = ''] = process.argv.slice(2);
const folders = foldersOf(home);
const catalog = openCatalog(folders.catalog);
const product = findProduct(catalog, 'Plate') ?? addProduct(catalog, { name: 'Plate', actor: 'A' });
console.log('began');
await runImport(
  { catalog, folders, emit: () => undefined },
  {
    kind: 'import',
    what: 'add',
    folder,
    layout: null,
    pattern: null,
    storage: 'copy',
    productId: product.id,
    by: 'Ada',
  },
  {
    runId: 1,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    log: () => undefined,
    checkpoint: () => undefined,
    resumeFrom: null,
    workFolder: home,
  },
);
catalog.close();
console.log('ended');
