// The frame sizes in a charter fit the banner and the handle in every language. Sizes that
// charte embed --measure has measured in one engine fit in all of them. If they do not
// fit, the message contains the table for the charter's front matter.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { eventually, open } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { out, root } from './harness/build.mjs';
import { charterOf } from './harness/charter.mjs';
import { sharedBrowser } from './harness/shared.mjs';
import { openWorld } from './harness/world.mjs';

// The breakpoints of the layout, and common window widths between them.
const windows = [320, 359, 360, 390, 414, 479, 480, 560, 639, 640, 700, 767, 768, 900, 992, 1119, 1120, 1200, 1279, 1280, 1366, 1440, 1600, 1920, 2560];
// Engines and fonts lay out text a few pixels apart.
const slack = 64;

/** Creates a folder with a longer French text, with German and Spanish, and with sizes measured in Chromium. */
async function longer() {
  const folder = mkdtempSync(join(tmpdir(), 'charte-sizes-'));
  cpSync(join(root, 'internal/charter/testdata/demo'), folder, { recursive: true });
  for (const language of ['de', 'es']) cpSync(join(folder, 'charter.en.md'), join(folder, `charter.${language}.md`));
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'locales/active.fr.toml'), `banner_withdraw = "${'Refuser ne vous prive de rien, et rien ne change. '.repeat(6).trim()}"\n`);
  await promisify(execFile)(join(out, 'charte'), ['embed', '--measure', '--content', folder]);
  return folder;
}

/** Returns the width of the window, which is wider than asked for where the engine has no narrower one, and the height of the banner in it. */
function measure(asked) {
  document.documentElement.style.scrollbarWidth = 'none'; // a frame of the right height has no scroll bar
  return innerWidth >= asked && [innerWidth, Math.ceil(document.body.getBoundingClientRect().height)];
}

for (const [name, make] of [['shipped', () => null], ['longer', longer]]) {
  describe(`sizes of the ${name} charter`, () => {
    let world, content;
    before(async () => {
      content = await make();
      world = await openWorld({ content });
    });
    after(async () => {
      await world.close();
      if (content) rmSync(content, { recursive: true });
    });

    test('each height fits the banner in all its windows, in every language', async (t) => {
      const { heights, handle, languages } = await charterOf(world);
      const needed = heights.map(([from]) => [from, 0]);
      for (const engine of engines) {
        const browser = await sharedBrowser(engine, { pin: world.pin });
        const page = await browser.newPage();
        t.after(() => page.close());
        for (const language of languages) {
          await page.setViewport({ width: windows[0], height: 160 }); // lower than the banner, which is as high as its frame
          await open(page, `${world.service}/${language}/choice?kit`);
          for (const width of windows) {
            await page.setViewport({ width, height: 160 });
            const [wide, high] = await eventually(`a window of ${width} px`, () => page.evaluate(measure, width));
            const row = needed.findLast(([from]) => from <= wide);
            row[1] = Math.max(row[1], high);
          }
        }
      }
      const table = needed.map(([from, height]) => `  ${from}: ${height}`).join('\n');
      heights.forEach(([from, height], i) => assert.ok(
        height >= needed[i][1] && height <= needed[i][1] * 1.05 + slack,
        `from ${from} px the banner needs ${needed[i][1]} px and is given ${height}; in the front matter:\nheights:\n${table}`,
      ));
    });

    test('the handle fits its words at twice the text size', async (t) => {
      const { handle: [width, height], languages } = await charterOf(world);
      for (const engine of engines) {
        const browser = await sharedBrowser(engine, { pin: world.pin });
        const page = await browser.newPage();
        t.after(() => page.close());
        await page.setViewport({ width, height });
        for (const language of languages) {
          await open(page, `${world.service}/${language}/choice?kit`);
          const [wide, tall] = await page.evaluate(() => {
            document.documentElement.style.fontSize = '200%';
            const link = document.querySelector('.handle');
            const range = document.createRange();
            range.selectNodeContents(link);
            return [Math.max(link.scrollWidth, range.getBoundingClientRect().width + 2), link.scrollHeight];
          });
          assert.ok(wide <= width && tall <= height, `${engine}: ${language} takes ${wide} × ${tall} px, the handle has ${width} × ${height}`);
        }
      }
    });
  });
}
