// Right to left: the layout is mirrored and nothing is lost. No such language is shipped,
// so the tests set the direction in the page.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { click, control, open } from './harness/acts.mjs';
import { setStage } from './harness/stage.mjs';

/** Returns the boxes of elements laid out in a row or at an edge, by name. */
function boxes() {
  const { clientWidth } = document.documentElement;
  const found = {};
  for (const e of document.querySelectorAll('h1, .controls > *, .contents, .languages a, summary, table, label, input[type=checkbox], .handle')) {
    const { left, right, top, width } = e.getBoundingClientRect();
    if (!width) continue;
    const name = `${e.localName} ${e.value ?? ''} ${e.textContent.trim().slice(0, 30)} ${e.id}`;
    found[name] = { fromStart: document.dir === 'rtl' ? clientWidth - right : left, top, width };
  }
  return found;
}

/** Returns the elements that overflow the page on the left or right. */
function outside() {
  const root = document.documentElement;
  const hidden = (e) => getComputedStyle(e).clipPath !== 'none' || e.closest('.skip');
  const found = [...document.querySelectorAll('body *')]
    .filter((e) => e.getClientRects().length && !hidden(e) && !e.closest('table'))
    .filter((e) => { const { left, right } = e.getBoundingClientRect(); return left < -1 || right > root.clientWidth + 1; })
    .map((e) => `${e.localName}.${e.className}`);
  return root.scrollWidth > root.clientWidth ? [...found, `the page is ${root.scrollWidth} px wide`] : found;
}

describe('right to left', () => {
  const stage = setStage('chromium');

  const places = { '': 'the charter', choice: 'the banner', 'choice?kit': 'the handle', accessibility: 'the accessibility statement' };
  for (const [path, name] of Object.entries(places)) {
    test(`${name} is its own mirror image, 320, 700 and 1280 px wide`, async (t) => {
      const { page } = await stage.visitor(t);
      if (path.endsWith('?kit')) {
        await open(page, `${stage.world.service}/fr/`);
        await click(page, page, control('refuse'));
      }
      await open(page, `${stage.world.service}/fr/${path}`);
      for (const width of [320, 700, 1280]) {
        await page.setViewport({ width, height: 800 });
        await page.evaluate(() => { document.dir = ''; });
        const before = await page.evaluate(boxes);
        assert.ok(Object.keys(before).length >= 1);
        await page.evaluate(() => { document.dir = 'rtl'; });
        const after = await page.evaluate(boxes);
        for (const [what, { fromStart, top, width: wide }] of Object.entries(before)) {
          assert.ok(Math.abs(after[what].fromStart - fromStart) <= 1 && Math.abs(after[what].top - top) <= 1 && Math.abs(after[what].width - wide) <= 1,
            `${what} at ${width} px: ${JSON.stringify(before[what])} became ${JSON.stringify(after[what])}`);
        }
        assert.deepEqual(await page.evaluate(outside), []);
      }
    });
  }
});
