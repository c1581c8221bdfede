/** Why this file exists: the two waits for the disk that make a finished file outlive a power cut. */
import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Waits until the file's bytes are on the disk. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a rename in `folder` survive a power cut; Windows orders renames by its own journal. */
export function syncDirectory(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
