// nginx with a cache, as a host might put it before a portal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './acts.mjs';

const config = (folder, upstream) => `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/log;
events { worker_connections 256; }
http {
  access_log off; proxy_cache_path ${folder}/cache keys_zone=pages:1m;
  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3; uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;
  server {
    listen unix:${folder}/socket;
    location / {
      proxy_pass http://127.0.0.1:${upstream}; proxy_set_header Host $http_host; proxy_http_version 1.1;
      proxy_cache pages; add_header X-Cache $upstream_cache_status always;
    }
  }
}`;

const reachable = (path) => new Promise((done) => {
  const socket = createConnection(path, () => { socket.destroy(); done(true); });
  socket.on('error', () => done(false));
});

/** Starts nginx (installed by tools/install.sh) with an empty cache in front of that request handler, on a Unix socket. */
export async function startNginx(handler) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-cache-'));
  const upstream = http.createServer(handler).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, config(folder, upstream.address().port));
  const nginx = spawn('/usr/sbin/nginx', ['-p', folder, '-c', file], { stdio: 'ignore' });
  const ended = once(nginx, 'exit');
  const socket = join(folder, 'socket');
  await eventually('nginx', () => reachable(socket));
  return {
    socket,
    async close() {
      nginx.kill('SIGTERM');
      await ended;
      upstream.closeAllConnections();
      await new Promise((done) => upstream.close(done));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
