import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { machineSettingsFile, readMachineSettings } from '../../src/main/machine-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'loupe-settings-'));
const fileWith = (text: string): string => {
  const file = join(folder, `${Math.random()}.json`);
  writeFileSync(file, text);
  return file;
};

describe("a machine's settings", () => {
  test('are empty where there is no file', () => {
    expect(readMachineSettings(join(folder, 'none.json'))).toEqual({});
  });

  test('are what the file says', () => {
    const settings = { home: '/plant/loupe', kiosk: true, memoryCeilingMb: 8000 };
    expect(readMachineSettings(fileWith(JSON.stringify(settings)))).toEqual(settings);
  });

  test.each([
    ['not JSON', '{ home: ', 'not JSON'],
    ['a relative path', '{"home": "data"}', '"home": must be an absolute path'],
    ['a word it does not know', '{"hmoe": "/data"}', 'hmoe'],
    ['another kind of value', '{"kiosk": "yes"}', '"kiosk"'],
  ])('are refused with the file and the reason when they hold %s', (_what, text, reason) => {
    const file = fileWith(text);
    expect(() => readMachineSettings(file)).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: expect.stringMatching(
          new RegExp(`${file.replaceAll('.', '\\.')}.*${reason.replaceAll('"', '.')}`, 'i'),
        ) as string,
        nextStep: expect.stringContaining('docs/deploy.md') as string,
      }),
    );
  });

  test("lie in the system's place for such files", () => {
    expect(machineSettingsFile({}, 'linux')).toBe('/etc/loupe/settings.json');
    expect(machineSettingsFile({ PROGRAMDATA: '/P' }, 'win32')).toContain('Loupe');
    expect(machineSettingsFile({ LOUPE_SETTINGS: '/x.json' }, 'linux')).toBe('/x.json');
  });
});
