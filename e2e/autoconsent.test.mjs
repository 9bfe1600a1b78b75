// An agent that answers banners automatically must never accept for a visitor, whatever
// it presses; if it acts, it refuses. The tests check the registry, not the agent's report.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { eventually, frameOf, open } from './harness/acts.mjs';
import { sendAgent } from './harness/agent.mjs';
import { choiceOf, choices } from './harness/checks.mjs';
import { kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';

const rule = JSON.parse(readFileSync(new URL('../docs/autoconsent.json', import.meta.url), 'utf8'));
const path = '/explore/dataset/arbres/?q=ch%C3%AAne';

describe('an agent that answers banners', () => {
  const stage = setStage('chromium', { header: (service) => kit(1, service).header });

  async function assertRefused(visitor) {
    const rows = await eventually('a row', async () => {
      const found = await visitor.rows();
      return found.length > 0 && found;
    });
    assert.deepEqual(rows.map(({ decision, choice }) => [decision, choice]), [['refuse', choices.refuse]]);
    await eventually('the cookie', async () => await choiceOf(visitor) !== undefined);
    assert.deepEqual(await choiceOf(visitor), choices.refuse);
  }

  async function assertNothing(visitor) {
    assert.deepEqual(await visitor.rows(), []);
    assert.deepEqual(await visitor.context.cookies(), []);
  }

  for (const [code, does] of [['fr', 'optOut'], ['en', 'optOut'], ['fr', 'optIn']]) {
    test(`with ${does}, at any boldness, it finds nothing to press on the charter’s page (${code})`, async (t) => {
      const visitor = await stage.visitor(t);
      const agent = await sendAgent(visitor.page, { does });
      await open(visitor.page, `${stage.world.service}/${code}/`);
      await agent.reaches('nothingDetected', stage.world.service);
      await assertNothing(visitor);
    });
  }

  for (const [code, boldness] of [['fr', 'tier2'], ['en', 'tier2'], ['en', 'reject']]) {
    test(`it refuses on the first layer as a page of its own, where its heuristics see a banner (${code}, ${boldness})`, async (t) => {
      const visitor = await stage.visitor(t);
      const agent = await sendAgent(visitor.page, { boldness });
      visitor.page.goto(`${stage.world.service}/${code}/choice`).catch(() => {});
      await assertRefused(visitor);
      await agent.reaches('nothingDetected', stage.world.portal);
      assert.equal((await visitor.rows()).length, 1, 'and then rests');
    });
  }

  test('set to accept, it does not accept on the first layer either', async (t) => {
    const visitor = await stage.visitor(t);
    const agent = await sendAgent(visitor.page, { does: 'optIn' });
    await open(visitor.page, `${stage.world.service}/fr/choice`);
    await agent.reaches('runningOptIn', stage.world.service);
    await assertNothing(visitor);
  });

  test('without a rule of ours it leaves the framed banner alone', async (t) => {
    const visitor = await stage.visitor(t);
    const agent = await sendAgent(visitor.page);
    await open(visitor.page, stage.world.portal + path);
    await agent.reaches('nothingDetected', stage.world.portal);
    await agent.reaches('nothingDetected', stage.world.service, false);
    await assertNothing(visitor);
  });

  test('with docs/autoconsent.json it refuses in the framed banner, and the visitor stays on the page', async (t) => {
    const visitor = await stage.visitor(t);
    const agent = await sendAgent(visitor.page, { rules: [rule] });
    visitor.page.goto(stage.world.portal + path).catch(() => {});
    await assertRefused(visitor);
    assert.deepEqual(agent.found(), ['charte']);
    await eventually('the handle', async () => (await frameOf(visitor.page, stage.world)).$('.handle'));
    assert.equal(await visitor.page.evaluate(() => location.href), stage.world.portal + path);
    assert.equal((await visitor.rows()).length, 1, 'one refusal');
  });

  test('docs/autoconsent.json contains no way to accept', async (t) => {
    const visitor = await stage.visitor(t);
    const agent = await sendAgent(visitor.page, { does: 'optIn', rules: [rule] });
    await open(visitor.page, stage.world.portal + path);
    await agent.reaches('done', stage.world.service, false);
    assert.deepEqual(agent.found(), ['charte'], 'it was tried');
    await assertNothing(visitor);
  });
});
