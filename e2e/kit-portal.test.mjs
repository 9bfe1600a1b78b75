// Kit 1 in the portal's page: position, size and cost, and no effect on the portal if the
// service has a problem.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { click, control, eventually, frameOf, open, openPortal } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';

const path = '/explore/dataset/arbres/?q=ch%C3%AAne';
const pasted = (...flags) => ({
  header: (service) => kit(1, service, ...flags).header + '<script>window.booted = performance.now()</script>',
  footer: (service) => kit(1, service, ...flags).footer ?? '',
});

/** Returns the kit's box in the window, in pixels. */
const box = (page) => page.evaluate(() => {
  const { left, top, width, height } = document.querySelector('.charte').getBoundingClientRect();
  return { left, top, width, height, window: [innerWidth, innerHeight] };
});

/** Waits until the box has a stable size larger than that of a missing image. */
const boxShown = async (page) => {
  await eventually('the box', async () => (await box(page)).height > 1);
  return box(page);
};

async function assertNoBox(page) {
  const { width, height, top, window } = await box(page);
  assert.ok(height <= 1 && top >= window[1], `nothing in sight: ${width} × ${height} at ${top}`);
}

async function decide(visitor, world, decision) {
  await click(visitor.page, await openPortal(visitor, world, path), control(decision));
  await frameOf(visitor.page, world);
}

/** Problems of the service: no answer, an error, a late answer, a closed port. */
const troubles = {
  hangs() {},
  'answers 500'(_, response) { response.writeHead(500).end(); },
  'answers after 30 s'(_, response) { setTimeout(() => { if (!response.destroyed) response.writeHead(500).end(); }, 30_000).unref(); },
  'is stopped'(request) { request.stream ? request.stream.close(2) : request.socket.destroy(); },
};

const moments = (page) => page.evaluate(() => {
  const { domContentLoadedEventEnd, loadEventEnd } = performance.getEntriesByType('navigation')[0];
  return { booted: window.booted, domContentLoadedEventEnd, loadEventEnd };
});

for (const engine of engines) {
  describe(`kit 1 in the portal’s page, ${engine}`, () => {
    // The map delays the load event long enough for a lazy frame to start loading.
    const stage = setStage(engine, {
      ...pasted('--footer'),
      header: (service) => `${pasted().header(service)}<img alt="" src="/stub/map.svg" style="position:absolute">`,
    });

    test('undecided, the banner covers the bottom of the window, at most 60 % of it', async () => {
      const { page } = await opened();
      const { left, top, width, height, window } = await boxShown(page);
      assert.deepEqual([left, width], [0, window[0]]);
      assert.ok(Math.abs(top + height - window[1] - 1) < 0.5, `it ends at ${top + height}`);
      assert.ok(height > 100 && height <= window[1] * 0.6, `it is ${height} tall`);
    });

    test('at 320 × 256 the frame scrolls and the three controls can be reached', async () => {
      const { page, frame } = await opened({ width: 320, height: 256 });
      const { height, width, window } = await boxShown(page);
      assert.ok(height <= 0.6 * 256 + 0.5 && width <= 320 && window[0] <= 320, `${width} × ${height} in a window of ${window[0]}`);
      for (const decision of ['refuse', 'accept', 'choose']) {
        const seen = await frame.$eval(control(decision), (e) => {
          e.scrollIntoView({ block: 'nearest' });
          const { top, bottom, left, right } = e.getBoundingClientRect();
          return top >= -1 && bottom <= innerHeight + 1 && left >= 0 && right <= innerWidth;
        });
        assert.ok(seen, `${decision} can be brought into sight whole`);
      }
      assert.equal(await frame.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'no second direction');
    });

    test('decided, only the handle is in the corner, and the page beside it can be clicked', async (t) => { // C-14
      const visitor = await stage.visitor(t);
      await decide(visitor, stage.world, 'refuse');
      const { left, top, width, height, window } = await boxShown(visitor.page);
      const { handle } = await (await fetchJSON(visitor.page, stage.world));
      assert.deepEqual([left, width, height], [16, ...handle]);
      assert.ok(Math.abs(top + height - window[1] - 1) < 0.5);
      const beside = await visitor.page.evaluate((x, y, z) => [x - 4, x + y].map((at) => Boolean(document.elementFromPoint(at, z).closest('.charte'))), left, width + 4, window[1] - 5);
      assert.deepEqual(beside, [false, false]);
      const frame = await frameOf(visitor.page, stage.world);
      const fits = await frame.$eval('.handle', (e) => e.getBoundingClientRect().bottom <= innerHeight + 1 && e.scrollWidth <= innerWidth);
      assert.ok(fits, 'the handle’s words fit');
    });

    test('the last line of the portal’s footer can be scrolled above the banner', async () => { // C-14
      const { page } = await opened({ width: 400, height: 700 });
      const { top } = await boxShown(page);
      await eventually('the last line clear of it', () => page.evaluate((edge) => {
        scrollTo(0, document.documentElement.scrollHeight);
        return document.querySelector('#last-line').getBoundingClientRect().bottom <= edge;
      }, top));
    });

    test('the frame’s name is its title, and it comes first after the skip link', async () => {
      const { page } = await opened();
      const order = await page.evaluate(() => [...document.querySelectorAll('a, iframe')].slice(0, 2).map((e) => e.title || e.className));
      assert.deepEqual(order, ['skip', 'Cookies : accepter, refuser ou choisir']);
    });

    test('on an unlisted portal, nothing is shown', async (t) => {
      const visitor = await stage.visitor(t);
      await open(visitor.page, stage.world.unlistedPortal + path);
      await eventually('the images', () => visitor.page.evaluate(() => [...document.querySelectorAll('.charte img')].every((i) => i.complete && i.naturalWidth === 1)));
      await assertNoBox(visitor.page);
    });

    test('on a portal framed by a foreign site, nothing is shown and nothing can be chosen', async (t) => { // B-04
      const visitor = await stage.visitor(t);
      await open(visitor.page, `${stage.world.foreign}/frame-portal`);
      const portal = await eventually('the portal', async () => {
        const frame = await (await visitor.page.$('iframe')).contentFrame();
        return frame && await frame.$('#last-line') && frame;
      });
      await eventually('the images', () => portal.evaluate(() => [...document.querySelectorAll('.charte img')].every((i) => i.complete && i.naturalWidth === 1)));
      const { height, below } = await portal.evaluate(() => {
        const { height, top } = document.querySelector('.charte').getBoundingClientRect();
        return { height, below: top >= innerHeight };
      });
      assert.ok(height <= 1 && below, `${height} px, below the window: ${below}`);
      assert.equal((await visitor.rows()).length, 0);
    });

    for (const [trouble, answer] of Object.entries(troubles)) {
      test(`if the service ${trouble}, the portal’s page loads as usual and shows nothing of it`, async (t) => {
        const visitor = await stage.visitor(t);
        stage.world.breakWith(answer);
        t.after(() => stage.world.restore());
        await open(visitor.page, stage.world.portal + path);
        const { booted, domContentLoadedEventEnd, loadEventEnd } = await moments(visitor.page);
        assert.ok(booted > 0 && domContentLoadedEventEnd > 0 && loadEventEnd > 0 && loadEventEnd < 15_000, `load at ${loadEventEnd}`);
        await assertNoBox(visitor.page);
      });
    }

    /** Opens the portal for a reader, whose cache may have the kit's images: not for troubles of the service. */
    async function opened(viewport) {
      const page = await stage.reader(viewport && { viewport });
      return { page, frame: await openPortal({ page }, stage.world, path) };
    }
  });
}

const fetchJSON = (page, world) => page.evaluate(async (url) => (await fetch(url)).json(), `${world.service}/charter.json`);

describe('kit 1 on the wire, chromium', () => {
  const stage = setStage('chromium', pasted());

  /** Counts the bytes from the service, headers included, from now on. */
  async function meter(page, service) {
    const client = await page.createCDPSession();
    await client.send('Network.enable');
    const ours = new Set();
    let bytes = 0;
    client.on('Network.requestWillBeSent', ({ requestId, request }) => { if (request.url.startsWith(service)) ours.add(requestId); });
    client.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => { if (ours.has(requestId)) bytes += encodedDataLength; });
    return { get bytes() { return bytes; }, get requests() { return ours.size; } };
  }

  test('undecided, the kit transfers at most 4.5 kB and shifts nothing', async (t) => {
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    await page.evaluateOnNewDocument(() => {
      window.moved = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.moved += entry.value; }).observe({ type: 'layout-shift', buffered: true });
    });
    const measured = await meter(page, stage.world.service);
    await openPortal(visitor, stage.world, path);
    await boxShown(page);
    await page.waitForNetworkIdle({ idleTime: 300 });
    t.diagnostic(`undecided: ${measured.bytes} bytes in ${measured.requests} requests`);
    assert.ok(measured.requests >= 3 && measured.bytes > 1000 && measured.bytes <= 4500, `${measured.bytes} bytes`);
    assert.equal(await page.evaluate(() => window.moved), 0, 'cumulative layout shift');
  });

  test('decided, another page transfers at most 1 kB', async (t) => {
    const visitor = await stage.visitor(t);
    await decide(visitor, stage.world, 'refuse');
    await visitor.page.waitForNetworkIdle({ idleTime: 300 });
    const measured = await meter(visitor.page, stage.world.service);
    await openPortal(visitor, stage.world, '/explore/dataset/stationnement/?q=gare');
    await visitor.page.waitForNetworkIdle({ idleTime: 300 });
    t.diagnostic(`decided: ${measured.bytes} bytes in ${measured.requests} requests`);
    assert.ok(measured.requests === 3 && measured.bytes > 100 && measured.bytes <= 1000, `${measured.bytes} bytes in ${measured.requests} requests`);
  });
});
