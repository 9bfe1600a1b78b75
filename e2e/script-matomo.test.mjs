// Matomo behind a gate of kit 2: no cookie and no request before a choice, after a refusal or after a withdrawal, and
// one visitor id while it is accepted (S-08, C-16). portal/matomo.mjs replaces the tracker and describes how to run
// these tests with the real one.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually } from './harness/acts.mjs';
import { giveChoice } from './harness/cookie.mjs';
import { openScripted, probe, scripted } from './harness/gates.mjs';
import { charterFor } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';
import { matomoLines } from './portal/matomo.mjs';

/** Collects the requests to Matomo. */
function watchMatomo({ page }) {
  const seen = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname.startsWith('/matomo.')) seen.push({ pathname, id: searchParams.get('_id') });
  });
  return seen;
}

const hits = (seen) => seen.filter(({ pathname }) => pathname === '/matomo.php');

/** Returns the names of all cookies except the choice. */
const others = async ({ context }) => (await context.cookies()).map(({ name }) => name).filter((name) => name !== 'cookies_preferences').sort();

/** Reports a page view, as a single-page application does. */
const nextView = (page) => page.evaluate(() => { window._paq?.push(['trackPageView']); });

/** Resolves when Matomo has set its cookies and sent that many requests. */
const measured = (visitor, seen, count) => eventually('the page view', async () =>
  hits(seen).length === count && (await others(visitor)).some((name) => name.startsWith('_pk_id')));

describe('Matomo behind a gate of kit 2', () => {
  const gated = (service) => scripted(service, `<script type="text/plain" data-purpose="audience">${matomoLines()}</script>`);
  const stage = setStage('chromium', { header: gated, content: charterFor });

  for (const decision of [undefined, 'refuse']) {
    test(`${decision ?? 'undecided'}: no cookie and no request`, async (t) => {
      const visitor = await stage.visitor(t);
      const seen = watchMatomo(visitor);
      if (decision) await giveChoice(visitor, stage.world, decision);
      await openScripted(visitor, stage.world);
      await nextView(visitor.page);
      await probe(visitor.page);
      assert.deepEqual(seen, []);
      assert.deepEqual(await others(visitor), []);
    });
  }

  test('accepted: every page view has the same visitor id', async (t) => {
    const visitor = await stage.visitor(t);
    const seen = watchMatomo(visitor);
    await giveChoice(visitor, stage.world, 'accept');
    for (const [i, path] of ['/', '/explore/'].entries()) {
      await openScripted(visitor, stage.world, path);
      await measured(visitor, seen, i + 1);
    }
    const ids = hits(seen).map(({ id }) => id);
    assert.match(ids[0], /^[0-9a-f]{16}$/);
    assert.equal(ids[0], ids[1]);
  });

  test('accepted after an earlier kit made Matomo store a removed consent: it measures', async (t) => {
    const visitor = await stage.visitor(t);
    const seen = watchMatomo(visitor);
    await visitor.context.setCookie({ name: 'mtm_consent_removed', value: '1790000000000', domain: 'data.ville.test', path: '/' });
    await giveChoice(visitor, stage.world, 'accept');
    await openScripted(visitor, stage.world);
    await measured(visitor, seen, 1);
    assert.ok(!(await others(visitor)).includes('mtm_consent_removed'));
  });

  test('withdrawn in another window: the open page stops measuring', async (t) => {
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    const seen = watchMatomo(visitor);
    await giveChoice(visitor, stage.world, 'accept');
    await openScripted(visitor, stage.world);
    await measured(visitor, seen, 1);
    await giveChoice(visitor, stage.world, 'refuse');
    await page.evaluate(() => { window.old = true; document.dispatchEvent(new Event('visibilitychange')); }); // as when the tab becomes visible
    await eventually('the page without Matomo', () => page.evaluate(() => !window.old && Boolean(window.told)));
    seen.length = 0;
    await nextView(page);
    await probe(page);
    assert.deepEqual(seen, []);
    assert.deepEqual(await others(visitor), []);
  });
});

describe('Matomo outside the gates of kit 2', () => {
  const open = (service) => scripted(service, `<script>${matomoLines("_paq.push(['requireConsent']);\n")}</script>`);
  const stage = setStage('chromium', { header: open, content: charterFor });

  for (const decision of [undefined, 'refuse']) {
    test(`${decision ?? 'undecided'}: the kit makes it set no cookie`, async (t) => {
      const visitor = await stage.visitor(t);
      const seen = watchMatomo(visitor);
      if (decision) await giveChoice(visitor, stage.world, decision);
      await openScripted(visitor, stage.world);
      await eventually('Matomo', () => visitor.page.evaluate(() => !Array.isArray(window._paq)));
      await probe(visitor.page);
      assert.deepEqual(hits(seen), []);
      assert.deepEqual(await others(visitor), []);
    });
  }
});
