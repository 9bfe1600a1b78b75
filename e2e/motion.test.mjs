// Nothing moves, even without a preference for reduced motion. On a page that scrolls smoothly to its answers, a click made
// meanwhile reaches the button that slides under the pointer: WebKit objected for a visitor who pressed "refuse".
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { open } from './harness/acts.mjs';
import { setStage } from './harness/stage.mjs';

/** Returns every element or pseudo-element with an animation or a transition. */
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

  const show = async (path) => {
    const page = await stage.reader();
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
    await open(page, stage.world.service + path);
    return page;
  };

  for (const path of ['/fr/', '/fr/choice', '/fr/choice?kit', '/fr/accessibility']) {
    test(`nothing on ${path} moves`, async () => {
      assert.deepEqual(await (await show(path)).evaluate(moving), []);
    });
  }

  test('a link to a heading jumps at once', async () => {
    const top = await (await show('/fr/')).evaluate(() => {
      const link = [...document.querySelectorAll('.contents a')].at(-1);
      link.click();
      return document.querySelector(link.hash).getBoundingClientRect().top;
    });
    assert.ok(top < 800, `it lies at ${top} px`);
  });
});
