// The charter page as a document: its length on a phone, its header, its answers in each
// language and font, and where the focus ring is.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { open } from './harness/acts.mjs';
import { charterFor } from './harness/kits.mjs';
import { setMode } from './harness/media.mjs';
import { setStage } from './harness/stage.mjs';

const phone = { width: 360, height: 740 };

/** Sets the font of a page; the two are wider than those of phones. */
const setFont = (page, font) => page.evaluate((name) => document.documentElement.style.setProperty('--charte-font', `"${name}"`), font);

/** Returns the buttons whose label takes more than one line, and the sizes of all. */
function answers() {
  const buttons = [...document.querySelectorAll('.choices .controls button')];
  const lines = (button) => {
    const range = document.createRange();
    range.selectNodeContents(button);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  };
  return {
    wrapped: buttons.filter((button) => lines(button) > 1 || button.scrollWidth > button.clientWidth).map((button) => button.textContent),
    sizes: [...new Set(buttons.map((button) => [button.offsetWidth, button.offsetHeight].join('×')))],
  };
}

for (const [charter, content, most] of [['demo', undefined, 5.5], ['shipped', '', 11]]) {
  describe(`the length of the ${charter} charter`, () => {
    const stage = setStage('chromium', { content });
    test(`it takes at most ${most} screens of a phone, and its header one line`, async (t) => {
      const { page } = await stage.visitor(t, { viewport: phone });
      for (const code of ['fr', 'en']) {
        await open(page, `${stage.world.service}/${code}/?return=${stage.world.portal}/`);
        for (const font of ['DejaVu Sans', 'Liberation Sans']) {
          await setFont(page, font);
          const screens = await page.evaluate(() => document.documentElement.scrollHeight / innerHeight);
          t.diagnostic(`${code}, ${font}: ${screens.toFixed(2)} screens`);
          assert.ok(screens <= most, `${code}, ${font}: ${screens} screens`);
          assert.equal(await page.$eval('.top', (e) => e.getBoundingClientRect().height), 53, `${code}, ${font}: the header`);
        }
      }
    });
  });
}

describe('the charter page', () => {
  const stage = setStage('chromium', {
    content: (folder, portal) => {
      const copy = charterFor(folder, portal);
      for (const code of ['de', 'es']) cpSync(join(copy, 'charter.en.md'), join(copy, `charter.${code}.md`));
      return copy;
    },
  });

  test('no answer takes two lines, and all three have one size, in every language, font and width', async (t) => {
    const { page } = await stage.visitor(t, { viewport: phone });
    for (const code of ['fr', 'en', 'de', 'es']) {
      await open(page, `${stage.world.service}/${code}/`);
      for (const font of ['DejaVu Sans', 'Liberation Sans']) {
        await setFont(page, font);
        for (const width of [320, 360, 479, 480, 768, 1024, 1280]) {
          await page.setViewport({ width, height: 740 });
          const { wrapped, sizes } = await page.evaluate(answers);
          assert.deepEqual([wrapped, sizes.length], [[], 1], `${code}, ${font}, ${width} px: ${sizes}`);
        }
      }
    }
  });

  test('a section that a link leads to takes the focus without a ring; the next control has one', async (t) => {
    const { page } = await stage.visitor(t);
    await setMode(page, 'light');
    await open(page, `${stage.world.service}/fr/`);
    await page.focus('.lead a[href="#choices"]');
    await page.keyboard.press('Enter');
    const ring = () => page.evaluate(() => [document.activeElement.id || document.activeElement.getAttribute('href'), getComputedStyle(document.activeElement).outlineStyle]);
    assert.deepEqual(await ring(), ['choices', 'none']);
    await page.keyboard.press('Tab');
    assert.deepEqual(await ring(), ['#necessary', 'solid']);
  });
});
