// The focus is visible everywhere, and the focused element is not hidden.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { open } from './harness/acts.mjs';
import { setMode } from './harness/media.mjs';
import { setStage } from './harness/stage.mjs';

/** Returns the focus ring's width, its contrast with its background, and whether the element is on top. */
function ring() {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const rgb = (colour) => colour.match(/[\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = rgb(colour).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(at);
  let ground = parseFloat(style.outlineOffset) < 0 ? at : at.parentElement;
  while (ground.parentElement && (rgb(getComputedStyle(ground).backgroundColor)[3] ?? 1) === 0) ground = ground.parentElement;
  const [dark, light] = [luminance(style.outlineColor), luminance(getComputedStyle(ground).backgroundColor)].sort((a, b) => a - b);
  const { left, right, top, bottom } = at.getClientRects()[0];
  const on = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return {
    name: `${at.localName} ${at.id} ${at.value ?? ''} ${at.textContent.trim().slice(0, 40)}`,
    width: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    contrast: (light + 0.05) / (dark + 0.05),
    seen: at.contains(on) || Boolean(on?.closest('label')?.htmlFor === at.id),
  };
}

describe('focus', () => {
  const stage = setStage('chromium');

  const pages = {
    '/fr/': [{ width: 1280, height: 800 }, 12],
    '/en/': [{ width: 320, height: 568 }, 12],
    '/fr/choice': [{ width: 1280, height: 200 }, 4],
    '/en/choice': [{ width: 320, height: 256 }, 4],
    '/fr/accessibility': [{ width: 640, height: 480 }, 5],
    '/fr/nothing': [{ width: 640, height: 480 }, 4],
  };
  for (const [path, [viewport, least]] of Object.entries(pages)) {
    for (const mode of ['light', 'dark']) {
      test(`every stop of ${path} has a ring with a contrast of at least 3:1, and is not hidden (${mode})`, async () => {
        const page = await stage.reader({ viewport });
        await setMode(page, mode);
        await open(page, stage.world.service + path);
        const names = [];
        for (;;) {
          await page.keyboard.press('Tab');
          const stop = await page.evaluate(ring);
          if (!stop) break;
          names.push(stop.name);
          assert.ok(names.length < 80, `no end: ${names.join(' | ')}`);
          assert.ok(stop.width >= 2, `${stop.name}: a ring of ${stop.width} px`);
          assert.ok(stop.contrast >= 3, `${stop.name}: ${stop.contrast}`);
          assert.ok(stop.seen, `${stop.name}: is behind something`);
        }
        assert.ok(names.length >= least, names.join(' | '));
      });
    }
  }

  test('the skip link comes first and leads to the content', async (t) => {
    const { page } = await stage.visitor(t);
    await open(page, `${stage.world.service}/fr/`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  });
});
