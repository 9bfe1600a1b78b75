// axe-core finds no violation on any page in any state (the automatic part of ).
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { openPortal } from './harness/acts.mjs';
import { modes, setMode } from './harness/media.mjs';
import { setStage } from './harness/stage.mjs';
import { states } from './harness/states.mjs';

const { source } = createRequire(import.meta.url)('axe-core');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Returns the violations in a page or frame, one per line: rule, element, fix. */
async function violations(where) {
  await where.evaluate(source);
  const { violations: found, passes } = await where.evaluate((values) => axe.run({ runOnly: values }), tags);
  assert.ok(passes.length > 5, 'axe looked at something');
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}

describe('axe-core', () => {
  const stage = setStage('chromium');

  for (const code of ['fr', 'en']) {
    for (const mode of Object.keys(modes)) {
      test(`axe-core finds nothing wrong in any state (${code}, ${mode})`, async (t) => {
        const visitor = await stage.visitor(t);
        const { page } = visitor;
        await page.setBypassCSP(true);
        await setMode(page, mode);
        for (const [name, [status, go]] of Object.entries(states)) {
          await t.test(name, async () => {
            assert.equal(await go(page, stage.world, code), status);
            assert.deepEqual(await violations(page), []);
          });
        }
      });
    }
  }

  test('axe-core finds nothing wrong in the frame of a portal’s page', async (t) => {
    const visitor = await stage.visitor(t);
    await visitor.page.setBypassCSP(true);
    const frame = await openPortal(visitor, stage.world);
    assert.deepEqual(await violations(frame), []);
    assert.deepEqual(await violations(visitor.page), []);
  });
});
