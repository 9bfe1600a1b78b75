// Measures when each banner is usable on a slow connection and CPU. Prints one line of JSON
// per page. Usage: node visitor.mjs ROUNDS
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { eventually } from '../../e2e/harness/acts.mjs';
import { launch } from '../../e2e/harness/browsers.mjs';
import { clickPart, readPart } from '../../e2e/harness/part.mjs';
import { send } from '../../e2e/harness/wire.mjs';
import { openWorld } from '../../e2e/harness/world.mjs';
import { portalSite } from '../../e2e/portal/portal.mjs';
import { candidates, inlineForm, packageFiles, sheetOf } from './candidates.mjs';
import { openLine } from './line.mjs';

const rounds = Number(process.argv[2] ?? 9);
const speed = { down: 1.6e6 / 8, up: 750e3 / 8, roundTrip: 150 }; // bytes per second, ms
const slowdown = 4;
// Two addresses, or the browser would use the portal's connection for the service too.
const address = { portal: '127.0.0.2', service: '127.0.0.3' };
/** How the service answers while only the portal's own events are measured. */
const services = { alive: 'alive', dead: 'dead', hanging: 'hanging', 'slow by 3 s': 3000 };

// Runs in every frame from its start: records when a click first hits the button. It uses
// the frame's own window, so a button in a frame without size does not count. The
// fragment of kit 4 is in a shadow root.
function watch(selectors) {
  const look = () => {
    const root = document.querySelector('#charte')?.shadowRoot ?? document;
    for (const button of root.querySelectorAll(selectors)) {
      const { x, y, width, height } = button.getBoundingClientRect();
      const hit = width > 0 && root.elementFromPoint(x + width / 2, y + height / 2);
      if (hit && button.contains(hit)) {
        window.clickable = performance.timeOrigin + performance.now();
        return;
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  if (window.top === window) {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  }
}

const frameValue = async (page, read) => {
  for (const frame of page.frames()) {
    const value = await frame.evaluate(read).catch(() => undefined);
    if (value) return value;
  }
  return undefined;
};

/** Counts the bytes from the second host, headers included, and its scripts. */
async function countWire(page, world) {
  const client = await page.createCDPSession();
  await client.send('Network.enable');
  const wire = { bytes: 0, requests: 0, scripts: 0 };
  const ours = new Set();
  client.on('Network.responseReceived', ({ requestId, response, type }) => {
    if (!response.url.startsWith(world.service)) return;
    ours.add(requestId);
    wire.requests++;
    if (type === 'Script') wire.scripts++;
  });
  client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (ours.has(requestId)) wire.bytes += encodedDataLength; });
  return wire;
}

/** Opens the portal's page; returns when the button could be clicked, in ms since the start, and the cost. */
async function visit(page, world, wanted) {
  const wire = await countWire(page, world);
  await page.emulateCPUThrottling(slowdown);
  await page.goto(`${world.portal}/`, { waitUntil: 'load', timeout: 120_000 });
  const at = await eventually(`${wanted} can be clicked`, () => frameValue(page, () => window.clickable));
  await page.waitForNetworkIdle({ idleTime: 600, timeout: 60_000 });
  return { ...wire, ...await page.evaluate((clickable) => {
    const { domContentLoadedEventEnd: dcl, loadEventEnd: load } = performance.getEntriesByType('navigation')[0];
    return { ms: clickable - performance.timeOrigin, shift: window.shift, dcl, load };
  }, at) };
}

/** Opens the portal's page without a script in it; returns when its own events occurred. */
async function visitAlone(session, world) {
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await session.send('Page.enable');
  const loaded = new Promise((done) => { session.once('Page.loadEventFired', done); });
  await session.send('Page.navigate', { url: `${world.portal}/` });
  await loaded;
  const { result } = await session.send('Runtime.evaluate', { returnByValue: true, expression: `new Promise((done) => setTimeout(() => {
    const { domContentLoadedEventEnd: dcl, loadEventEnd: load } = performance.getEntriesByType('navigation')[0];
    done({ dcl, load });
  }))`, awaitPromise: true });
  return result.value;
}

/** Returns when the browser has finished starting: when its processes used less than a tenth of a core for half a second. */
async function started(browser) {
  const client = await browser.target().createCDPSession();
  const used = async () => (await client.send('SystemInfo.getProcessInfo')).processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  await eventually('a browser at rest', async () => {
    const before = await used();
    await setTimeout(500);
    return await used() - before < 0.05;
  });
  await client.detach();
}

const size = { width: 1280, height: 800 };

async function openPage(browser) {
  const page = await browser.newPage();
  await page.setViewport(size);
  return page;
}

/**
 * Opens a page for visitAlone. The driver's own page object would keep a script context in each frame, which an
 * ordinary visitor's browser does not make in a frame without a script: 20 ms of this processor each.
 */
async function openAlone(browser) {
  const url = 'about:blank?alone';
  const client = await browser.target().createCDPSession();
  await client.send('Target.createTarget', { url });
  const session = await (await browser.waitForTarget((target) => target.url() === url)).createCDPSession();
  await session.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false });
  return session;
}

/** Opens a line to a world, and a browser with a new profile, not incognito, at its other end; runs act in a page that open opened. */
async function onLine(world, mode, open, act) {
  const port = Number(new URL(world.portal).port);
  const hosts = Object.values(address).filter((host) => mode !== 'dead' || host !== address.service);
  const line = await openLine({ port, addresses: hosts, ...speed, mode: (host) => (host === address.service ? mode : 'alive') });
  const resolve = ['portal', 'service'].map((name) => `MAP ${new URL(world[name]).hostname} ${address[name]}`).join(',');
  const browser = await launch('chromium', { pin: world.pin, resolve });
  try {
    const page = await open(browser);
    await started(browser); // its own start is not the visitor's
    await act(page);
  } finally {
    await browser.close();
    await line.close();
  }
}

const print = (line) => console.log(JSON.stringify(line));

/** Accepts in the frame or in the page, and waits until the handle shows. */
async function accept(page, button, inPage) {
  if (inPage) {
    await clickPart(page, button);
    return eventually('the handle', async () => (await readPart(page)).handle > 0);
  }
  const frame = await eventually('the frame', async () => {
    for (const one of page.frames()) if (await one.$(button)) return one;
    return undefined;
  });
  await Promise.all([page.waitForNavigation({ timeout: 60_000 }), frame.$eval(button, (e) => e.click())]);
  return eventually('the handle', () => frameValue(page, () => document.querySelector('.handle') && !document.querySelector('form')));
}

async function measure(page, name, candidate, world) {
  await page.evaluateOnNewDocument(watch, `${candidate.accept}, .charte-decided, .handle`);
  print({ name, state: 'undecided', ...await visit(page, world, candidate.accept) });
  if (!name.startsWith('charte')) return;
  const wire = await countWire(page, world);
  await accept(page, candidate.accept, candidate.path);
  await page.waitForNetworkIdle({ idleTime: 600, timeout: 60_000 });
  print({ name, state: 'back from the choice', ms: 0, shift: 0, ...wire });
  print({ name, state: 'decided', ...await visit(page, world, '.handle') });
}

/** Returns the request handler of a portal that compresses its pages, as portals do. */
function compressedPortal(parts) {
  const site = portalSite(parts);
  return (request, response) => site(request, {
    writeHead: (status, headers) => response.writeHead(status, { ...headers, 'content-encoding': 'gzip' }),
    end: (body) => response.end(gzipSync(body)),
  });
}

const worlds = {};
try {
  const bare = worlds.bare = await openWorld({ header: () => '', portal: compressedPortal });
  for (const [name, candidate] of Object.entries(candidates)) {
    let form = '';
    const world = worlds[name] = await openWorld({
      path: candidate.path, header: candidate.header,
      portal: candidate.inline ? (parts) => (request, response) => compressedPortal({ ...parts, header: form })(request, response) : compressedPortal,
    });
    if (candidate.inline) {
      const { body: fragment } = await send(world, `${candidate.path}/fr/part`);
      const { body: sheet } = await send(world, sheetOf(fragment));
      form = inlineForm(fragment, sheet);
    } else if (!name.startsWith('charte')) {
      world.breakWith(packageFiles);
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, candidate] of Object.entries(candidates)) {
      await onLine(worlds[name], 'alive', openPage, (page) => measure(page, name, candidate, worlds[name]));
    }
    const [kit] = Object.keys(candidates);
    for (const [state, mode] of Object.entries(services)) {
      await onLine(worlds[kit], mode, openAlone, async (session) => print({ name: kit, state, ...await visitAlone(session, worlds[kit]) }));
    }
    await onLine(bare, 'alive', openAlone, async (session) => print({ name: 'the portal without a banner', state: 'alone', ...await visitAlone(session, bare) }));
  }
} finally {
  for (const world of Object.values(worlds)) await world.close();
}
