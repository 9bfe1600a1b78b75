// WebKit from Debian's packages: the driver and its minimal browser on a virtual screen.
// It has no option for name resolution, so a proxy resolves all names to this machine.
import { spawn } from 'node:child_process';
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { eventually } from './acts.mjs';
import { freePort } from './service.mjs';
import { isReady, openContext } from './webdriver.mjs';

/** Opens a proxy that resolves every name to 127.0.0.1. */
async function openProxy() {
  const sockets = new Set();
  const server = http.createServer((_, response) => response.writeHead(421).end());
  server.on('connect', ({ url }, socket) => {
    const upstream = net.connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    for (const [one, other] of [[socket, upstream], [upstream, socket]]) {
      sockets.add(one);
      one.on('error', () => {}).on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(done));
    },
  };
}

/** Starts a program in a process group that stop() ends, and that ends when this process is killed. */
function start(program, args, options) {
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', program, ...args], { ...options, detached: true });
  const ended = new Promise((done) => child.once('exit', done).once('error', done));
  return {
    child,
    async stop() {
      if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, 'SIGTERM');
      await ended;
    },
  };
}

/** Starts a virtual screen; the X server finds a free number for it. */
async function openScreen() {
  const { child, stop } = start('Xvfb', ['-displayfd', '3', '-nolisten', 'tcp', '-screen', '0', '1600x1200x24'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const [number] = await Promise.race([once(child.stdio[3], 'data'), once(child, 'exit').then(() => { throw new Error('Xvfb did not start'); })]);
  return { display: `:${String(number).trim()}`, stop };
}

async function openVisitor(display, args) {
  const port = await freePort();
  const driver = start('WebKitWebDriver', [`--port=${port}`], { stdio: 'ignore', env: { ...process.env, DISPLAY: display, NO_AT_BRIDGE: '1' } });
  try {
    await eventually('the driver', () => isReady(port));
    const context = await openContext(port, { browserName: 'MiniBrowser', acceptInsecureCerts: true, 'webkitgtk:browserOptions': { args } });
    return { ...context, close: () => context.close().finally(driver.stop) };
  } catch (error) {
    await driver.stop();
    throw error;
  }
}

/** Like puppeteer.launch, for WebKit. A browser that does not start is retried twice; nothing else is. */
export async function launchWebkit({ javascript = true, thirdParty }) {
  const [proxy, screen] = await Promise.all([openProxy(), openScreen()]);
  const args = ['--automation', `--proxy=${proxy.address}`, `--enable-javascript=${javascript}`, ...(thirdParty ? [`--cookies-policy=${thirdParty === 'allowed' ? 'always' : 'no-third-party'}`] : [])];
  return {
    async createBrowserContext(tries = 3) {
      try {
        return await openVisitor(screen.display, args);
      } catch (error) {
        if (tries === 1) throw error;
        return this.createBrowserContext(tries - 1);
      }
    },
    async close() {
      await screen.stop();
      await proxy.close();
    },
  };
}
