// The cookie of the choice, as the portal reads it, and the cookie of the receipt.
// matrix.test.mjs tests how browsers store it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { click, control, eventually, open, openPortal } from './harness/acts.mjs';
import { allEngines, engines } from './harness/browsers.mjs';
import { charterFor } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';

/** Returns the tools that the platform's own reader blocks in the portal's page. It allows a tool whose key is missing. */
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

    const visitors = {};
    /** Returns the visitor who made that decision, one for all tests, closed with the browser. */
    const decided = async (decision) => {
      if (visitors[decision]) return visitors[decision];
      const visitor = visitors[decision] = await stage.visitor({ after() {} });
      await click(visitor.page, await openPortal(visitor, stage.world), control(decision));
      return visitor;
    };

    test('the platform’s own reader blocks every tool after a refusal, and allows those granted after a grant', async () => { // C-24, S-06
      const refused = await decided('refuse');
      assert.deepEqual(await refused.page.evaluate(blockedByPlatform), ['ga', 'matomo', 'xiti', 'at', 'piano', 'eulerian']);
      const accepted = await decided('accept');
      assert.deepEqual(await accepted.page.evaluate(blockedByPlatform), ['xiti', 'at', 'eulerian']);
    });

    test('nothing is stored before a choice, on the portal or on the charter', async (t) => { // C-01
      const visitor = await stage.visitor(t);
      await openPortal(visitor, stage.world);
      await open(visitor.page, `${stage.world.service}/fr/`);
      assert.deepEqual(await visitor.context.cookies(), []);
      assert.deepEqual(await visitor.rows(), []);
    });

    test('the receipt cannot be read by scripts or other hosts, and is set by a grant only', async () => {
      const accepted = await decided('accept');
      const receipt = await accepted.cookie('__Host-charte-receipt');
      assert.deepEqual([receipt.domain, receipt.httpOnly, receipt.secure, receipt.sameSite], ['cookies.ville.test', true, true, 'Lax']);
      const refused = await decided('refuse');
      assert.equal(await refused.cookie('__Host-charte-receipt'), undefined);
    });
  });
}

for (const engine of allEngines) {
  describe(`cookie of a town among others in ${engine}`, () => {
    const stage = setStage(engine, {
      below: true, content: (folder, portal) => charterFor(folder, portal, 'https://cartes.ville.test', 'https://cartes.data.ville.test'),
    });

    test('the portal above the service reads the choice, another host of the domain does not, and a second cookie there asks again', async (t) => {
      const { page, cookie } = await stage.visitor(t);
      const banner = await openPortal({ page }, stage.world);
      await click(page, banner, control('accept'));
      assert.equal((await cookie('cookies_preferences')).domain.replace(/^\./, ''), 'data.ville.test');
      assert.deepEqual(await page.evaluate(blockedByPlatform), ['xiti', 'at', 'eulerian']);
      await open(page, `${stage.world.unlisted}/`);
      assert.equal(await page.evaluate(() => document.cookie), '');
      // A service on the parent domain, with another choice.
      await page.evaluate((value) => { document.cookie = `cookies_preferences=${value}; domain=ville.test; path=/; secure`; }, 'x');
      const asked = await openPortal({ page }, stage.world);
      assert.ok(await eventually('the banner', () => asked.$(control('refuse'))));
    });
  });
}
