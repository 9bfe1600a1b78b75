// The frame sizes in a charter fit the banner and the handle in every language. Sizes that
// charte embed --measure has measured in one engine fit in all of them. If they do not
// fit, the message contains the table for the charter's front matter.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { open } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { out, root } from './harness/build.mjs';
import { charterOf } from './harness/charter.mjs';
import { sharedBrowser } from './harness/shared.mjs';
import { openWorld } from './harness/world.mjs';

// The breakpoints of the layout, and common window widths between them.
const windows = [320, 360, 390, 414, 479, 480, 560, 639, 640, 700, 767, 768, 900, 991, 992, 1100, 1279, 1280, 1366, 1440, 1599, 1600, 1920, 2560];
// Engines and fonts lay out text a few pixels apart.
const slack = 64;

/** Creates a folder with a longer French text, with German and Spanish, and with sizes measured in Chromium. */
async function longer() {
  const folder = mkdtempSync(join(tmpdir(), 'charte-sizes-'));
  cpSync(join(root, 'internal/charter/testdata/demo'), folder, { recursive: true });
  for (const language of ['de', 'es']) cpSync(join(folder, 'charter.en.md'), join(folder, `charter.${language}.md`));
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'locales/active.fr.toml'), `consequence = "${'Refuser ne vous prive de rien, et rien ne change. '.repeat(6).trim()}"\n`);
  await promisify(execFile)(join(out, 'charte'), ['embed', '--measure', '--content', folder]);
  return folder;
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
        for (const width of windows) {
          const row = needed.findLast(([from]) => from <= width);
          for (const language of languages) {
            await page.setViewport({ width, height: 400 });
            await open(page, `${world.service}/${language}/choice?kit`);
            if (width === 360 && ['de', 'es'].includes(language)) {
              assert.deepEqual(await page.evaluate(labelsOfSeveralLines), [], `${engine}: labels in ${language} at ${width} px`);
            }
            row[1] = Math.max(row[1], await page.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height)));
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
          for (const words of handleWords(language)) {
            const [wide, tall] = await page.evaluate((text) => {
              document.documentElement.style.fontSize = '200%';
              const link = document.querySelector('.handle');
              link.querySelector('span').textContent = text;
              return [link.scrollWidth, link.scrollHeight];
            }, words);
            assert.ok(wide <= width && tall <= height, `${engine}: “${words}” takes ${wide} × ${tall} px, the handle has ${width} × ${height}`);
          }
        }
      }
    });
  });
}

/** Returns the labels of buttons that take more than one line; it runs in the page. */
const labelsOfSeveralLines = () => [...document.querySelectorAll('.controls button, .controls .button')].filter((control) => {
  const range = document.createRange();
  range.selectNodeContents(control);
  return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
}).map((control) => control.textContent);

/** Returns every text that the handle can have in a language. */
const handleWords = (language) => readFileSync(join(root, `locales/active.${language}.toml`), 'utf8')
  .split('\n').map((line) => line.match(/^handle_(?:accepted|refused|partial|signal) = "(.*)"/)?.[1]).filter(Boolean);
