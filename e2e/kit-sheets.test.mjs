// Kit 1 has one place and one size, whatever a portal's style sheet contains: one page
// per engine, in which the style sheets are exchanged.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { click, control, eventually, open, openPortal } from './harness/acts.mjs';
import { allEngines } from './harness/browsers.mjs';
import { giveChoice } from './harness/cookie.mjs';
import { charterOf } from './harness/charter.mjs';
import { kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';
import { inHeader, sheets } from './portal/sheets.mjs';

const path = '/explore/dataset/arbres/?q=ch%C3%AAne';

/** Returns, under each style sheet in turn, what differs from a box of that size in the window's bottom left corner; null is the window's whole width. */
function differences([all, width, height]) {
  const sheet = document.head.appendChild(document.createElement('style'));
  const kitBox = document.querySelector('.charte'), frame = document.querySelector('.charte iframe');
  const found = [];
  for (const [name, css] of Object.entries(all)) {
    sheet.textContent = css;
    const root = document.documentElement;
    const box = kitBox.getBoundingClientRect(), inner = frame.getBoundingClientRect();
    const want = { left: width ? 16 : 0, width: width ?? root.clientWidth, height, end: root.clientHeight + 1 };
    const got = { left: box.left, width: box.width, height: box.height, end: box.bottom };
    const off = Object.keys(want).filter((key) => Math.abs(got[key] - want[key]) > 0.6).map((key) => `${key} ${got[key]}, not ${want[key]}`);
    for (const side of ['left', 'top', 'right', 'bottom']) {
      if (Math.abs(inner[side] - box[side]) > 0.6) off.push(`the frame’s ${side} ${inner[side]}, not ${box[side]}`);
    }
    for (const [x, y] of [[2, 2], [box.width - 2, 2], [box.width / 2, box.height - 4], [box.width - 2, box.height - 4]]) {
      if (document.elementFromPoint(box.left + x, box.top + y) !== frame) off.push(`at ${x}, ${y} something else is on top`);
    }
    if (Number(getComputedStyle(frame).opacity) !== 1) off.push('it is translucent');
    const wide = root.scrollWidth, text = document.querySelector('h1').getBoundingClientRect().top + scrollY;
    kitBox.style.setProperty('display', 'none', 'important');
    if (root.scrollWidth !== wide) off.push(`the page is ${wide} wide, without the kit ${root.scrollWidth}`);
    if (Math.abs(document.querySelector('h1').getBoundingClientRect().top + scrollY - text) > 0.6) off.push('it moves the page’s content');
    kitBox.style.setProperty('display', 'grid', 'important');
    if (off.length) found.push(`${name}: ${off.join('; ')}`);
  }
  sheet.remove();
  return found;
}

const shown = (page) => eventually('the kit', () => page.evaluate(() => {
  const { width, height } = document.querySelector('.charte').getBoundingClientRect();
  return [...document.querySelectorAll('.charte img')].every((image) => image.complete) && height > 20 && [innerWidth, width, height];
}));

/** Exchanges the kit in the page for another one, in an element #header. */
const exchange = (page, parts) => page.evaluate(({ header, sheet }) => {
  document.querySelector('.charte').outerHTML = `<section id="header">${header}</section>`;
  document.head.appendChild(document.createElement('style')).textContent = sheet;
}, parts);

for (const engine of allEngines) {
  describe(`kit 1 under portals’ style sheets, ${engine}`, () => {
    const stage = setStage(engine, { header: (service) => kit(1, service).header });

    for (const decided of [false, true]) {
      test(`${decided ? 'decided' : 'asked'}, its place and size are the same under each`, async (t) => {
        const { heights, handle } = await charterOf(stage.world);
        const visitor = decided ? await stage.visitor(t) : { page: await stage.reader() };
        const { page } = visitor;
        if (decided) {
          await open(page, `${stage.world.portal}/`);
          await giveChoice(visitor, stage.world, 'refuse');
        }
        await open(page, stage.world.portal + path);
        for (const way of ['styles', 'classes']) {
          if (way === 'classes') await exchange(page, kit(1, stage.world.service, '--classes'));
          const [window] = await shown(page);
          const size = decided ? handle : [null, heights.findLast(([from]) => from <= window)[1]];
          const all = way === 'classes' ? { ...sheets, ...inHeader } : sheets;
          assert.deepEqual(await page.evaluate(differences, [all, ...size]), [], way);
        }
      });
    }

    test('its heights are the same if the page’s root has another font size', async (t) => {
      const page = await stage.reader();
      const { heights } = await charterOf(stage.world);
      await stage.world.paste((service) => `<style>html{font-size:62.5%}</style>${kit(1, service).header}`, () => '');
      t.after(() => stage.world.paste((service) => kit(1, service).header, () => ''));
      for (const width of [500, 700, 800, 1000, 1300, 1590]) {
        await page.setViewport({ width, height: 1100 });
        await open(page, stage.world.portal + path);
        const [window, , height] = await shown(page);
        assert.equal(Math.round(height), heights.findLast(([from]) => from <= window)[1], `at ${window}`);
      }
    });

    test('zoomed with the page’s body, it is as wide as the window', async () => {
      const page = await stage.reader();
      await open(page, stage.world.portal + path);
      await shown(page);
      const hits = await page.evaluate(() => {
        document.body.style.zoom = 1.5;
        const wide = document.documentElement.clientWidth, corner = [2, wide - 3];
        const at = (x, y) => document.elementFromPoint(x, y)?.localName === 'iframe';
        return [corner.map((x) => at(x, innerHeight - 4)), corner.map((x) => at(x, innerHeight * 0.38)), document.querySelector('.charte iframe').clientWidth <= wide];
      });
      assert.deepEqual(hits, [[true, true], [false, false], true]);
    });
  });
}

// Why the kit is outside the header.
describe('kit 1 inside the portal’s header', () => {
  const stage = setStage('chromium', { header: (service) => kit(1, service).header });

  test('in a header with a filter it hangs at the header', async (t) => {
    const visitor = await stage.visitor(t);
    await open(visitor.page, stage.world.portal + path);
    await shown(visitor.page);
    const ends = await visitor.page.evaluate(() => {
      const box = document.querySelector('.charte'), before = box.getBoundingClientRect().bottom;
      document.querySelector('header').append(box);
      return [before, box.getBoundingClientRect().bottom];
    });
    assert.ok(ends[0] > 790 && ends[1] < 400, `it ends at ${ends.join(', then at ')}`);
  });
});

describe('the kit as the first version printed it', () => {
  const [, header, footer] = readFileSync(new URL('portal/kit1-first.html', import.meta.url), 'utf8').split(/^(?=<!-- )/m);
  const pasted = (part) => (service) => part.replaceAll('https://cookies.ville.example', service);
  const stage = setStage('chromium', { header: pasted(header), footer: pasted(footer) });

  test('it asks, and after a choice it shows the handle', async (t) => {
    const visitor = await stage.visitor(t);
    const { heights, handle } = await charterOf(stage.world);
    const frame = await openPortal(visitor, stage.world, path);
    assert.deepEqual(await shown(visitor.page), [1280, 1280, heights.findLast(([from]) => from <= 1280)[1]]);
    await click(visitor.page, frame, control('refuse'));
    assert.deepEqual(await shown(visitor.page), [1280, ...handle]);
  });
});
