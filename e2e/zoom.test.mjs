// Kit 1 at the browser's 400 % zoom in a window of 1280 × 1024: all of the kit and of the
// portal can be reached (A-16, WCAG 1.4.10).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { click, control, eventually, follow, frameOf, openPortal, tabTo } from './harness/acts.mjs';
import { giveChoice } from './harness/cookie.mjs';
import { kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';
import { launchWithText, launchZoomed } from './harness/zoom.mjs';

const paths = { fr: '/explore/dataset/arbres/?flg=fr-fr', en: '/explore/dataset/arbres/?flg=en-gb' };

/** Returns the lines of text that cannot be scrolled between the frame's top and its controls. */
function outOfReach() {
  const lines = [];
  const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.textContent.trim() || !node.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const { top, bottom } of range.getClientRects()) lines.push({ text: node.textContent.trim(), from: top + scrollY, to: bottom + scrollY });
  }
  const lost = lines.filter(({ from, to }) => {
    scrollTo(0, from);
    const floor = Math.min(innerHeight, document.querySelector('.controls').getBoundingClientRect().top);
    return from - scrollY < -1 || to - scrollY > floor + 1;
  });
  return { count: lines.length, lost: lost.map(({ text }) => text) };
}

/** Reports whether a control is completely visible and not covered. */
function inSight(e) {
  const { left, right, top, bottom } = e.getBoundingClientRect();
  const spots = [[(left + right) / 2, (top + bottom) / 2], [left + 3, top + 3], [right - 3, bottom - 3]];
  return left >= -1 && right <= innerWidth + 1 && top >= -1 && bottom <= innerHeight + 1 && spots.every(([x, y]) => e.contains(document.elementFromPoint(x, y)));
}

describe('kit 1 at 400 % zoom', () => {
  const stage = setStage('chromium', {
    header: (service) => `${kit(1, service, '--footer').header}<style>${kit(1, service, '--footer').sheet}</style>`,
    footer: (service) => kit(1, service, '--footer').footer,
  });
  let zoomed;
  before(async () => { stage.browser = zoomed = await launchZoomed(stage.browser, 4); });
  after(() => zoomed?.close());

  async function visit(t, code, decision) {
    const visitor = await stage.visitor(t, { viewport: { width: 1280, height: 1024 } });
    if (decision) await giveChoice(visitor, stage.world, decision);
    const frame = await openPortal(visitor, stage.world, paths[code]);
    assert.deepEqual(await visitor.page.evaluate(() => [innerWidth, innerHeight, devicePixelRatio]), [320, 256, 4], 'it is zoomed');
    const { top, bottom, right } = await eventually('the kit', () => visitor.page.evaluate(() => {
      const box = document.querySelector('.charte').getBoundingClientRect().toJSON();
      return box.height > 20 && box;
    }));
    assert.ok(top >= 102 && Math.abs(bottom - 257) < 0.5 && right <= 320.5, `from ${top} to ${bottom}, ${right} wide`); // 40 % remain for the portal
    return { ...visitor, frame, top };
  }

  for (const code of ['fr', 'en']) {
    test(`every word of the banner can be read, and every control is completely visible (${code})`, async (t) => {
      const { frame } = await visit(t, code);
      const { count, lost } = await frame.evaluate(outOfReach);
      assert.ok(count > 10);
      assert.deepEqual(lost, []);
      for (const decision of ['refuse', 'accept', 'choose']) {
        await frame.$eval(control(decision), (e) => { e.scrollIntoView({ block: 'nearest' }); });
        assert.equal(await frame.$eval(control(decision), inSight), true, decision);
      }
      assert.equal(await frame.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'it scrolls one way only');
    });

    test(`the handle is completely visible, is named after the outcome and leads to the form by keyboard (${code})`, async (t) => {
      const { page, frame } = await visit(t, code, 'refuse');
      assert.equal(await frame.$eval('.handle', inSight), true);
      assert.match(await frame.$eval('.handle', (link) => link.ariaLabel), /^Cookies.*: (refus|refused)/u);
      assert.equal(await frame.$eval('.handle', (link) => link.scrollWidth <= innerWidth && link.scrollHeight <= innerHeight), true, 'its words fit');
      await tabTo(page, frame, (name) => name.startsWith('frame: Cookies'));
      await page.keyboard.press('Enter');
      await eventually('the form', () => page.evaluate(() => location.hash === '#choices' && Boolean(document.querySelector('#choices form'))));
    });
  }

  test('by keyboard alone the banner is refused', async (t) => {
    const { page, frame, ...visitor } = await visit(t, 'fr');
    await tabTo(page, frame, (name) => name === 'frame: refuse');
    await eventually('the button in sight', () => frame.$eval(control('refuse'), inSight));
    await follow(page, () => page.keyboard.press('Enter'));
    await eventually('the handle', async () => (await frameOf(page, stage.world)).$('body > main > .handle'));
    assert.deepEqual((await visitor.rows()).map(({ decision }) => decision), ['refuse']);
  });

  test('the mouse reaches each answer, and the portal’s last line can be scrolled above the banner', async (t) => {
    const { page, frame, top, ...visitor } = await visit(t, 'en');
    await eventually('the last line clear', () => page.evaluate((edge) => {
      scrollTo(0, document.documentElement.scrollHeight);
      return document.querySelector('#last-line').getBoundingClientRect().bottom <= edge;
    }, top));
    await click(page, frame, control('accept'));
    await eventually('the handle', async () => (await frameOf(page, stage.world)).$('body > main > .handle'));
    assert.deepEqual((await visitor.rows()).map(({ decision }) => decision), ['accept']);
  });
});

describe('kit 1 with text of 200 %', () => {
  const stage = setStage('chromium', { header: (service) => kit(1, service).header });
  let large;
  before(async () => { stage.browser = large = await launchWithText(stage.browser, 32); });
  after(() => large?.close());

  test('the handle’s words are twice as large, and whole', async (t) => {
    const visitor = await stage.visitor(t);
    await giveChoice(visitor, stage.world, 'refuse');
    const frame = await openPortal(visitor, stage.world, paths.fr);
    const box = await eventually('the handle', () => visitor.page.evaluate(() => {
      const { left, width, height } = document.querySelector('.charte').getBoundingClientRect();
      return height > 20 && { left, width, height };
    }));
    assert.deepEqual(box, { left: 16, width: 208, height: 45 });
    const [size, wide, high] = await frame.$eval('.handle', (link) => {
      const range = document.createRange();
      range.selectNodeContents(link);
      const { width, height } = range.getBoundingClientRect();
      return [getComputedStyle(link).fontSize, width, height];
    });
    assert.equal(size, '28px');
    assert.ok(wide <= box.width - 4 && high <= box.height, `${wide} × ${high} px`);
  });
});
