import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { launchInElectron, type UtilityProcesses } from '../../../src/main/shell/launch-compute.ts';

function setUp() {
  const child = Object.assign(new EventEmitter(), {
    stderr: new PassThrough(),
    postMessage: vi.fn(),
    kill: vi.fn(),
  });
  const fork = vi.fn<UtilityProcesses['fork']>(() => child as never);
  const heard: unknown[] = [];
  const ended: string[] = [];
  const port = launchInElectron(
    { fork },
    '/home',
  )({
    onMessage: (message) => heard.push(message),
    onExit: (how) => ended.push(how),
  });
  return { child, fork, heard, ended, port };
}

test('the process is told where Loupe lies, and both sides hear each other', () => {
  const { child, fork, heard, port } = setUp();
  expect(fork.mock.calls[0]?.[2].env).toMatchObject({
    LOUPE_HOME: '/home',
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  });
  port.send({ kind: 'stop', task: 1 });
  expect(child.postMessage).toHaveBeenCalledExactlyOnceWith({ kind: 'stop', task: 1 });
  child.emit('message', { kind: 'alive' });
  expect(heard).toEqual([{ kind: 'alive' }]);
});

test('its end is told with its last words, and nothing is sent to it any more', async () => {
  const { child, ended, port } = setUp();
  child.stderr.write('terminate called: out of memory\n');
  await new Promise((done) => setImmediate(done));
  child.emit('exit', 134);
  expect(ended).toEqual(['exit code 134; it last said: terminate called: out of memory']);
  port.send({ kind: 'end' });
  expect(child.postMessage).not.toHaveBeenCalled();
});
