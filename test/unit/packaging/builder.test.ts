import { describe, expect, test } from 'vitest';
import { builderConfiguration, FUSES, UNPACKED } from '../../../resources/packaging/builder.ts';

const options = {
  app: '/stage/app',
  output: '/installers',
  electron: '/electron',
  electronVersion: '45.4.1',
  resources: '/stage/resources',
  icons: '/icons',
  testable: false,
};

describe('(8) the fuses', () => {
  test('switch off every way of using the program as a Node', () => {
    expect(FUSES).toMatchObject({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  test('tie the program to its own archive', () => {
    expect(FUSES).toMatchObject({
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      enableCookieEncryption: true,
    });
  });

  test('are all set in the build, and the inspector stays only in a build for tests', () => {
    expect(builderConfiguration(options).electronFuses).toEqual(FUSES);
    expect(builderConfiguration({ ...options, testable: true }).electronFuses).toEqual({
      ...FUSES,
      enableNodeCliInspectArguments: true,
    });
  });
});

describe('the build', () => {
  const config = builderConfiguration(options);

  test('downloads, compiles and publishes nothing', () => {
    expect(config).toMatchObject({
      electronDist: '/electron',
      npmRebuild: false,
      nodeGypRebuild: false,
      publish: null,
    });
  });

  test('keeps what the system loads beside the archive', () => {
    expect(config.asar).toBe(true);
    for (const name of ['tfjs-node-gpu', 'better-sqlite3', 'sharp', '@img']) {
      expect(UNPACKED.some((pattern) => pattern.includes(name))).toBe(true);
    }
  });

  test('makes what each system installs, for the whole machine on Windows', () => {
    expect(config.linux?.target).toEqual(['AppImage', 'deb']);
    expect(config.win?.target).toEqual(['nsis']);
    expect(config.nsis).toMatchObject({ perMachine: true, deleteAppDataOnUninstall: false });
    expect(config.mac?.target).toEqual(['dmg']);
  });
});
