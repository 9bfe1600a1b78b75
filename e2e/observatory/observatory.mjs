// The MDN HTTP Observatory rates the service A+ (X-11). The original scanner runs against a
// local port that accepts TLS and redirects plain HTTP, as the proxies of deploy/ do. Only
// make soak runs it, because the scanner has 230 dependencies.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { makeCertificate } from '../harness/certificate.mjs';
import { openFront, proxyTo } from '../harness/front.mjs';
import { startService } from '../harness/service.mjs';

const scanner = join(import.meta.dirname, 'node_modules/@mdn/mdn-http-observatory');

/** Forwards TLS connections to one port and all others to another. */
function splitTLS(portOf) {
  return net.createServer((socket) => {
    socket.once('data', (first) => {
      const to = net.connect(portOf[first[0] === 22 ? 'tls' : 'plain'], '127.0.0.1'); // 22: a TLS handshake
      to.write(first);
      socket.pipe(to).pipe(socket);
      for (const end of [socket, to]) end.on('error', () => { socket.destroy(); to.destroy(); });
    });
  });
}

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address().port;
}

/** Starts the service for https://localhost and returns host:port; change edits its headers. */
async function openHost(t, change = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-observatory-'));
  const certificate = makeCertificate(folder, ['localhost']);
  const portOf = {};
  const split = splitTLS(portOf);
  const host = `localhost:${await listen(split)}`;
  const plain = http.createServer((request, response) => response.writeHead(301, { Location: `https://${host}${request.url}` }).end());
  portOf.plain = await listen(plain);
  const service = await startService(folder, ['--base-url', `https://${host}`, '--portal', 'https://data.ville.test']);
  const pass = proxyTo(() => service.port);
  const front = await openFront(certificate, {
    localhost(request, response) {
      const write = response.writeHead.bind(response);
      response.writeHead = (status, headers) => { change(headers); return write(status, headers); };
      pass(request, response);
    },
  });
  portOf.tls = front.port;
  t.after(async () => {
    split.close();
    plain.close();
    await front.close();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { host, ca: join(folder, 'cert.pem') };
}

async function scan({ host, ca }) {
  // Its installation downloads the preload list. Here the list is empty, which gives no bonus.
  writeFileSync(join(scanner, 'conf/hsts-preload.json'), '{}');
  const { stdout } = await promisify(execFile)(process.execPath, [join(scanner, 'src/scan.js'), host],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: ca } });
  return JSON.parse(stdout);
}

test('the Observatory gives A+, without the bonus for preloading', async (t) => {
  const { scan: result, tests } = await scan(await openHost(t));
  t.diagnostic(`${result.grade}, ${result.score}: ${Object.entries(tests).map(([name, { scoreModifier }]) => `${name} ${scoreModifier}`).join(', ')}`);
  assert.equal(result.grade, 'A+');
  assert.ok(result.score >= 130, `${result.score}`);
  assert.equal(result.testsFailed, 0);
});

test('the Observatory sees a header that is missing', async (t) => {
  const { scan: result } = await scan(await openHost(t, (headers) => { delete headers['strict-transport-security']; }));
  assert.ok(result.score < 100, `${result.score}`);
});
