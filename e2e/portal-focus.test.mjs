// Tabbing through a whole portal page while the banner covers its end: the banner never
// hides the focused element (A-13, WCAG 2.2, 2.4.11; C-14).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually, openPortal } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { giveChoice } from './harness/cookie.mjs';
import { kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';

const path = '/explore/dataset/arbres/';
// More links than fit into a window, so that focusing one below the fold must scroll.
const links = Array.from({ length: 40 }, (_, i) => `<p><a href="#${i}">Lien ${i + 1}</a></p>`).join('');

/** Returns how many pixels of the focused element are visible: inside the window and not under the kit. */
function seen() {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  if (at.localName === 'iframe') return { name: 'frame', pixels: at.clientHeight };
  const kitTop = document.querySelector('.charte').getBoundingClientRect().top;
  const { top, bottom } = at.getBoundingClientRect();
  return { name: at.textContent.trim(), pixels: Math.min(bottom, innerHeight, kitTop) - Math.max(top, 0) };
}

/** Returns the focused element as seen, after the browser has scrolled to it: Firefox scrolls in a later frame. */
async function settled(page) {
  let stop = await page.evaluate(seen);
  for (const end = Date.now() + 20_000; stop?.pixels < 4 && Date.now() < end;) stop = await page.evaluate(seen);
  return stop;
}

/** Presses a key until the focus leaves the page, and returns each stop. */
async function walk(page, press) {
  const stops = [];
  for (let last; stops.length < 120;) {
    await press();
    const stop = await settled(page);
    if (!stop) return stops;
    if (stop.name === 'frame' && last === 'frame') { last = stop.name; continue; }
    stops.push(stop);
    last = stop.name;
  }
  throw new Error(`no end: ${stops.map(({ name }) => name).join(' | ')}`);
}

for (const engine of engines) {
  describe(`the focus in a portal’s page with kit 1, ${engine}`, () => {
    const stage = setStage(engine, {
      header: (service) => `${kit(1, service, '--footer').header}<style>${kit(1, service, '--footer').sheet}</style>${links}`,
      footer: (service) => kit(1, service, '--footer').footer,
    });

    for (const decided of [false, true]) {
      test(`no focused element is hidden by the ${decided ? 'handle' : 'banner'} in a wide, a high and a small window`, async (t) => {
        const visitor = await stage.visitor(t);
        const { page } = visitor;
        if (decided) await giveChoice(visitor, stage.world, 'refuse');
        for (const viewport of [{ width: 1280, height: 720 }, { width: 400, height: 700 }, { width: 320, height: 256 }]) {
          await page.setViewport(viewport);
          await openPortal(visitor, stage.world, path);
          await eventually('the kit’s box', () => page.evaluate(() => document.querySelector('.charte').getBoundingClientRect().height > 20));
          const stops = await walk(page, () => page.keyboard.press('Tab'));
          assert.ok(stops.length > 45, stops.map(({ name }) => name).join(' | '));
          assert.deepEqual(stops.filter(({ pixels }) => pixels < 4), [], `${viewport.width} × ${viewport.height}`);
        }
      });
    }
  });
}
