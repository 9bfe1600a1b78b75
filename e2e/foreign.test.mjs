// Other sites can neither show the form nor send it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually, frameOf, open } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { setStage } from './harness/stage.mjs';

for (const engine of engines) {
  describe(`foreign sites in ${engine}`, () => {
    const stage = setStage(engine);

    const assertNothingDone = async (visitor) => {
      assert.deepEqual(await visitor.rows(), []);
      assert.deepEqual(await visitor.context.cookies(), []);
    };

    test('a foreign page that frames the service shows an explanation, and no form', async (t) => { // B-04
      const visitor = await stage.visitor(t);
      await open(visitor.page, `${stage.world.foreign}/frame`);
      const frame = await frameOf(visitor.page, stage.world);
      assert.equal(await frame.$('form, button, input'), null);
      assert.match(await frame.$eval('main', (main) => main.textContent), /ne peut pas être gardé ici/);
      await assertNothingDone(visitor);
    });

    test('a page of the same domain that is no portal shows no form either', async (t) => {
      const visitor = await stage.visitor(t);
      await open(visitor.page, `${stage.world.unlisted}/frame`);
      const frame = await frameOf(visitor.page, stage.world);
      assert.equal(await frame.$('form, button, input'), null);
      await assertNothingDone(visitor);
    });

    // Without a Referer the service cannot detect the site; the browser blocks the frame.
    for (const [site, path] of [['foreign', '/frame-charter'], ['unlisted', '/frame-hidden']]) {
      test(`what the ${site} site may not frame (${path}) is not shown in its frame`, async (t) => {
        const visitor = await stage.visitor(t);
        await open(visitor.page, stage.world[site] + path);
        const text = await eventually('the frame', async () => {
          const frame = await (await visitor.page.$('iframe')).contentFrame();
          return frame.evaluate(() => document.readyState === 'complete' && `text: ${document.body?.innerText ?? ''}`);
        });
        assert.doesNotMatch(text, /Tout refuser|Tout accepter|Charte cookies/);
      });
    }

    for (const decision of ['accept', 'refuse']) {
      test(`a foreign page that posts ${decision} in the visitor’s name gets 403, and no row`, async (t) => {
        const visitor = await stage.visitor(t);
        visitor.page.goto(`${stage.world.foreign}/post-${decision}`).catch(() => {});
        const status = await eventually('the answer', () => visitor.page.evaluate((service) =>
          location.origin === service && document.readyState === 'complete'
            && performance.getEntriesByType('navigation')[0].responseStatus, stage.world.service));
        assert.equal(status, 403);
        assert.match(await visitor.page.$eval('h1', (h1) => h1.textContent), /demande refusée/);
        await assertNothingDone(visitor);
      });
    }
  });
}
