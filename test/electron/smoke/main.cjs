/**
 * Why this file exists: the main process of the smoke run, in the language of Electron 9's Node 12.
 * It opens the window as src/main/shell does, hands the contract's messages to a process that runs
 * the real services under Node 24, looks at the page, and says what it saw as one line of JSON.
 */
const { spawn } = require('child_process');
const { writeFileSync } = require('fs');
const { get } = require('http');
const { join, normalize } = require('path');
const { createInterface } = require('readline');
const { app, BrowserWindow, ipcMain, protocol, session } = require('electron');

const { SMOKE_NODE, SMOKE_SERVICES, SMOKE_OUT, SMOKE_PICTURE, SMOKE_POLICY } = process.env;

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  {
    scheme: 'media',
    privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true },
  },
]);

/** The services: JSON lines in, JSON lines out. */
function startServices() {
  const child = spawn(SMOKE_NODE, ['--disable-warning=ExperimentalWarning', SMOKE_SERVICES], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting = new Map();
  let media;
  const ready = new Promise((done, fail) => {
    child.on('exit', (code) => fail(new Error(`the services ended with code ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.media) {
        media = message.media;
        done();
      } else if (message.kind === 'event') {
        for (const window of BrowserWindow.getAllWindows()) {
          window.webContents.send('loupe:event', message);
        }
      } else {
        waiting.get(message.id)(message);
        waiting.delete(message.id);
      }
    });
  });
  return {
    ready,
    ask: (message) =>
      new Promise((done) => {
        waiting.set(message.id, done);
        child.stdin.write(`${JSON.stringify(message)}\n`);
      }),
    media: () => media,
    end: () => child.stdin.end(),
  };
}

function serveSchemes(services) {
  const headers = { 'content-security-policy': SMOKE_POLICY };
  protocol.registerFileProtocol('app', (request, answer) => {
    const { pathname } = new URL(request.url);
    const file = normalize(pathname === '/' ? '/index.html' : decodeURIComponent(pathname));
    answer({ path: join(SMOKE_OUT, 'renderer', file), headers });
  });
  protocol.registerStreamProtocol('media', (request, answer) => {
    const { pathname } = new URL(request.url);
    const { origin, cookie } = services.media();
    get(`${origin}${pathname}`, { headers: { cookie } }, (response) => {
      const open = { 'access-control-allow-origin': 'app://loupe' };
      answer({
        statusCode: response.statusCode,
        headers: Object.assign({}, response.headers, open),
        data: response,
      });
    });
  });
}

async function look(window) {
  const read = (code) => window.webContents.executeJavaScript(code);
  const deadline = Date.now() + 30000;
  // The first screen is there when the page shows something beside its empty root.
  while (Date.now() < deadline) {
    if (await read(`document.querySelector('main h1, main h2') !== null`)) break;
    await new Promise((done) => setTimeout(done, 200));
  }
  await new Promise((done) => setTimeout(done, 1500));
  const seen = {
    versions: { electron: process.versions.electron, chrome: process.versions.chrome },
    bridge: await read(`Object.keys(window.loupe).sort()`),
    desktop: await read(`Object.keys(window.loupe.desktop).sort()`),
    node: await read(`typeof window.require + ' ' + typeof window.process`),
    status: await read(
      `window.loupe.request({ kind: 'request', id: 900001, name: 'system.status', input: {} })`,
    ),
    refused: await read(
      `window.loupe.request({ kind: 'request', id: 900002, name: 'no.such', input: {} })`,
    ),
    event: await read(`new Promise((done) => {
      const stop = window.loupe.onEvent((event) => {
        if (event.name === 'catalog.changed') { stop(); done(event.name); }
      });
      setTimeout(() => done('none'), 10000);
      window.loupe.request({ kind: 'request', id: 900003, name: 'products.add',
        input: { name: 'Smoke', note: '', by: 'Smoke' } });
    })`),
    text: await read(`document.body.innerText`),
  };
  await new Promise((done) => setTimeout(done, 1000));
  const picture = await window.webContents.capturePage();
  writeFileSync(SMOKE_PICTURE, picture.toPNG());
  return seen;
}

app.whenReady().then(async () => {
  const services = startServices();
  await services.ready;
  serveSchemes(services);
  session.defaultSession.setPermissionRequestHandler((contents, name, answer) => answer(false));
  ipcMain.handle('loupe:request', (event, message) => services.ask(message));
  ipcMain.handle('loupe:desktop', () => null);
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    webPreferences: {
      contextIsolation: true,
      nodeIntegration: false,
      sandbox: true,
      preload: join(SMOKE_OUT, 'preload', 'index.cjs'),
    },
  });
  const complaints = [];
  window.webContents.on('console-message', (event, level, text) => {
    if (level >= 3) complaints.push(text);
  });
  window.webContents.on('preload-error', (event, path, error) => complaints.push(String(error)));
  await window.loadURL('app://loupe/');
  const seen = await look(window);
  process.stdout.write(`SMOKE ${JSON.stringify(Object.assign(seen, { complaints }))}\n`);
  services.end();
  app.exit(0);
}, fail);

function fail(error) {
  process.stderr.write(`${error.stack}\n`);
  app.exit(1);
}
process.on('unhandledRejection', fail);
