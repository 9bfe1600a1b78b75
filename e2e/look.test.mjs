// Pages compared with the pictures in look/. After an intended change, run
// UPDATE_LOOK=1 npm --prefix e2e test and look at each new picture.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { click, control, open } from './harness/acts.mjs';
import { out } from './harness/build.mjs';
import { setMode } from './harness/media.mjs';
import { setStage } from './harness/stage.mjs';
import { pinnedContent } from './look/content.mjs';
import { decode, encode } from './look/png.mjs';
import { take } from './look/take.mjs';

const kept = fileURLToPath(new URL('look/', import.meta.url));
const taken = join(out, 'look');

/** The share of pixels that may differ besides antialiasing: the edges of a few letters. */
const tolerance = 0.0005;

/** The largest size of a picture in bytes, to limit the size of the repository. */
const largest = 60_000;

/** Compares a picture with the stored one, both reduced to a palette. */
function compare(name, picture) {
  const png = encode(picture);
  assert.ok(png.length <= largest, `${name}: ${png.length} bytes`);
  if (process.env.UPDATE_LOOK) {
    writeFileSync(join(kept, `${name}.png`), png);
    return;
  }
  mkdirSync(taken, { recursive: true });
  const [fileNow, fileDiff] = [join(taken, `${name}.png`), join(taken, `${name}.diff.png`)];
  writeFileSync(fileNow, png);
  const [was, now] = [decode(readFileSync(join(kept, `${name}.png`))), decode(png)];
  assert.deepEqual([now.width, now.height], [was.width, was.height], `${name} has another size: see ${fileNow}`);
  const diff = { width: now.width, height: now.height, data: Buffer.alloc(now.data.length) };
  const pixels = pixelmatch(was.data, now.data, diff.data, now.width, now.height);
  if (pixels <= tolerance * now.width * now.height) return;
  writeFileSync(fileDiff, encode(diff));
  assert.fail(`${name}: ${pixels} pixels differ, marked in ${fileDiff}; it is ${fileNow} now`);
}

const charter = (page, world) => open(page, `${world.service}/fr/`);
const banner = (page, world) => open(page, `${world.service}/fr/choice`);
const handle = async (page, world) => {
  await banner(page, world);
  await click(page, page, control('refuse'));
  await open(page, `${world.service}/fr/choice?kit`);
};
const confirmation = async (page, world) => {
  await charter(page, world);
  await page.click('#purpose-audience');
  await click(page, page, control('custom'));
  await page.evaluate(() => scrollTo(0, 0));
};
const missing = (page, world) => open(page, `${world.service}/fr/nothing`);

// name: [page, width, height (0: height of the text), mode]
const pictures = {
  'charter-320-light': [charter, 320, 1200, 'light'],
  'charter-1280-light': [charter, 1280, 800, 'light'],
  'charter-1280-dark': [charter, 1280, 800, 'dark'],
  'banner-320-light': [banner, 320, 0, 'light'],
  'banner-640-light': [banner, 640, 0, 'light'],
  'banner-1280-light': [banner, 1280, 0, 'light'],
  'banner-1920-light': [banner, 1920, 0, 'light'],
  'banner-1280-dark': [banner, 1280, 0, 'dark'],
  'banner-1280-forced': [banner, 1280, 0, 'forced colours'],
  'handle-104-light': [handle, 104, 44, 'light'],
  'confirmation-640-light': [confirmation, 640, 700, 'light'],
  'error-640-light': [missing, 640, 420, 'light'],
};

describe('looks', () => {
  const content = pinnedContent();
  after(() => rmSync(content, { recursive: true }));
  const stage = setStage('chromium', { content });

  for (const [name, [go, width, height, mode]] of Object.entries(pictures)) {
    test(`${name} looks as it did`, async (t) => {
      const { page } = await stage.visitor(t, { viewport: { width: Math.max(width, 320), height: 800 } });
      await setMode(page, mode);
      await go(page, stage.world);
      await page.setViewport({ width, height: height || 160 });
      // The banner is as high as its frame: the frame gets the height of the text.
      if (height === 0) await page.setViewport({ width, height: await page.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height)) });
      compare(name, await take(page, { whole: height === 0 }));
    });
  }

  test('the fonts of the pictures are there', async (t) => {
    const { page } = await stage.visitor(t);
    await charter(page, stage.world);
    const session = await page.createCDPSession();
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    for (const [selector, font] of [['h1', 'DejaVu Sans'], ['.lead', 'DejaVu Sans']]) {
      const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
      const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
      assert.deepEqual(fonts.map(({ familyName }) => familyName), [font], 'install fonts-dejavu-core');
    }
  });
});
