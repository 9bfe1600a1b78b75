// The focus is visible: focusing a control changes enough pixels around it by a contrast
// of at least 3:1.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { control, eventually, open } from './harness/acts.mjs';
import { setMode } from './harness/media.mjs';
import { setStage } from './harness/stage.mjs';
import { states } from './harness/states.mjs';
import { decode } from './look/png.mjs';

const luminance = (data, i) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, c) => {
  const value = data[4 * i + c] / 255;
  return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
}, 0);

const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

/** Counts the pixels that differ by 3:1 or more between two pictures of one place. */
function changed(before, after) {
  let count = 0;
  for (let i = 0; i < before.width * before.height; i++) {
    if (contrast(luminance(before.data, i), luminance(after.data, i)) >= 3) count++;
  }
  return count;
}

describe('the ring around what is focused', () => {
  const stage = setStage('chromium');

  for (const mode of ['light', 'dark', 'more contrast', 'forced colours']) {
    for (const [path, selectors] of Object.entries({
      '/fr/choice': [control('refuse'), control('accept'), control('choose'), '.text a'],
      '/fr/': [control('refuse'), '#purpose-audience', '.contents a', '.languages a', '.bottom a'],
    })) {
      test(`it differs from the page before it by 3:1, two pixels thick, on ${path} (${mode})`, async () => {
        const page = await stage.reader({ viewport: { width: 1280, height: 2600 } });
        await setMode(page, mode);
        await open(page, stage.world.service + path);
        await page.emulateFocusedPage(true); // independent of other windows
        await page.keyboard.press('Tab'); // makes later focus :focus-visible
        for (const selector of selectors) {
          const { x, y, width, height } = await (await page.$(selector)).boundingBox();
          const clip = { x: Math.max(0, x - 8), y: Math.max(0, y - 8), width: width + 16, height: height + 16 };
          // The area of a line of 2 px around the control (WCAG 2.2, 2.4.13).
          const least = 4 * (width + height);
          // A picture may be taken before the page is repainted, so both are taken again until
          // they differ: a missing ring still fails.
          await eventually(`${Math.round(least)} pixels around ${selector}`, async () => {
            await page.evaluate(() => document.activeElement.blur());
            const before = decode(await page.screenshot({ clip }));
            await page.focus(selector);
            const after = decode(await page.screenshot({ clip }));
            return changed(before, after) >= least * 0.95;
          });
        }
      });
    }
  }

  test('the ring of a notice in the banner covers no text', async (t) => {
    const { page } = await stage.visitor(t, { viewport: { width: 320, height: 640 } });
    await states['the banner after a wrong form'][1](page, stage.world, 'fr');
    const [notice, above, below, ring] = await page.$eval('[autofocus]', (e) => {
      const { outlineWidth, outlineOffset } = getComputedStyle(e);
      const box = ({ top, bottom }) => [top, bottom];
      return [box(e.getBoundingClientRect()), box(e.previousElementSibling.getBoundingClientRect()), box(e.nextElementSibling.getBoundingClientRect()), parseFloat(outlineWidth) + parseFloat(outlineOffset)];
    });
    assert.ok(ring > 0 && notice[0] - above[1] >= ring && below[0] - notice[1] >= ring, JSON.stringify({ notice, above, below, ring }));
  });
});
