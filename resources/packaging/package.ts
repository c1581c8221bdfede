/**
 * Why this file exists: `npm run package`. Builds, stages, lists the parts, and makes the installers
 * where an Electron distribution is present; where it is not, it says what is missing and where what
 * was made lies. `--dir` makes the unpacked application only.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { cacheFolder, homeFolder, projectFolder } from '../../src/main/places.ts';
import { productVersion } from '../../src/main/version.ts';
import { builderConfiguration } from './builder.ts';
import { noticesOf } from './notices.ts';
import { productionPackages } from './production.ts';
import { signUpdate } from './sign.ts';
import { stage } from './stage.ts';

const root = projectFolder();
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The folder of an Electron distribution on this machine; undefined where there is none. */
function electronDistribution(): string | undefined {
  const places = [
    process.env['ELECTRON_OVERRIDE_DIST_PATH'],
    join(root, 'node_modules', 'electron', 'dist'),
  ];
  return places.find((place) => place !== undefined && existsSync(join(place, 'version')));
}

async function run(script: string, args: readonly string[]): Promise<void> {
  await new Promise<void>((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.on('error', fail);
    child.on('exit', (code) =>
      code === 0 ? done() : fail(new Error(`${script} ended with code ${code ?? 'none'}.`)),
    );
  });
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { dir: { type: 'boolean' }, testable: { type: 'boolean' }, sign: { type: 'string' } },
  });
  say('Building ...');
  await run('electron-vite/bin/electron-vite.js', ['build']);
  say('Staging ...');
  const to = join(root, 'out', 'stage');
  const staged = await stage({ root, to, cache: cacheFolder(), home: homeFolder() });
  say(`Staged     ${staged.files.length} files, ${Math.round(staged.bytes / 1e6)} MB in ${to}`);
  for (const sentence of staged.missing) say(`Missing    ${sentence}`);

  const parts = join(root, 'out', 'parts');
  await mkdir(parts, { recursive: true });
  const sbom = join(parts, 'loupe.cdx.json');
  await run('@cyclonedx/cyclonedx-npm/bin/cyclonedx-npm-cli.js', [
    '--omit=dev',
    '--output-reproducible',
    `--output-file=${sbom}`,
  ]);
  const preface = await readFile(join(root, 'resources', 'third-party-notices.md'), 'utf8');
  const notices = join(parts, 'third-party-notices.txt');
  await writeFile(notices, noticesOf(productionPackages(root), preface));
  for (const file of [sbom, notices]) {
    await copyFile(file, join(staged.resources, file.slice(parts.length + 1)));
  }
  say(`Parts      ${sbom}, ${notices}`);

  const electron = electronDistribution();
  if (electron === undefined) {
    say(
      'No installer was made: there is no Electron distribution on this machine. Unpack ' +
        'electron-v' +
        (await electronVersion()) +
        ' for the wanted system, set ELECTRON_OVERRIDE_DIST_PATH to its folder, and run ' +
        'npm run package again. Everything before that step is done.',
    );
    return 1;
  }
  const { build } = await import('electron-builder');
  const config = builderConfiguration({
    app: staged.app,
    resources: staged.resources,
    output: join(root, 'out', 'installers'),
    electron: resolve(electron),
    electronVersion: await electronVersion(),
    icons: join(root, 'resources', 'packaging'),
    testable: values.testable ?? false,
  });
  const made = await build({ config, ...(values.dir === true ? { dir: true } : {}) });
  for (const file of made) say(`Installer  ${file}`);
  if (values.sign !== undefined) await signAll(made, await readFile(values.sign, 'utf8'));
  say(`Loupe ${productVersion()} is packed.`);
  return 0;
}

/** An update for a stick beside each installer. */
async function signAll(made: readonly string[], key: string): Promise<void> {
  const system = `${process.platform}-${process.arch}`;
  for (const installer of made.filter((file) => /\.(AppImage|deb|exe|dmg)$/.test(file))) {
    const to = `${installer}.update`;
    await signUpdate({ installer, version: productVersion(), system, notes: '', key, to });
    say(`Update     ${to}`);
  }
}

async function electronVersion(): Promise<string> {
  const text = await readFile(join(root, 'node_modules', 'electron', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

process.exitCode = await main();
