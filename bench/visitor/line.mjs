// A slow line between the browser and two hosts, below TLS, so that connections take their
// round trips too. DevTools throttling delays requests only.
import net from 'node:net';
import { once } from 'node:events';

const segment = 1400; // bytes

/** One direction of the shared line: due() returns when n bytes have left it, in ms. */
function direction(bytesPerSecond) {
  let free = 0;
  return {
    due(n, now) {
      free = Math.max(free, now) + (n / bytesPerSecond) * 1000;
      return free;
    },
  };
}

/** Copies from one socket to another over a direction, half a round trip later; reads nothing in the first wait ms. */
function copy(from, to, way, half, wait) {
  const queue = [];
  let timer;
  const deliver = () => {
    timer = undefined;
    while (queue.length && queue[0].at <= performance.now()) {
      const { bytes } = queue.shift();
      if (to.destroyed) continue;
      if (bytes) to.write(bytes);
      else to.end();
    }
    if (queue.length) timer = setTimeout(deliver, queue[0].at - performance.now());
  };
  const add = (bytes) => {
    queue.push({ bytes, at: way.due(bytes?.length ?? 0, performance.now()) + half });
    timer ??= setTimeout(deliver, queue[0].at - performance.now());
  };
  setTimeout(() => {
    from.on('data', (bytes) => { for (let i = 0; i < bytes.length; i += segment) add(bytes.subarray(i, i + segment)); });
    from.on('end', () => add(undefined));
  }, wait);
}

/**
 * Opens the line: each address listens on the port and forwards to 127.0.0.1:port. mode(address) returns "alive",
 * "hanging" (accepts, never answers) or a number of milliseconds by which that host's answers are late.
 */
export async function openLine({ port, addresses, roundTrip, down, up, mode = () => 'alive' }) {
  const ways = { down: direction(down), up: direction(up) };
  const sockets = new Set();
  const hold = (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true).on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    return socket;
  };
  const servers = addresses.map((address) => net.createServer({ allowHalfOpen: true }, (client) => {
    hold(client);
    if (mode(address) === 'hanging') return;
    const late = Number(mode(address)) || 0;
    const host = hold(net.connect({ port, host: '127.0.0.1', allowHalfOpen: true }));
    copy(client, host, ways.up, roundTrip / 2, roundTrip); // the handshake of TCP
    copy(host, client, ways.down, roundTrip / 2 + late, 0);
  }).listen(port, address));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  return {
    close() {
      for (const socket of sockets) socket.destroy();
      return Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
    },
  };
}
