import { describe, expect, it } from 'vitest';
import { cacheFolder, homeFolder, projectFolder, sharedFolder } from '../../src/main/places.ts';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const linux = { env: {}, platform: 'linux', home: '/home/ada', machine: {} } as const;

describe('places', () => {
  it('follows the XDG folders on Linux', () => {
    expect(homeFolder(linux)).toBe('/home/ada/.local/share/loupe');
    expect(cacheFolder(linux)).toBe('/home/ada/.cache/loupe');
    const env = { XDG_DATA_HOME: '/data', XDG_CACHE_HOME: '/cache' };
    expect(homeFolder({ ...linux, env })).toBe('/data/loupe');
    expect(cacheFolder({ ...linux, env })).toBe('/cache/loupe');
  });

  it("uses each system's own folders", () => {
    const mac = { ...linux, platform: 'darwin' } as const;
    expect(homeFolder(mac)).toContain('Application Support');
    expect(cacheFolder(mac)).toContain('Caches');
    const windows = {
      ...linux,
      platform: 'win32',
      env: { APPDATA: '/R', LOCALAPPDATA: '/L' },
    } as const;
    expect(homeFolder(windows)).toBe(join('/R', 'loupe'));
    expect(cacheFolder(windows)).toBe(join('/L', 'loupe', 'cache'));
  });

  it('lets the user decide by environment variables', () => {
    const env = { LOUPE_HOME: '/a', LOUPE_CACHE: '/b', LOUPE_SHARED: '/c', XDG_DATA_HOME: '/data' };
    const all = { ...linux, env };
    expect([homeFolder(all), cacheFolder(all), sharedFolder(all)]).toEqual(['/a', '/b', '/c']);
  });

  it("follows what the plant has set for the machine, below the user's own wish", () => {
    const set = { ...linux, machine: { home: '/plant/data', cache: '/plant/cache' } };
    expect([homeFolder(set), cacheFolder(set)]).toEqual(['/plant/data', '/plant/cache']);
    expect(homeFolder({ ...set, env: { LOUPE_HOME: '/a' } })).toBe('/a');
  });

  it('looks for shared data beside the project', () => {
    expect(existsSync(join(projectFolder(), 'package.json'))).toBe(true);
    expect(sharedFolder(linux)).toBe(resolve(projectFolder(), '..', 'shared'));
  });
});
