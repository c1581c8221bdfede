/** Why this file exists: types of node24.mjs, for the tests. */
export const OLDEST_LAUNCHER: number;
export const WANTED: number;
export function majorOf(version: string): number;
export function checkLauncher(version: string): void;
export function findNode(
  root: string,
  running: { platform: string; arch: string; version: string; execPath: string },
): string;
