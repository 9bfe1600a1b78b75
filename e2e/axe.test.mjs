// axe-core finds no violation on any page in any state (the automatic part of ).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openPortal } from './harness/acts.mjs';
import { lookRules, violations, wordRules } from './harness/axe.mjs';
import { modes, setMode } from './harness/media.mjs';
import { setStage } from './harness/stage.mjs';
import { states } from './harness/states.mjs';

describe('axe-core', () => {
  const stage = setStage('chromium');

  // Colours and structure are the same in each language.
  for (const [code, seen] of [['fr', Object.keys(modes)], ['en', ['light']]]) {
    test(`axe-core finds nothing wrong in any state (${code}, ${seen.join(', ')})`, async (t) => {
      const { page } = await stage.visitor(t);
      await page.setBypassCSP(true);
      for (const [name, [status, go]] of Object.entries(states)) {
        await t.test(name, async () => {
          assert.equal(await go(page, stage.world, code), status);
          for (const mode of seen) {
            await setMode(page, mode);
            assert.deepEqual(await violations(page, { rules: mode !== 'light' ? lookRules : code === 'en' ? wordRules : undefined }), [], mode);
          }
        });
      }
    });
  }

  test('axe-core finds nothing wrong in the frame of a portal’s page', async (t) => {
    const visitor = await stage.visitor(t);
    await visitor.page.setBypassCSP(true);
    const frame = await openPortal(visitor, stage.world);
    assert.deepEqual(await violations(frame), []);
    assert.deepEqual(await violations(visitor.page), []);
  });
});
