// Kit 2 on pages as real portals have them: after Back, with a wrong clock, behind a strict policy, inside another page.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { addressOf, click, control, eventually, frameOf, open } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { giveChoice } from './harness/cookie.mjs';
import { openScripted, probe, returnOf, scripted, watchTrackers } from './harness/gates.mjs';
import { charterFor, kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';
import { launchWithText } from './harness/zoom.mjs';
import { portalSite } from './portal/portal.mjs';

const day = 86_400_000;
const path = '/explore/dataset/arbres/';
const video = '<iframe data-src="/stub/video" data-purpose="video" title="Vidéo du port" id="video"></iframe>';
const measure = '<script type="text/plain" data-purpose="audience" src="/stub/matomo.js"></script>';
const banner = 'html > [role="region"] > iframe';
const none = { audience: false, campaigns: false, video: false };
// What portals' style sheets set on elements of such names.
const rough = `<style>body { transform: scale(.9); zoom: 1.5 } html { font-size: 10px } div { padding: 10px; margin: 10px; position: relative; max-width: 40em }
  iframe { display: block !important; min-height: 400px; max-width: 600px; margin: auto; border: 9px solid }</style>`;

/** The portal's pages, with what the query adds to them: a policy, more HTML. */
const site = (parts) => (request, response) => {
  const { searchParams } = new URL(request.url, 'https://portal.invalid');
  const policy = searchParams.get('csp');
  portalSite({ ...parts, header: parts.header + (searchParams.get('html') ?? ''), headers: policy ? { 'content-security-policy': policy } : {} })(request, response);
};
const options = { header: scripted, content: charterFor, portal: site };
const query = (values) => `${path}?${new URLSearchParams(values)}`;
const becomeVisible = (page) => page.evaluate(() => { document.dispatchEvent(new Event('visibilitychange')); });
const isOpen = (page) => page.evaluate(() => document.querySelector('#video').contentDocument?.body?.textContent === 'Vidéo');
const banners = (page) => page.$$eval('iframe[title^="Cookies"]', (all) => all.length);

for (const engine of engines) {
  describe(`what kit 2 opened, ${engine}`, () => {
    const stage = setStage(engine, options);

    test('is stopped once by Back to a page in the browser’s cache', async (t) => { // C-16
      const visitor = await stage.visitor(t);
      const { page } = visitor;
      const address = query({ html: measure + video });
      await giveChoice(visitor, stage.world, 'accept');
      const seen = watchTrackers(page);
      await openScripted(visitor, stage.world, address);
      await eventually('the tool and the video', async () => seen.includes('hit matomo') && isOpen(page));
      await page.evaluate(() => { addEventListener('pageshow', ({ persisted }) => { sessionStorage.setItem('cached', persisted); }); });
      await openScripted(visitor, stage.world, '/explore/');
      await giveChoice(visitor, stage.world, 'refuse');
      const visits = stage.world.visits.length;
      page.goBack().catch(() => {});
      await eventually('the page without them', () => page.evaluate(() => location.pathname.endsWith('/arbres/') && Boolean(document.querySelector('.charte-gate')) && Boolean(window.told)));
      assert.equal(await page.evaluate(() => sessionStorage.getItem('cached')), 'true', 'the page came from the cache');
      assert.deepEqual(await page.evaluate(() => window.charte.choice()), none);
      seen.length = 0;
      await becomeVisible(page);
      await probe(page);
      assert.deepEqual([seen, await page.evaluate(() => document.querySelector('#video').src)], [[], '']);
      assert.equal(stage.world.visits.slice(visits).filter(({ url }) => url.pathname === path).length, 1, 'one reload');
    });

    test('is unloaded without a reload if no script ran', async (t) => {
      const visitor = await stage.visitor(t);
      const { page } = visitor;
      await giveChoice(visitor, stage.world, 'accept');
      await openScripted(visitor, stage.world, query({ html: video }));
      await eventually('the video', () => isOpen(page));
      await page.evaluate(() => { window.same = true; });
      await giveChoice(visitor, stage.world, 'refuse');
      await becomeVisible(page);
      assert.equal(await page.$eval('#video', (e) => e.contentDocument.body.textContent), '', 'unloaded at once');
      assert.ok(await page.$('.charte-gate'));
      await giveChoice(visitor, stage.world, 'accept');
      await becomeVisible(page);
      await eventually('the video again', () => isOpen(page));
      assert.deepEqual([await page.evaluate(() => window.same), (await page.$$('.charte-gate')).length, await page.$eval('#video', (e) => e.offsetHeight > 0)], [true, 0, true]);
    });

    test('is opened by the page after the answer, not by the one that is left', async (t) => {
      const visitor = await stage.visitor(t);
      const count = '<script type="text/plain" data-purpose="audience">sessionStorage.setItem("ran", 1 + Number(sessionStorage.getItem("ran")))</script>';
      await openScripted(visitor, stage.world, query({ html: count }));
      await click(visitor.page, await frameOf(visitor.page, stage.world), control('accept'));
      assert.equal(await eventually('the script', () => visitor.page.evaluate(() => sessionStorage.getItem('ran'))), '1');
    });
  });
}

describe('kit 2 in the field', () => {
  const stage = setStage('chromium', options);

  test('runs gates that come by innerHTML, and modules', async (t) => {
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    await giveChoice(visitor, stage.world, 'accept');
    const seen = watchTrackers(page);
    await openScripted(visitor, stage.world, path);
    await page.evaluate((gates) => { document.querySelector('main').innerHTML = gates; },
      // The attribute =true, of a slip, is one that setAttribute rejects.
      `${measure.replace('="audience"', '="audience" =true')}<script type="text/plain" data-type="module" data-purpose="audience">window.module = import.meta.url</script>`);
    await eventually('the tool', () => seen.includes('hit matomo'));
    assert.equal(await eventually('the module', () => page.evaluate(() => window.module)), stage.world.portal + path);
  });

  test('stays while an application replaces the page, and makes way for kit 1 only', async (t) => {
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await openScripted(visitor, stage.world, query({ html: '<p class="charte">Charte graphique</p>' }));
    const returns = (address) => eventually(`the banner that returns to ${address}`, async () =>
      returnOf((await (await page.$(banner)).contentFrame()).url()) === stage.world.portal + address);
    await page.evaluate(() => {
      const next = document.createElement('body');
      next.innerHTML = '<main></main>';
      document.body.replaceWith(next);
      history.pushState({}, '', '/explore/?page=2');
    });
    await returns('/explore/?page=2');
    await page.evaluate(() => {
      history.pushState({}, '', '/explore/?page=3');
      document.documentElement.replaceChildren(document.head, document.createElement('body'));
    });
    await returns('/explore/?page=3');
    await page.evaluate((html) => { document.body.innerHTML = html; }, kit(1, stage.world.service).header);
    await eventually('kit 1 alone', async () => await page.$(banner) === null && await banners(page) === 1);
    await page.evaluate(() => { document.body.innerHTML = ''; });
    await returns('/explore/?page=3');
    assert.deepEqual(errors, []);
  });

  test('sends the service neither the page’s fragment nor a query too long to return to', async (t) => {
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    const sent = [];
    page.on('request', (request) => { if (request.url().startsWith(`${stage.world.service}/choice`)) sent.push(returnOf(request.url())); });
    const here = query({ q: 'eau' });
    await openScripted(visitor, stage.world, `${here}#access_token=secret`);
    await eventually('the banner', () => page.$eval(banner, (e) => e.offsetWidth === 1280));
    await page.evaluate((long) => {
      for (let zoom = 1; zoom < 9; zoom += 1) history.replaceState({}, '', `#map=${zoom}/48.6/-2.0`);
      history.pushState({}, '', `/explore/?q=${long}#map=9`);
    }, 'a'.repeat(9000));
    await eventually('the next page', () => sent.length > 1);
    assert.deepEqual(sent, [stage.world.portal + here, `${stage.world.portal}/explore/`]);
  });

  for (const days of [-3, 200]) {
    test(`follows the service’s day where the visitor’s clock is ${days} days off`, async (t) => {
      const visitor = await stage.visitor(t);
      const { page } = visitor;
      await giveChoice(visitor, stage.world, 'accept');
      await page.evaluateOnNewDocument((ahead) => {
        const real = Date.now;
        Date.now = () => real() + ahead;
      }, days * day);
      const seen = watchTrackers(page);
      await openScripted(visitor, stage.world, query({ html: measure }));
      await eventually('the tool', () => seen.includes('hit matomo'));
      await eventually('the handle alone', () => page.$eval(banner, (e) => e.offsetWidth > 40 && e.offsetWidth < 300 && e.offsetHeight < 100));
    });
  }

  test('covers the bottom of the window whatever the portal’s sheet and policy for images', async (t) => {
    for (const added of [{}, { html: rough }, { csp: "img-src 'none'" }, { html: '<style>html { font-size: 62.5% } body { filter: none; contain: paint }</style>' }]) {
      const visitor = await stage.visitor(t);
      await openScripted(visitor, stage.world, query(added));
      const box = await eventually('the banner', () => visitor.page.$eval(banner, (e) => e.offsetWidth > 0 && e.getBoundingClientRect().toJSON()));
      assert.deepEqual([box.left, box.right, box.bottom], [0, 1280, 800], JSON.stringify(added));
      const frame = await frameOf(visitor.page, stage.world);
      assert.ok(await frame.evaluate(() => document.documentElement.scrollHeight <= innerHeight && innerHeight < 330), 'as high as its text');
      assert.ok(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    }
  });

  test('shows no box where the portal’s policy forbids its frame, and opens nothing', async (t) => {
    const visitor = await stage.visitor(t);
    await openScripted(visitor, stage.world, query({ csp: "frame-src 'self'", html: measure }));
    await eventually('no frame', async () => await visitor.page.$(banner) === null);
    await visitor.page.evaluate(() => { document.body.append('more'); });
    await probe(visitor.page);
    assert.equal(await banners(visitor.page), 0);
  });

  test('inside a page of a sibling shows no banner, keeps the outer page, and obeys the choice', async (t) => { // B-12
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    await open(page, stage.world.unlistedPortal);
    const inside = () => eventually('the portal inside', async () => {
      const inner = await (await page.$('#portal'))?.contentFrame();
      return inner && await inner.evaluate(() => Boolean(window.told)) && inner;
    });
    const show = (address) => page.evaluate((src) => {
      document.querySelector('#portal')?.remove();
      document.body.append(Object.assign(document.createElement('iframe'), { id: 'portal', src }));
    }, address);
    await show(stage.world.portal + query({ html: video }));
    const inner = await inside();
    assert.equal(await inner.$('[role="region"]'), null);
    assert.deepEqual(await inner.$$eval('.charte-gate a', (links) => links.map(({ target }) => target)), ['_blank', '_blank']);
    await giveChoice(visitor, stage.world, 'accept');
    await show(stage.world.portal + query({ html: video }));
    const again = await inside();
    await eventually('the video', () => isOpen(again));
    assert.equal(await addressOf(page), `${stage.world.unlistedPortal}/`);
  });

  test('is a named region that is not modal and takes no focus, also where the visitor saves data', async (t) => {
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    await page.setExtraHTTPHeaders({ 'Save-Data': 'on' });
    await openScripted(visitor, stage.world, query({ html: measure }));
    await eventually('the banner', () => page.$eval(banner, (e) => e.offsetWidth === 1280));
    const english = await stage.visitor(t);
    await openScripted(english, stage.world, query({ html: '<script>document.documentElement.lang = "EN-GB"</script>' }));
    assert.match(await english.page.$eval(banner, (e) => e.title), /^Cookies: accept/, 'named in the page’s language');
    const [label, title, modal, focus] = await page.$eval(banner, (e) => [e.parentElement.ariaLabel, e.title, e.parentElement.ariaModal, document.activeElement.localName]);
    assert.match(label, /^Cookies/);
    assert.deepEqual([title, modal, focus], [label, null, 'body']);
    const { root } = await (await page.createCDPSession()).send('Accessibility.getFullAXTree').then(({ nodes }) => ({ root: nodes.filter(({ role }) => role?.value === 'region').map(({ name }) => name.value) }));
    assert.deepEqual(root, [label]);
    await page.emulateMediaType('print');
    assert.equal(await (await frameOf(page, stage.world)).$eval('body', (body) => getComputedStyle(body).display), 'none', 'nothing is printed');
  });

  test('opens a prerendered page with the choice made before it was shown', async (t) => {
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    await openScripted(visitor, stage.world, '/');
    // The driver loses a page that is shown after it was prerendered, so the page reports its state to the portal.
    const next = query({ html: `${measure}<script>setInterval(() => {
      fetch('/collect?tool=' + [document.prerendering, window.told?.length, document.querySelector('${banner}')?.offsetWidth].join('-')) }, 50)</script>` });
    const asked = (text) => eventually(text, () => stage.world.visits.some(({ url }) => `${url.pathname}${url.search}`.includes(text)));
    await page.evaluate((url) => {
      document.head.append(Object.assign(document.createElement('script'), { type: 'speculationrules', textContent: JSON.stringify({ prerender: [{ source: 'list', urls: [url] }] }) }));
    }, next);
    await asked('tool=true-1-');
    await giveChoice(visitor, stage.world, 'accept');
    await page.evaluate((url) => { location = url; }, next).catch(() => {});
    await asked('/stub/matomo.js');
    await asked('tool=false-2-104');
  });
});

describe('kit 2 with text of 200 %', () => {
  const stage = setStage('chromium', options);
  let large;
  before(async () => { stage.browser = large = await launchWithText(stage.browser, 32); });
  after(() => large?.close());

  test('the frame is as high as its text', async (t) => {
    for (const html of ['', '<style>html { font-size: 62.5% }</style>']) {
      const visitor = await stage.visitor(t, { viewport: { width: 1280, height: 1600 } });
      await openScripted(visitor, stage.world, query({ html }));
      await eventually('the banner', () => visitor.page.$eval(banner, (e) => e.offsetWidth === 1280));
      const frame = await frameOf(visitor.page, stage.world);
      assert.equal(await frame.evaluate(() => getComputedStyle(document.documentElement).fontSize), '32px');
      assert.ok(await frame.evaluate(() => document.documentElement.scrollHeight <= innerHeight), 'nothing is cut');
    }
  });
});
