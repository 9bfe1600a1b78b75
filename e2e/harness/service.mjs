// Starts and stops the real binary, and reads its registry.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { join } from 'node:path';
import { out } from './build.mjs';

const listens = (server, port) => new Promise((done) => {
  server.once('error', () => done(false)).listen(port, '127.0.0.1', () => done(true));
});

/**
 * Returns a port that is this process's own until it ends: one below those that the kernel gives to connections, while the
 * process listens on the next one, as tests/freeport does. A port from the kernel could be given away before it is used.
 */
export async function freePort() {
  for (;;) {
    const port = 20_000 + 2 * Math.floor(6000 * Math.random());
    const guard = createServer().unref();
    if (!await listens(guard, port + 1)) continue;
    const probe = createServer();
    if (await listens(probe, port)) {
      await new Promise((done) => probe.close(done));
      return port;
    }
    guard.close();
  }
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
