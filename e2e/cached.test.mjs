// A portal behind a caching proxy: every visitor gets the same cached page, with the
// banner or handle that belongs to them.
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { click, control, eventually, frameOf, open, openPortal } from './harness/acts.mjs';
import { startNginx } from './harness/cache.mjs';
import { proxyTo } from './harness/front.mjs';
import { kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';
import { portalSite } from './portal/portal.mjs';

const path = '/explore/dataset/arbres/?q=ch%C3%AAne';

describe('a portal in a cache', () => {
  let nginx;
  const stage = setStage('chromium', {
    header: (service) => kit(1, service).header,
    // Headers of a page that is the same for all visitors.
    portal: async (parts) => {
      nginx = await startNginx(portalSite({ ...parts, headers: { 'cache-control': 'public, max-age=600' } }));
      return proxyTo(() => nginx.socket);
    },
  });
  after(() => nginx?.close());

  /** Reloads the page and returns the cache status and what the kit shows. */
  async function look(visitor) {
    await visitor.page.setCacheEnabled(false); // only the proxy's cache is tested
    const answer = visitor.page.waitForResponse((response) => response.url() === stage.world.portal + path);
    await open(visitor.page, stage.world.portal + path);
    const cache = (await answer).headers()['x-cache'];
    const html = await (await answer).text();
    const frame = await frameOf(visitor.page, stage.world);
    const asks = await frame.$('form') !== null;
    const width = await eventually('the box', () => visitor.page.$eval('.charte', (box) => box.offsetWidth > 1 && box.offsetWidth));
    return { cache, html, asks, wide: width === 1280, says: asks ? '' : await frame.$eval('.handle', (handle) => handle.getAttribute('aria-label')) };
  }

  test('two visitors who chose differently, and one who has not, share the page and nothing of their choice', async (t) => {
    const visitors = {};
    for (const decision of ['refuse', 'accept', undefined]) {
      const visitor = visitors[decision] = await stage.visitor(t);
      if (decision) await click(visitor.page, await openPortal(visitor, stage.world, path), control(decision));
    }
    const seen = {};
    for (const [decision, visitor] of Object.entries(visitors)) seen[decision] = await look(visitor);
    assert.deepEqual(Object.values(seen).map(({ cache }) => cache), ['HIT', 'HIT', 'HIT']);
    assert.equal(new Set(Object.values(seen).map(({ html }) => html)).size, 1, 'the same page, byte for byte');
    const told = Object.fromEntries(Object.entries(seen).map(([decision, { asks, wide, says }]) => [decision, [asks, wide, says.split(':')[1]?.trim().split(/\s/)[0]]]));
    assert.deepEqual(told, {
      refuse: [false, false, 'refusés'], accept: [false, false, 'acceptés'], undefined: [true, true, undefined],
    });
  });
});
