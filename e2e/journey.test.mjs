// The whole journey on a portal: read the banner, choose, return to the page.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressOf, click, control, follow, frameOf, openPortal, tabTo } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { assertBack, choiceOf, choices } from './harness/checks.mjs';
import { pairwise, product } from './harness/pairs.mjs';
import { setStage } from './harness/stage.mjs';

const paths = {
  fr: '/explore/dataset/arbres/?flg=fr-fr&q=ch%C3%AAne&refine.quartier=Le+Port',
  en: '/explore/dataset/arbres/?flg=en-gb&q=ch%C3%AAne&refine.quartier=Le+Port',
};
const labels = { fr: 'Tout refuser', en: 'Refuse all' };

/** The input devices for a control in the frame. */
const ways = {
  mouse: (page, frame, decision) => click(page, frame, control(decision)),
  keyboard: async (page, frame, decision) => {
    await tabTo(page, frame, (stop) => stop === `frame: ${decision}`);
    return follow(page, () => page.keyboard.press('Enter'));
  },
};

/** One setting of each engine; matrix.test.mjs has the others. */
const scripts = { chromium: false, firefox: true };
const cases = pairwise(product({ engine: engines, language: Object.keys(paths), way: Object.keys(ways), decision: ['refuse', 'accept'] }));

for (const engine of engines) {
  describe(`journey in ${engine}, JavaScript ${scripts[engine] ? 'on' : 'off'}`, () => { // B-03
    const stage = setStage(engine, { javascript: scripts[engine] });

    for (const { language, way, decision } of cases.filter((c) => c.engine === engine)) {
      test(`a visitor who reads ${language} chooses ${decision} by ${way} and returns to the same address`, async (t) => {
        const { world } = stage;
        const visitor = await stage.visitor(t);
        const frame = await openPortal(visitor, world, paths[language]);
        assert.equal(await frame.$eval(control('refuse'), (button) => button.textContent.trim()), labels[language]);
        assert.equal(await choiceOf(visitor), undefined, 'no cookie before a choice');
        await ways[way](visitor.page, frame, decision);
        await assertBack(visitor, world, paths[language]);
        assert.deepEqual(await choiceOf(visitor), choices[decision]);
        const [row, ...more] = await visitor.rows();
        assert.deepEqual(more, [], 'one decision is one row');
        assert.deepEqual([row.decision, row.choice, row.language, row.portal], [decision, choices[decision], language, world.portal]);
        assert.equal(await (await frameOf(visitor.page, world)).$('form'), null, 'the frame asks no more');
      });
    }

    test('the stops in the frame are refuse, accept, choose, in this order', async (t) => { // A-11, C-21: no fourth control such as a cross
      const visitor = await stage.visitor(t);
      const frame = await openPortal(visitor, stage.world, paths.fr);
      const stops = await tabTo(visitor.page, frame, (stop) => stop === 'Données ouvertes de Port-Lanval');
      assert.equal(stops[0], 'Aller au contenu', 'the portal’s own skip link stays first');
      const inFrame = stops.filter((stop) => stop.startsWith('frame: ')).map((stop) => stop.slice('frame: '.length));
      assert.deepEqual(inFrame.slice(-3), ['refuse', 'accept', 'Choisir']);
      assert.equal(inFrame.length, 4, `before them the link to the list, and nothing that is not seen: ${inFrame}`);
    });

    test('a visitor chooses one purpose by keyboard, gets a confirmation and returns to the page', async (t) => { // C-08, A-10
      const { world } = stage;
      const visitor = await stage.visitor(t);
      const { page } = visitor;
      await openPortal(visitor, world, paths.fr);
      await ways.keyboard(page, await frameOf(page, world), 'Choisir');
      assert.equal(new URL(await addressOf(page)).hash, '#choices');
      await tabTo(page, null, (stop) => stop === 'audience');
      await page.keyboard.press(' ');
      await tabTo(page, null, (stop) => stop === 'custom');
      await follow(page, () => page.keyboard.press('Enter'));
      assert.match(await page.$eval('[role="status"]', (status) => status.textContent), /Choix enregistré/);
      assert.match(await page.evaluate(() => document.title), /^Choix enregistré/);
      assert.equal(await page.$eval('#purpose-audience', (box) => box.checked), true, 'the form shows what is stored');
      assert.equal(await page.$eval('#purpose-video', (box) => box.checked), false);
      assert.equal(await page.$eval('[role="status"] a', (link) => link.textContent), 'Revenir au portail');
      await tabTo(page, null, (stop) => stop === 'Revenir au portail');
      await follow(page, () => page.keyboard.press('Enter'));
      await assertBack(visitor, world, paths.fr);
      assert.deepEqual(await choiceOf(visitor), { ...choices.refuse, audience: true });
      assert.deepEqual((await visitor.rows()).map((row) => [row.decision, row.choice]), [['custom', { ...choices.refuse, audience: true }]]);
    });

    test('a visitor who accepted withdraws in two actions, and the record names the receipt', async (t) => { // C-15, X-07
      const { world } = stage;
      const visitor = await stage.visitor(t);
      const { page } = visitor;
      await ways.mouse(page, await openPortal(visitor, world, paths.fr), 'accept');
      const receipt = await visitor.cookie('__Host-charte-receipt');
      await click(page, await frameOf(page, world), 'main a:not(.handle)');
      await click(page, page, control('refuse'));
      assert.deepEqual(await choiceOf(visitor), choices.refuse);
      assert.equal(await visitor.cookie('__Host-charte-receipt'), undefined);
      const [granted, ended] = await visitor.rows();
      assert.equal(granted.receipt, receipt.value);
      assert.equal(ended.ends, receipt.value);
      await click(page, page, '[role="status"] a.back');
      await assertBack(visitor, world, paths.fr);
    });
  });
}
