/**
 * Why this file exists: what a plant sets for the whole machine, in one JSON file that an installer or
 * an administrator writes. A user's environment variables win over it.
 */
import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { hasSystemCode, LoupeError } from '../shared/errors.ts';

export const MachineSettingsSchema = z.strictObject({
  /** Where catalog, models and reports lie for everyone on this machine; an absolute path. */
  home: z.string().refine(isAbsolute, 'must be an absolute path').optional(),
  /** Where native TensorFlow lies; an absolute path. */
  cache: z.string().refine(isAbsolute, 'must be an absolute path').optional(),
  /** Operators: full screen, begins with the inspection, no way out of the window. */
  kiosk: z.boolean().optional(),
  /** Ed25519 public keys (PEM, or base64 of their SPKI form) that updates must be signed by. */
  updateKeys: z.array(z.string().min(1)).optional(),
  /** Most memory the compute process may take, in MB. */
  memoryCeilingMb: z.number().int().min(512).optional(),
});
export type MachineSettings = z.infer<typeof MachineSettingsSchema>;

/** Where the file is looked for: `LOUPE_SETTINGS`, else the system's place for such files. */
export function machineSettingsFile(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  if (env['LOUPE_SETTINGS']) return env['LOUPE_SETTINGS'];
  if (platform === 'win32') {
    return join(env['PROGRAMDATA'] ?? 'C:\\ProgramData', 'Loupe', 'settings.json');
  }
  if (platform === 'darwin') return '/Library/Application Support/Loupe/settings.json';
  return '/etc/loupe/settings.json';
}

/**
 * The machine's settings; empty where there is no file.
 * @throws LoupeError `usage` when the file says something that Loupe does not understand: a plant's
 *   wish is never silently ignored
 */
export function readMachineSettings(file: string): MachineSettings {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (hasSystemCode(error, 'ENOENT', 'ENOTDIR')) return {};
    throw unusable(file, 'it cannot be read', error);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unusable(file, 'it is not JSON', error);
  }
  const parsed = MachineSettingsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.map(String).join('.') ?? '';
  throw unusable(
    file,
    `${where === '' ? '' : `"${where}": `}${issue?.message ?? 'not understood'}`,
  );
}

function unusable(file: string, why: string, cause?: unknown): LoupeError {
  return new LoupeError(
    'usage',
    `The machine's settings ${file} cannot be used: ${why}.`,
    'Mend the file as docs/deploy.md describes, or take it away to use the defaults.',
    { cause },
  );
}
