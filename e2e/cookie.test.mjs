// The cookie that holds the choice, as browsers keep it and as the portal reads it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { click, control, open, openPortal } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { setStage } from './harness/stage.mjs';

const day = 86_400_000;

/** What the platform's own reader does, in the portal's page: the tools that it blocks. A missing key is an allow. */
function blockedByPlatform() {
  for (const pair of document.cookie.split('; ')) {
    const [name, value] = pair.split('=');
    if (name === 'cookies_preferences') {
      const preferences = JSON.parse(decodeURIComponent(value));
      return ['ga', 'matomo', 'xiti', 'at', 'piano', 'eulerian'].filter((tool) => preferences[tool] === false);
    }
  }
  return undefined;
}

for (const engine of engines) {
  describe(`cookie in ${engine}`, () => {
    const stage = setStage(engine);

    const decided = async (t, decision) => {
      const visitor = await stage.visitor(t);
      await click(visitor.page, await openPortal(visitor, stage.world), control(decision));
      return visitor;
    };

    for (const decision of ['refuse', 'accept']) {
      test(`after ${decision} the cookie is first-party on the parent domain, Secure, Lax, readable, for six months`, async (t) => { // B-01, C-19
        const visitor = await decided(t, decision);
        const cookie = await visitor.cookie('cookies_preferences');
        assert.equal(cookie.domain, '.ville.test');
        assert.equal(cookie.path, '/');
        assert.equal(cookie.secure, true);
        assert.equal(cookie.sameSite, 'Lax');
        assert.equal(cookie.httpOnly, false);
        const expected = new Date();
        expected.setUTCMonth(expected.getUTCMonth() + 6);
        assert.ok(Math.abs(cookie.expires * 1000 - expected) <= 3 * day, `expires ${new Date(cookie.expires * 1000).toISOString()}`);
        const { timestamp } = JSON.parse(decodeURIComponent(cookie.value));
        assert.equal(timestamp % day, 0, 'the date is cut to the day, so that it tells nobody apart');
      });
    }

    test('the platform’s own reader blocks every tool after a refusal, and allows those granted after a grant', async (t) => { // B-06
      const refused = await decided(t, 'refuse');
      assert.deepEqual(await refused.page.evaluate(blockedByPlatform), ['ga', 'matomo', 'xiti', 'at', 'piano', 'eulerian']);
      const accepted = await decided(t, 'accept');
      assert.deepEqual(await accepted.page.evaluate(blockedByPlatform), ['xiti', 'at', 'eulerian']);
    });

    test('nothing is stored before a choice, on the portal or on the charter', async (t) => { // C-01
      const visitor = await stage.visitor(t);
      await openPortal(visitor, stage.world);
      await open(visitor.page, `${stage.world.service}/fr/`);
      assert.deepEqual(await visitor.context.cookies(), []);
      assert.deepEqual(await visitor.rows(), []);
    });

    test('the receipt is out of reach of scripts and of every other host, and comes with a grant only', async (t) => {
      const accepted = await decided(t, 'accept');
      const receipt = await accepted.cookie('__Host-charte-receipt');
      assert.deepEqual([receipt.domain, receipt.httpOnly, receipt.secure, receipt.sameSite], ['cookies.ville.test', true, true, 'Lax']);
      const refused = await decided(t, 'refuse');
      assert.equal(await refused.cookie('__Host-charte-receipt'), undefined);
    });
  });
}
