// What kit 2 passes to the measuring tools and when, and which cookies it deletes (S-07, S-08, S-09, C-16).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from './harness/acts.mjs';
import { giveChoice } from './harness/cookie.mjs';
import { openScripted, probe, scripted, watchTrackers } from './harness/gates.mjs';
import { charterFor } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';

const denied = { ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied', analytics_storage: 'denied' };
const none = { audience: false, campaigns: false, video: false };

// Google's documented setup: the queue first and not gated, the tool itself behind the gate.
const portal = `<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments) } gtag('js', new Date()); gtag('config', 'G-TEST')</script>
<script type="text/plain" data-purpose="campaigns" src="/stub/gtag.js"></script>`;

/** Puts Piano's and Matomo's queues into the page; the kit must not change Matomo's. */
const withTools = (page) => page.evaluateOnNewDocument(() => {
  window._paq = [['trackPageView']];
  window.modes = [];
  window.pa = { consent: { setMode: (mode) => window.modes.push(mode) } };
});

describe('the tools that kit 2 informs', () => {
  const stage = setStage('chromium', { header: (service) => scripted(service, portal), content: charterFor });

  async function visit(t, decision) {
    const visitor = await stage.visitor(t);
    if (decision) await giveChoice(visitor, stage.world, decision);
    await withTools(visitor.page);
    const seen = watchTrackers(visitor.page);
    return { ...visitor, seen };
  }

  const queue = (page) => page.evaluate(() => window.dataLayer.map((entry) => [...entry].filter((part) => !(part instanceof Date))));

  for (const decision of [undefined, 'refuse']) {
    test(`${decision ?? 'undecided'}: everything is denied before anything else, and Google’s tool is never requested`, async (t) => { // S-07
      const { page, seen } = await visit(t, decision);
      await openScripted({ page }, stage.world);
      await probe(page);
      assert.deepEqual(seen, []);
      assert.deepEqual(await queue(page), [
        ['consent', 'default', denied], ['consent', 'update', { analytics_storage: 'denied' }], ['js'], ['config', 'G-TEST'],
      ]);
    });

    test(`${decision ?? 'undecided'}: Piano is opted out, and nothing is passed to Matomo`, async (t) => { // S-08, S-09
      const { page } = await visit(t, decision);
      await openScripted({ page }, stage.world);
      assert.deepEqual(await page.evaluate(() => window._paq), [['trackPageView']]);
      assert.deepEqual(await page.evaluate(() => [window._pac, window.modes]), [{ consentDefaultMode: 'opt-out' }, ['opt-out']]);
    });
  }

  test('accepted: Google’s tool is requested, with consent for measuring only', async (t) => { // S-07
    const { page, seen } = await visit(t, 'accept');
    const hit = page.waitForRequest((request) => request.url().includes('/collect?tool=gtag'));
    await openScripted({ page }, stage.world);
    const told = Object.fromEntries(new URL((await hit).url()).searchParams);
    assert.deepEqual(told, { tool: 'gtag', ...denied, analytics_storage: 'granted' });
    assert.deepEqual((await queue(page))[0], ['consent', 'default', denied]);
    assert.deepEqual(seen, ['/stub/gtag.js', 'hit gtag']);
  });

  test('accepted: Piano is opted in on every page, and nothing is passed to Matomo', async (t) => { // S-08, S-09
    const { page } = await visit(t, 'accept');
    for (const path of ['/', '/explore/']) {
      await openScripted({ page }, stage.world, path);
      assert.deepEqual(await page.evaluate(() => window._paq), [['trackPageView']]);
      assert.deepEqual(await page.evaluate(() => [window._pac, window.modes]), [{ consentDefaultMode: 'opt-in' }, ['opt-in']]);
    }
  });

  test('a page that stays open follows a choice made in another window, both ways', async (t) => { // C-16, C-17
    const visitor = await visit(t);
    const { page, seen } = visitor;
    await openScripted(visitor, stage.world);
    const follow = async (decision, times) => {
      await giveChoice(visitor, stage.world, decision);
      await page.evaluate(() => { document.dispatchEvent(new Event('visibilitychange')); }); // as when the tab becomes visible
      assert.equal(await page.evaluate(() => window.told.length), times);
      await page.evaluate(() => { document.dispatchEvent(new Event('visibilitychange')); });
      assert.equal(await page.evaluate(() => window.told.length), times, 'told once');
    };
    await follow('accept', 2);
    await eventually('Google’s tool', () => seen.includes('hit gtag'));
    await page.evaluate(() => {
      for (const name of ['_ga', '_ga_TEST1']) document.cookie = `${name}=x; Domain=ville.test; Path=/; Secure`;
      document.cookie = '_pk_id.1.1fff=x; Path=/; Secure';
    });
    await giveChoice(visitor, stage.world, 'refuse');
    await page.evaluate(() => { window.old = true; document.dispatchEvent(new Event('visibilitychange')); });
    await eventually('the page without the tool', () => page.evaluate(() => !window.old && Boolean(window.told)));
    assert.deepEqual(await page.evaluate(() => window.charte.choice()), none);
    assert.deepEqual((await queue(page)).slice(0, 2), [['consent', 'default', denied], ['consent', 'update', { analytics_storage: 'denied' }]]);
    assert.deepEqual(await page.evaluate(() => window.modes), ['opt-out']);
    assert.deepEqual((await visitor.context.cookies()).map(({ name }) => name), ['cookies_preferences']);
  });
});

describe('the cookies that kit 2 deletes', () => {
  const stage = setStage('chromium', { header: (service) => scripted(service), content: charterFor });
  const old = [
    ['_ga', '.ville.test'], ['_ga', 'data.ville.test'], ['_ga_TEST1', '.ville.test'], ['_pk_id.1.1fff', 'data.ville.test'], ['_pcid', '.data.ville.test'],
    ['sessionid', 'data.ville.test'], ['_galette', 'data.ville.test'], ['declared-nowhere', '.ville.test'],
  ];

  /** Returns the names of the earlier tools' cookies that are left. */
  async function left(t, decision) {
    const visitor = await stage.visitor(t);
    await visitor.context.setCookie(...old.map(([name, domain]) => ({ name, domain, value: 'x', path: '/', secure: true })));
    if (decision) await giveChoice(visitor, stage.world, decision);
    await openScripted(visitor, stage.world);
    return (await visitor.context.cookies()).map(({ name, domain }) => `${name} ${domain}`).sort();
  }
  const names = (kept) => old.filter(([name]) => kept.includes(name)).map((cookie) => cookie.join(' '));
  const untouched = ['sessionid', '_galette', 'declared-nowhere'];

  for (const decision of [undefined, 'refuse']) {
    test(`${decision ?? 'undecided'}: declared cookies without a grant are deleted from host and domain; no others are`, async (t) => {
      assert.deepEqual(await left(t, decision), [...names(untouched), ...(decision ? ['cookies_preferences .ville.test'] : [])].sort());
    });
  }

  test('accepted: none is deleted', async (t) => {
    assert.deepEqual(await left(t, 'accept'), [...names(old.map(([name]) => name)), 'cookies_preferences .ville.test'].sort());
  });
});
