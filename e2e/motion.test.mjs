// Nothing moves for those who asked for less motion.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { open } from './harness/acts.mjs';
import { setStage } from './harness/stage.mjs';

/** Every element, or part of one, that would move by itself or on the way to another state. */
function moving() {
  const found = [];
  for (const e of document.querySelectorAll('*')) {
    for (const part of [null, '::before', '::after']) {
      const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(e, part);
      if (animationName !== 'none') found.push(`${e.localName} is animated`);
      if (!/^0s(, 0s)*$/.test(transitionDuration)) found.push(`${e.localName} changes over ${transitionDuration}`);
      if (scrollBehavior !== 'auto' && !part) found.push(`${e.localName} scrolls smoothly`);
    }
  }
  return found;
}

describe('motion', () => {
  const stage = setStage('chromium');

  const show = async (t, path, asked) => {
    const { page } = await stage.visitor(t);
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: asked }]);
    await open(page, stage.world.service + path);
    return page;
  };

  for (const path of ['/fr/', '/fr/choice', '/fr/choice?kit', '/fr/accessibility']) {
    test(`nothing on ${path} moves where less motion is asked for`, async (t) => {
      assert.deepEqual(await (await show(t, path, 'reduce')).evaluate(moving), []);
    });
  }

  test('a heading of the contents is reached at once where less motion is asked for', async (t) => {
    const page = await show(t, '/fr/', 'reduce');
    const top = await page.evaluate(() => {
      const link = [...document.querySelectorAll('.contents a')].at(-1);
      link.click();
      return document.querySelector(link.hash).getBoundingClientRect().top;
    });
    assert.ok(top < 800, `it lies at ${top} px`);
  });

  test('where nobody asked, the page scrolls to a heading, and nothing else moves', async (t) => {
    assert.deepEqual(await (await show(t, '/fr/', 'no-preference')).evaluate(moving), ['html scrolls smoothly']);
  });
});
