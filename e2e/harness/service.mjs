// Starts and stops the real binary, and reads its registry.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { join } from 'node:path';
import { out } from './build.mjs';

/** Returns a free port. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts the service with flags, a free port and the registry in folder; returns when it is ready. */
export async function startService(folder, flags) {
  const port = await freePort();
  const registry = join(folder, 'registry.db');
  const child = spawn(join(out, 'charte'), ['--listen', `127.0.0.1:${port}`, '--registry', `sqlite:${registry}`, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, CHARTE_ADMIN: 'off' },
  });
  const log = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const ended = once(child, 'exit');
  const ready = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('Charte serves ')) return true;
    }
    return false;
  })();
  if (!(await ready)) {
    await ended;
    throw new Error(`the service did not start:\n${log.join('\n')}`);
  }
  child.stdout.resume();
  return {
    port,
    log,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

let reader;

/** Starts the reader of registries, which ends with this process: a process for each question would take longer than the answer. */
function startReader() {
  const child = spawn(join(out, 'rows'), { stdio: ['pipe', 'pipe', 'inherit'] });
  for (const one of [child, child.stdin, child.stdout]) one.unref();
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { child, lines };
}

/** Returns the records of the registry in folder, oldest first. */
export async function readRows(folder) {
  reader ??= startReader();
  reader.child.stdin.write(`${join(folder, 'registry.db')}\n`);
  const { value, done } = await reader.lines.next();
  if (done) throw new Error('the reader of registries has ended');
  return JSON.parse(value);
}
