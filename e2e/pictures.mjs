// Takes the pictures of docs/pictures again: make pictures.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { click, control, frameOf, open, openPortal } from './harness/acts.mjs';
import { launch } from './harness/browsers.mjs';
import { root } from './harness/build.mjs';
import { kit } from './harness/kits.mjs';
import { setMode } from './harness/media.mjs';
import { openWorld } from './harness/world.mjs';
import { pinnedContent } from './look/content.mjs';
import { encode } from './look/png.mjs';
import { take } from './look/take.mjs';

const folder = join(root, 'docs/pictures');
const path = '/explore/dataset/arbres/?q=ch%C3%AAne';

/** Opens the portal's page and returns when the banner or handle has its final position. */
async function portal(page, world) {
  await openPortal({ page }, world, path);
  await page.waitForFunction(() => document.querySelector('.charte').getBoundingClientRect().height > 40);
}

const refused = async (page, world) => {
  await portal(page, world);
  await click(page, await frameOf(page, world), control('refuse'));
  await portal(page, world);
};
const charter = (page, world) => open(page, `${world.service}/fr/`);
const table = async (page, world) => {
  await charter(page, world);
  await page.$eval('#audience', (heading) => heading.scrollIntoView({ behavior: 'instant' }));
};
const confirmation = async (page, world) => {
  await charter(page, world);
  await page.click('#purpose-audience');
  await click(page, page, control('custom'));
  await page.evaluate(() => scrollTo(0, 0));
};

// name: [page, width, height, mode]
const plain = {
  'banner-wide': [portal, 1280, 640, 'light'],
  'banner-phone': [portal, 360, 740, 'light'],
  'handle': [refused, 960, 360, 'light'],
  'charter-wide': [charter, 1280, 800, 'light'],
  'charter-dark': [charter, 1280, 800, 'dark'],
  'charter-phone': [table, 360, 640, 'light'],
  'confirmation': [confirmation, 640, 520, 'light'],
};
const dressed = { 'charter-theme': [charter, 1280, 640, 'light'] };

/** Takes the pictures of one content folder and removes the folder. */
async function takeAll(content, pictures) {
  const flags = ['--content', content];
  const world = await openWorld({
    content, header: (service) => kit(1, service, ...flags).header, footer: (service) => kit(1, service, ...flags).footer ?? '',
  });
  const browser = await launch('chromium', { pin: world.pin });
  for (const [name, [go, width, height, mode]] of Object.entries(pictures)) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width, height });
    await setMode(page, mode);
    await go(page, world);
    writeFileSync(join(folder, `${name}.png`), encode(await take(page)));
    await context.close();
  }
  await browser.close();
  await world.close();
  rmSync(content, { recursive: true });
}

mkdirSync(folder, { recursive: true });
await takeAll(pinnedContent(), plain);
await takeAll(pinnedContent(fileURLToPath(new URL('look/dressed/', import.meta.url))), dressed);
