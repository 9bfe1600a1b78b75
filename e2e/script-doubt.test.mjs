// The gates of kit 2 open only for a complete, current and single cookie exactly as the
// service writes it (S-06, B-09).
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { eventually, open } from './harness/acts.mjs';
import { encode, giveCookie, valuesAfter } from './harness/cookie.mjs';
import { proxyTo } from './harness/front.mjs';
import { openScripted, probe, scripted, watchTrackers } from './harness/gates.mjs';
import { charterFor } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';
import { gatedTrackers } from './portal/stubs.mjs';

const day = 86_400_000;
const path = '/explore/dataset/arbres/';
const banner = 'html > [role="region"] > iframe';

/** Faults of a cookie that grants everything: each makes a text from its values. */
const spoilt = {
  'is cut short': (values) => encode(values).slice(0, -9),
  'is no percent-encoding': () => '%E0%A4%A',
  'is a list': (values) => encode([values]),
  'is null': () => 'null',
  'is empty': () => '',
  'has another version': (values) => encode({ ...values, v: 2 }),
  'has its version as text': (values) => encode({ ...values, v: '1' }),
  'names a scope that nobody knows': (values) => encode({ ...values, scope: '00000000' }),
  'names a scope that every object has': (values) => encode({ ...values, scope: 'constructor' }),
  'lacks its scope': ({ scope, ...values }) => encode(values),
  'lacks a purpose': ({ video, ...values }) => encode(values),
  'lacks a key of the platform': ({ eulerian, ...values }) => encode(values),
  'has a purpose that nobody asked about': (values) => encode({ ...values, advertising: true }),
  'grants in a word': (values) => encode({ ...values, audience: 'true' }),
  'grants with a number': (values) => encode({ ...values, audience: 1 }),
  'grants a tool that its purposes do not open': (values) => encode({ ...values, campaigns: false }),
  'says one thing twice': (values) => encode(values).replace('%2C%22v%22', '%2C%22audience%22%3Atrue%2C%22v%22'),
  'was given more than six months ago': (values) => encode({ ...values, timestamp: values.timestamp - 190 * day }),
  'was given after tomorrow': (values) => encode({ ...values, timestamp: values.timestamp + 3 * day }),
  'tells the hour': (values) => encode({ ...values, timestamp: values.timestamp + 1 }),
  'lacks its date': ({ timestamp, ...values }) => encode(values),
};

/** Responses of the service in place of its charter. */
const troubles = {
  'does not answer': () => {},
  'answers 500': (response) => { response.writeHead(500).end(); },
  'answers something else': (response) => { response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' }).end('<p>Bonjour'); },
  'answers null': (response) => { response.writeHead(200, { 'access-control-allow-origin': '*' }).end('null'); },
};

/** Resolves when the request for that path has succeeded or failed. */
const ended = (page, path) => new Promise((done) => {
  for (const event of ['requestfinished', 'requestfailed']) page.on(event, (request) => { if (request.url().endsWith(path)) done(); });
});

describe('the gates of kit 2', () => {
  const stage = setStage('chromium', { header: (service) => scripted(service, gatedTrackers), content: charterFor });
  const all = ['/stub/ga.js', '/stub/matomo.js', '/stub/video', 'hit ga', 'hit matomo'];
  let granted;
  // One page for all tests, with cookies deleted before each: new pages would take most of the time.
  let visitor;
  before(async () => {
    granted = await valuesAfter(stage.world, 'accept');
    visitor = await stage.visitor({ after() {} }); // closed with the browser
    visitor.seen = watchTrackers(visitor.page);
  });

  const forgetAll = async () => {
    await visitor.page.goto('about:blank');
    await visitor.context.deleteCookie(...await visitor.context.cookies());
    visitor.seen.length = 0;
  };

  /** Resolves when the frame has the size of the banner, or else of the handle. */
  const asking = (page, asks) => eventually(asks ? 'the banner' : 'the handle alone', () => page.$eval(banner, (frame, wide) =>
    (wide ? frame.offsetWidth === 1280 : frame.offsetWidth > 40 && frame.offsetWidth < 300), asks));

  async function assertClosed(asks = true) {
    const { page, seen } = visitor;
    await openScripted(visitor, stage.world, path);
    assert.deepEqual(await page.evaluate(() => [window.told, window.charte.choice() === undefined]), [[null], true]);
    await probe(page);
    assert.deepEqual(seen, []);
    assert.equal(await page.$$eval('[type="text/plain"], [data-src]:not([src])', (gates) => gates.length), 3, 'what waits still waits');
    await asking(page, asks);
  }

  test('open for the cookie that the service wrote', async () => {
    await forgetAll();
    await giveCookie(visitor, encode(granted));
    await openScripted(visitor, stage.world, path);
    await eventually('all that waited', () => visitor.seen.length === all.length);
    assert.deepEqual(visitor.seen.sort(), all);
  });

  test('are closed to a visitor who has not chosen', async () => {
    await forgetAll();
    await assertClosed();
  });

  for (const [wrong, spoil] of Object.entries(spoilt)) {
    test(`are closed to a cookie that ${wrong}`, async () => {
      await forgetAll();
      await giveCookie(visitor, spoil(granted));
      await assertClosed();
    });
  }

  // The browser sends the cookie with the longer path first. The script cannot delete that one.
  for (const [first, second] of [['accept', 'refuse'], ['refuse', 'accept']]) {
    test(`are closed to two different cookies, ${first} before ${second}`, async () => { // B-09
      await forgetAll();
      await giveCookie(visitor, encode(await valuesAfter(stage.world, first)), { domain: 'data.ville.test', path: '/explore' });
      await giveCookie(visitor, encode(await valuesAfter(stage.world, second)));
      await assertClosed(false); // the service receives the second one only
      assert.equal((await visitor.context.cookies()).length, 2, 'there were two');
    });
  }

  test('are closed to the platform’s own cookie, which is deleted', async () => {
    await forgetAll();
    await giveCookie(visitor, encode({ functional_cookies: true, ga: true, matomo: true, timestamp: 1 }), { domain: 'data.ville.test' });
    await assertClosed();
    assert.deepEqual(await visitor.context.cookies(), []);
  });

  test('follow the service’s cookie after the platform’s own is deleted', async () => {
    await forgetAll();
    await giveCookie(visitor, encode({ functional_cookies: true, ga: true, matomo: true, timestamp: 1 }), { domain: 'data.ville.test' });
    await giveCookie(visitor, encode(await valuesAfter(stage.world, 'refuse')));
    await openScripted(visitor, stage.world, path);
    assert.deepEqual(await visitor.page.evaluate(() => window.told), [{ audience: false, campaigns: false, video: false }]);
    await probe(visitor.page);
    assert.deepEqual(visitor.seen, []);
    assert.equal((await visitor.context.cookies()).length, 1);
  });

  test('are closed with Global Privacy Control, and no banner asks', async (t) => { // S-01
    await forgetAll();
    const { identifier } = await visitor.page.evaluateOnNewDocument(() => { Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }); });
    await visitor.page.setExtraHTTPHeaders({ 'Sec-GPC': '1' });
    t.after(async () => {
      await visitor.page.setExtraHTTPHeaders({});
      await visitor.page.removeScriptToEvaluateOnNewDocument(identifier);
    });
    await openScripted(visitor, stage.world, path);
    await probe(visitor.page);
    assert.deepEqual(visitor.seen, []);
    await asking(visitor.page, false);
  });

  for (const [trouble, answer] of Object.entries(troubles)) {
    test(`are closed if the service ${trouble}, whatever the cookie`, async (t) => {
      await forgetAll();
      await giveCookie(visitor, encode(granted));
      const pass = proxyTo(stage.world.port);
      let asked = false;
      stage.world.breakWith((request, response) => {
        if (request.url !== '/charter.json') return pass(request, response);
        asked = true;
        t.after(() => response.stream.close()); // the browser would reuse the pending request
        return answer(response);
      });
      t.after(() => stage.world.restore());
      const over = trouble === 'does not answer' || ended(visitor.page, '/charter.json');
      await open(visitor.page, stage.world.portal + path);
      await eventually('the script’s question', () => asked);
      await over;
      await probe(visitor.page);
      assert.deepEqual(visitor.seen, []);
      assert.equal(await visitor.page.evaluate(() => 'told' in window || window.charte.choice() !== undefined), false, 'the script says nothing');
    });
  }

  test('are closed on a site that the charter does not name', async () => { // C-26
    await forgetAll();
    await giveCookie(visitor, encode(granted));
    const over = ended(visitor.page, '/charter.json');
    await open(visitor.page, stage.world.unlistedPortal + path);
    await over;
    await probe(visitor.page);
    assert.deepEqual(visitor.seen, []);
    assert.equal(await visitor.page.$(banner), null);
  });
});
