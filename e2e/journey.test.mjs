// The whole journey, in a portal's page: read, choose, be brought back.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { click, control, follow, frameOf, openPortal, tabTo } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { setStage } from './harness/stage.mjs';

const languages = [
  { code: 'fr', page: '/explore/dataset/arbres/?flg=fr-fr&q=ch%C3%AAne&refine.quartier=Le+Port', refuse: 'Tout refuser' },
  { code: 'en', page: '/explore/dataset/arbres/?flg=en-gb&q=ch%C3%AAne&refine.quartier=Le+Port', refuse: 'Refuse all' },
];
const ways = ['mouse', 'keyboard', 'mouse, without JavaScript'];
const none = { audience: false, campaigns: false, video: false };
const all = { audience: true, campaigns: true, video: true };

/** Makes a decision in the frame, in one of the ways. */
async function decide(page, frame, way, decision) {
  if (way !== 'keyboard') return click(page, frame, decision);
  await tabTo(page, frame, (stop) => stop === `frame: ${decision}`);
  return follow(page, () => page.keyboard.press('Enter'));
}

/** The choice in the cookie, purposes only. */
async function choiceOf(visitor) {
  const cookie = await visitor.cookie('cookies_preferences');
  if (!cookie) return undefined;
  const { audience, campaigns, video } = JSON.parse(decodeURIComponent(cookie.value));
  return { audience, campaigns, video };
}

/** The visitor is on that page of the portal, itself and not a portal in a frame. */
async function assertBack({ page }, world, path) {
  assert.equal(page.url(), world.portal + path);
  const frames = page.frames().map((frame) => new URL(frame.url()).origin);
  assert.deepEqual(frames, [world.portal, world.service], 'one portal, one frame of the service');
}

for (const engine of engines) {
  describe(`journey in ${engine}`, () => {
    const stage = setStage(engine);

    for (const { code, page: path, refuse } of languages) {
      for (const way of ways) {
        for (const [decision, choice] of [['refuse', none], ['accept', all]]) {
          test(`a visitor who reads ${code} chooses ${decision} (${way}) and lands on the same address`, async (t) => {
            const visitor = await stage.visitor(t, { javascript: !way.endsWith('without JavaScript') });
            const frame = await openPortal(visitor, stage.world, path);
            assert.equal(await frame.$eval(control('refuse'), (button) => button.textContent.trim()), refuse);
            assert.equal(await choiceOf(visitor), undefined, 'no cookie before a choice');
            await decide(visitor.page, frame, way, decision);
            await assertBack(visitor, stage.world, path);
            assert.deepEqual(await choiceOf(visitor), choice);
            const rows = await visitor.rows();
            assert.deepEqual(rows.map(({ decision, choice, language, portal }) => ({ decision, choice, language, portal })),
              [{ decision, choice, language: code, portal: stage.world.portal }]);
            const after = await frameOf(visitor.page, stage.world);
            assert.equal(await after.$('form'), null, 'the frame asks no more');
          });
        }
      }
    }
  });
}
