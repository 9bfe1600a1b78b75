// One colour in the charter, seen in a browser: pages in both modes, and frames that are
// light unless the theme lets them follow the visitor's system.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { control, open } from './harness/acts.mjs';
import { root } from './harness/build.mjs';
import { setStage } from './harness/stage.mjs';

/** Creates a content folder: the demo charter with a brand's colour, and a theme.css. */
function branded(css) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-theme-'));
  cpSync(join(root, 'internal/charter/testdata/demo'), folder, { recursive: true });
  const charter = join(folder, 'charter.md');
  writeFileSync(charter, readFileSync(charter, 'utf8').replace('platform:', 'colour: "#a01a2c"\nplatform:'));
  if (css) writeFileSync(join(folder, 'theme.css'), css);
  return folder;
}

const light = (rgb) => { const [r, g, b] = rgb.match(/\d+/g).map(Number); return r + g + b > 600; };

/** Returns whether the page is light, whether its text is, and the colour of a control, in dark mode. */
async function inTheDark(page, address) {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await open(page, address);
  const [ground, text, button] = await page.evaluate((selector) => [
    getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color, getComputedStyle(document.querySelector(selector)).backgroundColor,
  ], control('refuse'));
  return { paper: light(ground), text: light(text), button };
}

for (const [name, css, frameIsLight] of [['a colour alone', '', true], ['a theme that follows the system', ':root{color-scheme:light dark}', false]]) {
  describe(name, () => {
    const content = branded(css);
    after(() => rmSync(content, { recursive: true }));
    const stage = setStage('chromium', { content });

    test('pages are dark in dark mode, frames as the theme sets it, and all can be read', async (t) => {
      const { page } = await stage.visitor(t);
      const pages = await inTheDark(page, `${stage.world.service}/fr/`);
      const banner = await inTheDark(page, `${stage.world.service}/fr/choice`);
      assert.deepEqual([pages.paper, pages.text, banner.paper, banner.text], [false, true, frameIsLight, !frameIsLight]);
      const brand = 'rgb(160, 26, 44)';
      assert.ok(pages.button !== brand && (banner.button === brand) === frameIsLight, `${pages.button} and ${banner.button}`);
    });
  });
}
