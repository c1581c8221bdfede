/** Why this file exists: a temporary folder for one test file, removed when it is through. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Makes a fresh folder; call it at the top of a test file or a describe. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'loupe-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
