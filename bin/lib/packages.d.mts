/** Why this file exists: types of packages.mjs, for the tests. */
export class LaunchError extends Error {}
export function installNeeded(root: string): string | undefined;
export function install(root: string, reason: string): Promise<void>;
