// The TLS front: one port, one handler per host name, HTTP/2 and 1.1, like a proxy in
// front of the service. It preserves Host and adds no header.
import http from 'node:http';
import http2 from 'node:http2';
import { once } from 'node:events';

/** Listens on a free port of 127.0.0.1; hosts maps a host name to (request, response) => void. */
export async function openFront({ key, cert }, hosts) {
  const sessions = new Set();
  const server = http2.createSecureServer({ key, cert, allowHTTP1: true }, (request, response) => {
    const host = (request.headers[':authority'] ?? request.headers.host ?? '').split(':')[0];
    const handler = hosts[host];
    if (handler) handler(request, response);
    else response.writeHead(421).end();
  });
  // Otherwise the first answer on a connection is held back until the client's next packet.
  server.on('connection', (socket) => socket.setNoDelay(true));
  server.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: server.address().port,
    close() {
      for (const session of sessions) session.destroy();
      server.closeAllConnections?.();
      return new Promise((done) => server.close(done));
    },
  };
}

// Headers of a single connection (RFC 9110 §7.6.1) are not forwarded.
const hopByHop = ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'];

function endToEnd(headers) {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.startsWith(':') && !hopByHop.includes(name)),
  );
}

/** Returns a handler that forwards requests to port(), a function because a restarted service has another port, or to a Unix socket. */
export function proxyTo(port) {
  return (request, response) => {
    const headers = { ...endToEnd(request.headers), host: request.headers[':authority'] ?? request.headers.host };
    const to = port();
    const upstream = http.request(
      { ...(typeof to === 'string' ? { socketPath: to } : { host: '127.0.0.1', port: to }), method: request.method, path: request.url, headers },
      (answer) => {
        response.writeHead(answer.statusCode, endToEnd(answer.headers));
        answer.pipe(response);
      },
    );
    upstream.on('error', () => {
      if (!response.headersSent) response.writeHead(502);
      response.end();
    });
    request.pipe(upstream);
  };
}
