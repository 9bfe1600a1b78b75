// The functions of puppeteer's pages that the acts use, over WebDriver (W3C), for the
// engine that puppeteer cannot drive.
import http from 'node:http';
import { once } from 'node:events';
import { isRepeated } from './acts.mjs';

// The timeout of a command, in milliseconds. A page that is being unloaded may never
// answer, so commands that are repeated time out early.
const patience = (path) => (isRepeated() && /\/(sync|frame)$/.test(path) ? 8_000 : 120_000);

/** Sends one command to the driver on a port, on a new connection, because the driver closes idle ones. */
async function send(port, method, path, body) {
  const request = http.request({ host: '127.0.0.1', port, method, path, agent: false, signal: AbortSignal.timeout(patience(path)) });
  request.end(body && JSON.stringify(body));
  const [response] = await once(request, 'response');
  const { value } = JSON.parse(Buffer.concat(await response.toArray()).toString('utf8'));
  if (response.statusCode !== 200) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
  return value;
}

/** Reports whether the driver accepts a session. */
export const isReady = async (port) => (await send(port, 'GET', '/status')).ready;

/** Opens a session; do() runs its commands in sequence, in the page or in the frame of the given element. */
async function openSession(port, capabilities) {
  const { sessionId } = await send(port, 'POST', '/session', { capabilities: { alwaysMatch: { ...capabilities, pageLoadStrategy: 'none' } } });
  const ask = (method, path, body) => send(port, method, `/session/${sessionId}${path}`, body);
  let last = Promise.resolve(), inFrame = false;
  return {
    ask,
    do(frame, ...command) {
      const turn = async () => {
        if (inFrame) await ask('POST', '/frame', { id: null });
        inFrame = Boolean(frame);
        if (frame) await ask('POST', '/frame', { id: frame });
        return ask(...command);
      };
      last = last.then(turn, turn);
      return last;
    },
  };
}

const boxOf = (element) => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return { x, y, width, height };
};

/** Returns a page, or the frame of the given element. */
function place(session, frame) {
  const evaluate = (script, ...args) =>
    session.do(frame, 'POST', '/execute/sync', { script: `return (${script}).apply(null, arguments)`, args });
  const element = (found) => ({
    evaluate: (script, ...args) => evaluate(script, found, ...args),
    contentFrame: async () => place(session, found),
    async boundingBox() {
      const box = await evaluate(boxOf, found);
      if (!frame) return box;
      const outer = await place(session).evaluate(boxOf, frame);
      return { ...box, x: box.x + outer.x, y: box.y + outer.y };
    },
  });
  const $ = async (selector) => {
    const found = await evaluate((wanted) => document.querySelector(wanted), selector);
    return found && element(found);
  };
  return { evaluate, $, $eval: async (selector, script, ...args) => (await $(selector)).evaluate(script, ...args) };
}

const pointer = (...actions) => ({ actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] });

/** Returns a visitor's browser at the driver on a port. It has one page and returns the cookies for that page's address. */
export async function openContext(port, capabilities) {
  const session = await openSession(port, capabilities);
  const act = (action) => session.do(undefined, 'POST', '/actions', pointer(action));
  const page = {
    ...place(session),
    goto: (url) => session.do(undefined, 'POST', '/url', { url }),
    mouse: {
      move: (x, y) => act({ type: 'pointerMove', duration: 0, origin: 'viewport', x: Math.round(x), y: Math.round(y) }),
      down: () => act({ type: 'pointerDown', button: 0 }),
      up: () => act({ type: 'pointerUp', button: 0 }),
    },
    setViewport: ({ width, height }) => session.do(undefined, 'POST', '/window/rect', { width, height }),
  };
  return {
    newPage: async () => page,
    cookies: async () => (await session.do(undefined, 'GET', '/cookie')).map(({ expiry, ...cookie }) => ({ ...cookie, expires: expiry })),
    setCookie: ({ expires, ...cookie }) => session.do(undefined, 'POST', '/cookie', { cookie: { ...cookie, expiry: expires } }),
    close: () => session.ask('DELETE', ''),
  };
}
