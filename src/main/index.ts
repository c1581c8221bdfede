/**
 * Why this file exists: the Electron entry. It holds no logic of the application: it puts the pieces of
 * shell/ around application.ts and ends them in order.
 */
import { join } from 'node:path';
import {
  app,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  powerSaveBlocker,
  protocol,
  session,
  utilityProcess,
  type WebContents,
} from 'electron';
import { LoupeError } from '../shared/errors.ts';
import { COMMAND_CHANNEL } from '../shared/channels.ts';
import { createApplication, type Application } from './application.ts';
import { serveRequests } from './ipc/electron.ts';
import { homeFolder, machineSettings } from './places.ts';
import { datasetSources } from './reports/sources.ts';
import { serveDesktop } from './shell/desktop.ts';
import { launchInElectron } from './shell/launch-compute.ts';
import { openLog } from './shell/log-file.ts';
import { menuTemplate } from './shell/menu.ts';
import { serveSchemes } from './shell/schemes.ts';
import { closeOffContents, closeOffSession, SCHEMES } from './shell/security.ts';
import { createWindows, type Windows } from './shell/windows.ts';
import { followJobs } from './shell/work-signs.ts';
import { productVersion } from './version.ts';

/** Where the home folder cannot be told (settings that are not understood), the log goes to a temporary place. */
const log = openLog(logFolder());

function logError(where: string, error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.write('error', `${where}: ${text}`);
}

protocol.registerSchemesAsPrivileged(SCHEMES);
app.setPath('crashDumps', join(logFolder(), 'crashes'));
// Stays on this machine: a plant decides what it sends.
crashReporter.start({ uploadToServer: false });
process.on('uncaughtExceptionMonitor', (error) => logError('main', error));
closeOffContents(app);
app.on('window-all-closed', () => app.quit());

async function start(): Promise<void> {
  await app.whenReady();
  log.write('info', `Loupe ${productVersion()} starts.`);
  closeOffSession(session.defaultSession);
  const application = createApplication({
    home: homeFolder(),
    version: productVersion(),
    sources: datasetSources,
    launch: launchInElectron(utilityProcess, homeFolder()),
    onInternalError: logError,
    onNotice: (sentence) => log.write('info', sentence),
  });
  serveSchemes(session.defaultSession.protocol, application, logError);
  // (4) The sender is checked there.
  serveRequests(ipcMain, application, logError);
  const windows = createWindows({
    application,
    stateFile: join(homeFolder(), 'window.json'),
    kiosk: machineSettings().kiosk ?? false,
    onError: logError,
  });
  serveDialogsAndMenu(windows);
  const stopSigns = showWork(application, windows);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate([], OWN, () => undefined)));
  app.on('second-instance', () => windows.showMain());
  app.on('activate', () => windows.showMain());
  windows.showMain();
  endInOrder(application, stopSigns);
}

function logFolder(): string {
  try {
    return join(homeFolder(), 'logs');
  } catch (error) {
    // Said in full by start(), which asks for the same folder.
    if (error instanceof LoupeError) return join(app.getPath('temp'), 'loupe-logs');
    throw error;
  }
}

const OWN = { name: 'Loupe', quit: 'Quit', fullScreen: 'Full screen' };

function serveDialogsAndMenu(windows: Windows): void {
  let folder: string | undefined;
  const parentOf = (sender: WebContents) => windows.of(sender) ?? windows.all()[0];
  serveDesktop<WebContents>(ipcMain, {
    openDialog: (sender, options) => {
      const parent = parentOf(sender);
      return parent ? dialog.showOpenDialog(parent, options) : dialog.showOpenDialog(options);
    },
    saveDialog: (sender, options) => {
      const parent = parentOf(sender);
      return parent ? dialog.showSaveDialog(parent, options) : dialog.showSaveDialog(options);
    },
    setMenu: (sender, menus) => {
      const perform = (id: string): void => {
        if (!sender.isDestroyed()) sender.send(COMMAND_CHANNEL, id);
      };
      Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(menus, OWN, perform)));
    },
    openWindow: (hash) => windows.openAt(hash),
    lastFolder: () => folder,
    rememberFolder: (path) => (folder = path),
  });
}

function showWork(application: Application, windows: Windows): () => void {
  let blocker: number | null = null;
  return followJobs(application, {
    showProgress: (value) => {
      for (const window of windows.all()) if (!window.isDestroyed()) window.setProgressBar(value);
    },
    keepAwake: () => (blocker = powerSaveBlocker.start('prevent-app-suspension')),
    letSleep: () => {
      if (blocker !== null) powerSaveBlocker.stop(blocker);
      blocker = null;
    },
  });
}

/** Jobs stop at their checkpoint and the catalog is given free before the program ends. */
function endInOrder(application: Application, stopSigns: () => void): void {
  app.once('will-quit', (event) => {
    event.preventDefault();
    stopSigns();
    application.close().then(
      () => {
        log.write('info', 'Loupe ends.');
        app.exit(0);
      },
      (error: unknown) => {
        logError('end', error);
        app.exit(1);
      },
    );
  });
}

if (app.requestSingleInstanceLock()) {
  start().catch((error: unknown) => {
    logError('start', error);
    const next = error instanceof LoupeError ? `\n\n${error.nextStep}` : `\n\nDetails: ${log.file}`;
    const text = error instanceof Error ? error.message : String(error);
    dialog.showErrorBox('Loupe cannot start', `${text}${next}`);
    app.exit(1);
  });
} else {
  // The first instance hears of it and comes to the front.
  app.quit();
}
