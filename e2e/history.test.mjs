// Several pages and choices: the visitor returns to the page of the choice, and a second
// choice replaces the first.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressOf, click, control, eventually, follow, frameOf, openPortal } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { assertBack, choiceOf, choices } from './harness/checks.mjs';
import { setStage } from './harness/stage.mjs';

const pageA = '/explore/dataset/arbres/?q=pin&sort=-hauteur';
const pageB = '/explore/dataset/stationnement/?q=gare';

for (const engine of engines) {
  describe(`history in ${engine}`, () => {
    const stage = setStage(engine);

    test('two pages open side by side each come back to themselves', async (t) => {
      const visitor = await stage.visitor(t);
      const other = { ...visitor, page: await visitor.context.newPage() };
      const frameA = await openPortal(visitor, stage.world, pageA);
      const frameB = await openPortal(other, stage.world, pageB);
      await click(visitor.page, frameA, control('refuse'));
      await assertBack(visitor, stage.world, pageA);
      await other.page.bringToFront();
      await click(other.page, frameB, control('accept'));
      await assertBack(other, stage.world, pageB);
      assert.deepEqual(await choiceOf(visitor), choices.accept, 'the last choice holds');
      assert.equal((await visitor.rows()).length, 2);
    });

    test('after a choice, Back and another choice, the second one holds', async (t) => {
      const { world } = stage;
      const visitor = await stage.visitor(t);
      const { page } = visitor;
      await openPortal(visitor, world, pageA);
      const frame = await openPortal(visitor, world, pageB);
      const accept = await (await frame.$(control('accept'))).boundingBox();
      await click(page, frame, control('refuse'));
      await follow(page, () => page.evaluate(() => { history.back(); }));
      const { again } = await eventually('a frame', async () => ({ again: await (await page.$('iframe')).contentFrame() }));
      if (!again) {
        // Chromium restores the banner from its back/forward cache, but puppeteer has lost
        // the frame, so the test clicks at the button's position.
        await follow(page, () => page.mouse.click(accept.x + accept.width / 2, accept.y + accept.height / 2));
      } else {
        await click(page, await frameOf(page, world), 'main a:not(.handle)');
        await click(page, page, control('accept'));
        await click(page, page, '[role="status"] a.back');
      }
      const address = await addressOf(page);
      assert.ok([pageA, pageB].some((path) => address === world.portal + path), address);
      assert.deepEqual(await choiceOf(visitor), choices.accept);
      assert.deepEqual((await visitor.rows()).map((row) => row.decision), ['refuse', 'accept']);
    });

    test('a choice made on one page holds on the next ones', async (t) => {
      const visitor = await stage.visitor(t);
      await click(visitor.page, await openPortal(visitor, stage.world, pageA), control('accept'));
      const frame = await openPortal(visitor, stage.world, pageB);
      assert.equal(await frame.$('form'), null);
      assert.match(await frame.$eval('main', (main) => main.textContent), /Vous avez tout accepté/);
    });
  });
}
