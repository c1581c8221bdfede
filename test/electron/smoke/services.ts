/**
 * Why this file exists: the real application under Node 24 behind the smoke run's window: messages of
 * the contract as JSON lines on standard input and output, bytes by its loopback server.
 */
import { createInterface } from 'node:readline';
import { createApplication } from '../../../src/main/application.ts';
import { dispatch } from '../../../src/main/ipc/dispatch.ts';
import { homeFolder } from '../../../src/main/places.ts';
import { datasetSources } from '../../../src/main/reports/sources.ts';
import { startServer } from '../../../src/main/serve/server.ts';

const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);
const application = createApplication({
  home: homeFolder(),
  version: 'smoke',
  sources: datasetSources,
});
const server = await startServer(application);
const answer = await fetch(server.url, { redirect: 'manual' });
const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
say({ media: { origin: new URL(server.url).origin, cookie } });

let sequence = 0;
application.onEvent(({ name, payload }) =>
  say({ kind: 'event', name, sequence: sequence++, payload }),
);
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  void dispatch(application.handlers, JSON.parse(line), (request, error) => {
    process.stderr.write(`${request}: ${String(error)}\n`);
  }).then(say);
});
lines.on('close', () => {
  void server
    .close()
    .then(() => application.close())
    .then(() => process.exit(0));
});
