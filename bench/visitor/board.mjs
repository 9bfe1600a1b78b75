// Shows our banner beside those of others on the example portal: one picture for each
// product and width, one board for each width, and a Markdown table of the banners' boxes.
// Usage: node board.mjs FOLDER [COMMIT]; docs/pictures of COMMIT are the first on the boards.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../../e2e/harness/acts.mjs';
import { launch } from '../../e2e/harness/browsers.mjs';
import { root } from '../../e2e/harness/build.mjs';
import { setMode } from '../../e2e/harness/media.mjs';
import { openWorld } from '../../e2e/harness/world.mjs';
import { candidates, packageFiles } from './candidates.mjs';
import { peers } from './peers.mjs';

const [folder, before] = process.argv.slice(2);
if (!folder) throw new Error('usage: node board.mjs FOLDER [COMMIT]');

const git = (...words) => execFileSync('git', words, { cwd: root });

/** The candidates that are shown, each with the selector of its visible box. */
const boxes = {
  'charte, kit 1': '#charte', 'klaro 0.7.22': '.klaro .cookie-notice', 'orejime 3.2.1': '.orejime-Banner-body',
  'tarteaucitron 1.34.0': '#tarteaucitronAlertBig', 'vanilla-cookieconsent 3.1.0': '#cc-main .cm',
};
const products = { ...Object.fromEntries(Object.entries(boxes).map(([name, box]) => [name, { ...candidates[name], box }])), ...peers };
const captions = { 'charte, kit 1': `charte ${String(git('rev-parse', '--short', 'HEAD')).trim()}` };

/** The windows, each with the picture of ours in docs/pictures and the boards' columns. */
const windows = [
  { width: 360, height: 740, ours: 'banner-phone.png', columns: 4, shown: 360 },
  { width: 1280, height: 800, ours: 'banner-wide.png', columns: 2, shown: 960 },
];

/** Reports whether the middle of an element is in its window and nothing lies over it. */
function hit(selector) {
  const element = document.querySelector(selector);
  if (!element) return false;
  const { x, y, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}

/** Waits until the accept button, in the page or in a frame, can be clicked and the box has its final place. */
async function settled(page, { accept, box }) {
  await eventually(`${accept} can be clicked`, async () => {
    for (const frame of page.frames()) if (await frame.evaluate(hit, accept)) return true;
    return false;
  });
  await page.waitForNetworkIdle();
  let last;
  return eventually(`${box} at rest`, async () => {
    const now = await page.$eval(box, (e) => JSON.stringify(e.getBoundingClientRect()));
    const same = now === last;
    last = now;
    return same && JSON.parse(now);
  });
}

/** Takes a picture of the portal with a product's banner and returns it with the banner's box. */
async function look(browser, world, name, { width, height }) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height });
  await setMode(page, 'light');
  await page.goto(`${world.portal}/`);
  const box = await settled(page, products[name]);
  const picture = await page.screenshot();
  writeFileSync(join(folder, `${name.replace(/[ ,]+/g, '-').toLowerCase()}-${width}.png`), picture);
  await context.close();
  return { name, picture, width: Math.round(box.width), height: Math.round(box.height), share: Math.round(100 * box.width * box.height / width / height) };
}

const figure = (shown) => ({ name, picture, height, share }) => `<figure><img width="${shown}" src="data:image/png;base64,${Buffer.from(picture).toString('base64')}">
<figcaption>${captions[name] ?? name}${height ? `: ${height} px, ${share} % of the window` : ''}</figcaption></figure>`;

/** Writes a page with all pictures of a width side by side. */
async function board(browser, { width, ours, columns, shown }, looks) {
  const old = before ? [{ name: `charte ${before}`, picture: git('show', `${before}:docs/pictures/${ours}`) }] : [];
  const page = await browser.newPage();
  await page.setViewport({ width: columns * (shown + 24) + 24, height: 800 });
  await page.setContent(`<style>body { display: grid; grid: auto / repeat(${columns}, ${shown}px); gap: 24px; margin: 24px; font: 16px sans-serif; background: #ddd }
figure { margin: 0 } img { display: block } figcaption { padding-block: 8px }</style>${[...old, ...looks].map(figure(shown)).join('')}`);
  writeFileSync(join(folder, `board-${width}.png`), await page.screenshot({ fullPage: true }));
  await page.close();
}

const cell = ({ width, height, share }) => `${height} | ${width} | ${share} %`;

mkdirSync(folder, { recursive: true });
const looks = new Map(windows.map((window) => [window, []]));
for (const [name, { header }] of Object.entries(products)) {
  const world = await openWorld({ header });
  const browser = await launch('chromium', { pin: world.pin });
  try {
    if (!name.startsWith('charte')) world.breakWith(packageFiles);
    for (const [window, all] of looks) all.push(await look(browser, world, name, window));
  } finally {
    await browser.close();
    await world.close();
  }
}
const browser = await launch('chromium', {});
for (const [window, all] of looks) await board(browser, window, all);
await browser.close();
const [phone, wide] = looks.values();
console.log(`| banner | ${windows.map(({ width, height }) => `${width} × ${height}: height, px | width, px | of the window`).join(' | ')} |
|---|--:|--:|--:|--:|--:|--:|
${phone.map((one, i) => `| ${one.name} | ${cell(one)} | ${cell(wide[i])} |`).join('\n')}`);
