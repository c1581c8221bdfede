/**
 * Why this file exists: what was painted but not yet saved outlives a crash: after each step the mask's
 * code goes into the browser's own data base, and leaves it once the catalog has it.
 */

export interface Draft {
  imageId: number;
  /** The run-length code. */
  code: Uint8Array<ArrayBuffer>;
  /** Hash of the mask that the catalog had when it was begun; null without one. */
  base: string | null;
  /** Milliseconds since 1970 UTC. */
  at: number;
}

const DATABASE = 'loupe-drafts';
const STORE = 'masks';

let database: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  database ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(DATABASE, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(STORE, { keyPath: 'imageId' });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('the drafts cannot be opened'));
  });
  return database;
}

async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const store = (await open()).transaction(STORE, mode).objectStore(STORE);
  return new Promise((resolve, reject) => {
    const asked = act(store);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error ?? new Error('the draft cannot be kept'));
  });
}

/** Keeps a draft in place of the image's last one. */
export async function keepDraft(draft: Draft): Promise<void> {
  await inStore('readwrite', (store) => store.put(draft));
}

/** The draft of an image; null when nothing was left unsaved. */
export async function findDraft(imageId: number): Promise<Draft | null> {
  const found = await inStore(
    'readonly',
    (store) => store.get(imageId) as IDBRequest<Draft | undefined>,
  );
  return found ?? null;
}

export async function dropDraft(imageId: number): Promise<void> {
  await inStore('readwrite', (store) => store.delete(imageId));
}
