// The browser's cache, and a caching proxy in front of the service: a page cached for one
// choice is never shown after another choice, nor to another visitor.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { addressOf, click, control, eventually, follow, open, openPortal } from './harness/acts.mjs';
import { startNginx } from './harness/cache.mjs';
import { proxyTo } from './harness/front.mjs';
import { kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';

const path = '/explore/dataset/arbres/?q=ch%C3%AAne';

describe('caches', () => {
  let nginx;
  const stage = setStage('chromium', { header: (service) => kit(1, service).header });
  after(() => nginx?.close());

  /** Opens the charter and returns the choice that it shows, or undefined. */
  async function charterShows(page) {
    await open(page, `${stage.world.service}/fr/`);
    return told(page);
  }

  const told = (page) => page.$eval('main', (main) =>
    /Vous avez tout (accepté|refusé)/.exec(main.textContent)?.[1]);

  /** Opens the portal and returns the choice that the handle shows, or undefined if the banner asks. */
  async function handleShows(visitor) {
    const frame = await openPortal(visitor, stage.world, path);
    return (await frame.$('form')) ? undefined : frame.$eval('.handle', (handle) => handle.getAttribute('aria-label').match(/refusés|acceptés/)?.[0]);
  }

  test('two opposite choices in one browser: charter, frame and images always show the last one', async (t) => {
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    assert.equal(await handleShows(visitor), undefined);
    assert.equal(await charterShows(page), undefined);
    await click(page, page, control('refuse'));
    assert.deepEqual([await charterShows(page), await handleShows(visitor)], ['refusé', 'refusés']);
    await charterShows(page);
    await click(page, page, control('accept'));
    assert.deepEqual([await charterShows(page), await handleShows(visitor)], ['accepté', 'acceptés']);
    await charterShows(page);
    await click(page, page, control('refuse'));
    assert.deepEqual([await charterShows(page), await handleShows(visitor)], ['refusé', 'refusés']);
  });

  test('an unchanged page is revalidated and not sent again', async (t) => {
    const visitor = await stage.visitor(t);
    await charterShows(visitor.page);
    await charterShows(visitor.page);
    // The page sees status 200 from the cache; only the timing shows that no body was sent.
    const { kept, sent } = await visitor.page.evaluate(() => {
      const [entry] = performance.getEntriesByType('navigation');
      return { kept: entry.decodedBodySize > 0, sent: entry.transferSize };
    });
    assert.ok(kept && sent < 2000, `${sent} bytes came`);
  });

  test('after Back and Forward, the revalidated charter shows the current choice', async (t) => {
    const { page } = await stage.visitor(t);
    await charterShows(page);
    await click(page, page, control('refuse'));
    await click(page, page, control('accept'));
    for (const [move, query] of [['back', '?done=refuse'], ['forward', '?done=accept']]) {
      await page.evaluate((to) => { history[to](); }, move).catch(() => {}); // the page may unload first
      await eventually(query, async () => (await addressOf(page)).endsWith(query) && page.$('main'));
      await follow(page, () => { page.reload().catch(() => {}); });
      assert.equal(await told(page), 'accepté', move);
    }
  });

  test('behind a proxy that caches, visitors with opposite choices each see their choice and return link', async (t) => {
    nginx = await startNginx(proxyTo(() => stage.world.port()));
    stage.world.breakWith(proxyTo(() => nginx.socket));
    const visitors = {};
    for (const decision of ['refuse', 'accept', undefined]) {
      const visitor = visitors[decision] = await stage.visitor(t);
      if (!decision) continue;
      await charterShows(visitor.page);
      await click(visitor.page, visitor.page, control(decision));
    }
    for (let round = 0; round < 2; round++) {
      const shown = await Promise.all(Object.values(visitors).map(async (visitor) => [await charterShows(visitor.page), await handleShows(visitor)]));
      assert.deepEqual(shown, [['refusé', 'refusés'], ['accepté', 'acceptés'], [undefined, undefined]]);
    }
    const frame = await eventually('the frame', () => visitors[undefined].page.frames().find((f) => f.url().startsWith(stage.world.service)));
    const back = new URL(await frame.$eval('form', (form) => form.action)).searchParams.get('back');
    assert.equal(Buffer.from(back, 'base64url').toString(), stage.world.portal + path);
    stage.world.restore();
  });
});
