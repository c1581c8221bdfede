/**
 * Why this file exists: how electron-builder makes the installers. The application's folder is staged
 * before (stage.ts), so nothing here decides what goes in.
 */
import type { Configuration } from 'electron-builder';

/** Electron's switches, set once and for all in the binary (docs/decisions/0005, number 8). */
export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
  resetAdHocDarwinSignature: true,
} as const;

/** Kept beside the archive: libraries are loaded by the system, which cannot look into it. */
export const UNPACKED = [
  'node_modules/@tensorflow/tfjs-node-gpu/**',
  'node_modules/@tensorflow/tfjs-backend-wasm/**',
  'node_modules/better-sqlite3/**',
  'node_modules/sharp/**',
  'node_modules/@img/**',
];

export interface BuilderOptions {
  /** The staged application. */
  app: string;
  /** Where installers go. */
  output: string;
  /** Folder of an Electron distribution; nothing is downloaded. */
  electron: string;
  electronVersion: string;
  /** Folder with `backbones/`, beside the archive. */
  resources: string;
  /** Of the project's `resources/packaging`: icons. */
  icons: string;
  /**
   * For `test/electron` only: Playwright cannot start a program whose inspector is switched off.
   * Never for a customer.
   */
  testable: boolean;
}

/** The configuration of one build. */
export function builderConfiguration(options: BuilderOptions): Configuration {
  return {
    appId: 'org.loupe.workstation',
    productName: 'Loupe',
    copyright: 'The Loupe founders',
    electronVersion: options.electronVersion,
    electronDist: options.electron,
    directories: { app: options.app, output: options.output, buildResources: options.icons },
    files: ['**/*'],
    asar: true,
    asarUnpack: UNPACKED,
    extraResources: [{ from: options.resources, to: '.' }],
    // Everything native is built or chosen when it is staged.
    npmRebuild: false,
    nodeGypRebuild: false,
    buildDependenciesFromSource: false,
    electronFuses: {
      ...FUSES,
      enableNodeCliInspectArguments: options.testable,
    },
    artifactName: 'Loupe-${version}-${os}-${arch}.${ext}',
    publish: null,
    linux: {
      target: ['AppImage', 'deb'],
      category: 'Graphics;Science',
      synopsis: 'Visual inspection that learns from good parts',
      maintainer: 'The Loupe founders',
    },
    win: { target: ['nsis'] },
    nsis: {
      oneClick: false,
      perMachine: true,
      allowToChangeInstallationDirectory: true,
      deleteAppDataOnUninstall: false,
    },
    mac: { target: ['dmg'], category: 'public.app-category.utilities' },
  };
}
