// Alignment of the page's parts, and the edge between the banner and the portal.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { click, control, eventually, open } from './harness/acts.mjs';
import { setMode } from './harness/media.mjs';
import { setStage } from './harness/stage.mjs';
import { decode } from './look/png.mjs';

/** Returns the left and right edge of an element's content box; for a control, of its border box. */
const sides = (page, selector) => page.$eval(selector, (e) => {
  const { left, right, top } = e.getBoundingClientRect();
  const { paddingLeft, paddingRight } = getComputedStyle(e);
  const [start, end] = e.matches('.controls *') ? [0, 0] : [parseFloat(paddingLeft), parseFloat(paddingRight)];
  return { left: Math.round(left + start), right: Math.round(right - end), top: Math.round(top) };
});

/** Returns the colour of a point of the window as red, green and blue. */
async function colour(page, x, y) {
  const top = await page.evaluate(() => scrollY);
  const { data } = decode(await page.screenshot({ clip: { x, y: top + y, width: 1, height: 1 }, captureBeyondViewport: false }));
  return [...data.subarray(0, 3)];
}

describe('edges', () => {
  const stage = setStage('chromium');

  const show = async (path, width, height = 800) => {
    const page = await stage.reader({ viewport: { width, height } });
    await open(page, stage.world.service + path);
    return page;
  };

  test('header, text and footer begin on one line, beside a scroll bar too', async () => {
    const page = await show('/fr/', 768);
    await page.setBypassCSP(true);
    for (const path of ['/fr/accessibility', '/fr/nothing']) {
      await open(page, stage.world.service + path);
      // Headless browsers draw scroll bars over the page; others take space from it.
      await page.addStyleTag({ content: 'html { padding-inline-end: 15px }' });
      for (const width of [390, 768, 1280, 1920]) {
        await page.setViewport({ width, height: 800 });
        const [name, title, link] = [await sides(page, '.who'), await sides(page, 'h1'), await sides(page, '.bottom a')];
        assert.deepEqual([title.left, link.left], [name.left, name.left], `${path} at ${width} px`);
      }
    }
  });

  test('the banner’s controls are as wide as its text', async () => {
    const page = await show('/fr/choice', 320, 400);
    for (const width of [320, 700, 1119]) {
      await page.setViewport({ width, height: 400 });
      const text = await sides(page, '.text');
      const [refuse, choose] = [await sides(page, control('refuse')), await sides(page, control('choose'))];
      assert.ok(Math.abs(refuse.left - text.left + choose.right - text.right) <= 1, `${refuse.left} to ${choose.right} under ${text.left} to ${text.right}`);
    }
  });

  test('in a frame higher than the text, the spare height is above the answers', async () => {
    const page = await show('/fr/choice', 360, 600);
    for (const width of [360, 700, 1119]) {
      await page.setViewport({ width, height: 600 });
      const [text, controls] = await page.$$eval('.text > :last-child, .controls', (all) => all.map((e) => e.getBoundingClientRect().bottom));
      assert.ok(controls === 600 && text < 500, `the text ends at ${text}, the answers at ${controls} px`);
    }
  });

  test('from 70rem of width the text is on a centred measure, beside the answers', async () => {
    const page = await show('/fr/choice', 1920, 192);
    const [text, choose] = [await sides(page, '.text'), await sides(page, control('choose'))];
    assert.ok(text.left >= 240 && Math.abs(text.left - (1920 - choose.right)) <= 1, `${text.left} to ${choose.right}`);
  });

  for (const mode of ['light', 'dark', 'forced colours']) {
    test(`an edge separates the banner from the portal at any scroll position (${mode})`, async () => {
      const page = await show('/fr/choice', 320, 300);
      await setMode(page, mode);
      const [edge, ground] = [await colour(page, 4, 0), await colour(page, 4, 4)];
      assert.notDeepEqual(edge, ground);
      await page.evaluate(() => scrollTo(0, 100));
      await eventually('the text scrolled', () => page.evaluate(() => scrollY === 100));
      assert.deepEqual(await colour(page, 4, 0), edge);
    });
  }

  test('the handle has an edge where colours are forced', async (t) => {
    const { page } = await stage.visitor(t, { viewport: { width: 600, height: 400 } });
    await open(page, `${stage.world.service}/fr/choice`);
    await click(page, page, control('refuse'));
    await setMode(page, 'forced colours');
    await page.setViewport({ width: 104, height: 44 });
    await open(page, `${stage.world.service}/fr/choice?kit`);
    assert.notDeepEqual(await colour(page, 52, 0), await colour(page, 52, 4));
  });
});
