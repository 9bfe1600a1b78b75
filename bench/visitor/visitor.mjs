// Measures when each banner is usable on a slow connection and CPU. Prints one line of JSON
// per page. Usage: node visitor.mjs ROUNDS
import { eventually } from '../../e2e/harness/acts.mjs';
import { launch } from '../../e2e/harness/browsers.mjs';
import { openWorld } from '../../e2e/harness/world.mjs';
import { candidates, inlineForm, packageFiles } from './candidates.mjs';

const rounds = Number(process.argv[2] ?? 9);
const line = { download: 1.6e6 / 8, upload: 750e3 / 8, latency: 150 }; // bytes per second, ms
const slowdown = 4;

// Runs in every frame from its start: records when a click first hits the button. It uses
// the frame's own window, so a button in a frame without size does not count.
function watch(selectors) {
  const look = () => {
    for (const button of document.querySelectorAll(selectors)) {
      const { x, y, width, height } = button.getBoundingClientRect();
      const hit = width > 0 && document.elementFromPoint(x + width / 2, y + height / 2);
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
  await page.emulateNetworkConditions(line);
  await page.emulateCPUThrottling(slowdown);
  await page.goto(`${world.portal}/`, { waitUntil: 'load', timeout: 120_000 });
  const at = await eventually(`${wanted} can be clicked`, () => frameValue(page, () => window.clickable));
  await page.waitForNetworkIdle({ idleTime: 600, timeout: 60_000 });
  const { born, shift } = await page.evaluate(() => ({ born: performance.timeOrigin, shift: window.shift }));
  return { ms: at - born, shift, ...wire };
}

async function measure(browser, name, { accept }, world) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    await page.evaluateOnNewDocument(watch, `${accept}, .charte-decided, .handle`);
    const undecided = await visit(page, world, accept);
    console.log(JSON.stringify({ name, state: 'undecided', ...undecided }));
    if (!name.startsWith('charte')) return;
    const frame = await eventually('the frame', async () => {
      for (const one of page.frames()) if (await one.$(accept)) return one;
      return undefined;
    });
    const wire = await countWire(page, world);
    await Promise.all([page.waitForNavigation({ timeout: 60_000 }), frame.$eval(accept, (button) => button.click())]);
    await eventually('the handle', () => frameValue(page, () => document.querySelector('.handle') && !document.querySelector('form')));
    await page.waitForNetworkIdle({ idleTime: 600, timeout: 60_000 });
    console.log(JSON.stringify({ name, state: 'back from the choice', ms: 0, shift: 0, ...wire }));
    console.log(JSON.stringify({ name, state: 'decided', ...await visit(page, world, '.handle') }));
  } finally {
    await context.close();
  }
}

const worlds = {};
let browser;
try {
  for (const [name, candidate] of Object.entries(candidates)) {
    let form = '';
    const world = worlds[name] = await openWorld({ header: (service) => candidate.inline ? '<!-- form -->' : candidate.header(service), ...(candidate.inline && {
      portal: async (parts) => {
        const { portalSite } = await import('../../e2e/portal/portal.mjs');
        return (request, response) => portalSite({ ...parts, header: form })(request, response);
      },
    }) });
    if (candidate.inline) {
      const { send } = await import('../../e2e/harness/wire.mjs');
      const { body } = await send(world, '/choice?kit', { headers: { referer: `${world.portal}/`, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'iframe' } });
      form = inlineForm(body);
    } else if (!name.startsWith('charte')) {
      world.breakWith(packageFiles);
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const [name, candidate] of Object.entries(candidates)) {
      browser = await launch('chromium', { pin: worlds[name].pin });
      await measure(browser, name, candidate, worlds[name]);
      await browser.close();
    }
  }
} finally {
  await browser?.close();
  for (const world of Object.values(worlds)) await world.close();
}
