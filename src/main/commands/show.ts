/** Why this file exists: opens the workstation: Electron where its binary is, else a browser. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../places.ts';

/** Electron's program, where this machine has it and a screen to show it on. */
export function findElectron(
  env: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return null;
  const program =
    platform === 'win32'
      ? 'electron.exe'
      : platform === 'darwin'
        ? join('Electron.app', 'Contents', 'MacOS', 'Electron')
        : 'electron';
  const folders = [
    env['ELECTRON_OVERRIDE_DIST_PATH'],
    join(projectFolder(), 'node_modules', 'electron', 'dist'),
  ];
  for (const folder of folders) {
    if (folder && existsSync(join(folder, program))) return join(folder, program);
  }
  return null;
}

/** Runs the desktop application until its window is closed. */
export function runElectron(program: string): Promise<number> {
  return new Promise((done, fail) => {
    const child = spawn(program, [projectFolder()], { stdio: 'inherit' });
    child.on('error', fail);
    child.on('exit', (code) => done(code ?? 1));
  });
}

/** Asks the system to open an address; false where it has no way to. */
export function openBrowser(url: string): Promise<boolean> {
  const [program, args] =
    process.platform === 'darwin'
      ? (['open', [url]] as const)
      : process.platform === 'win32'
        ? (['rundll32', ['url.dll,FileProtocolHandler', url]] as const)
        : (['xdg-open', [url]] as const);
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true });
    child.on('error', () => done(false));
    child.on('spawn', () => {
      child.unref();
      done(true);
    });
  });
}
