// The limits of kit 1 in the portal's page: nothing invisible takes clicks or focus, and a
// service that does not answer delays nothing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { click, control, eventually, frameOf, open, openPortal } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { giveChoice } from './harness/cookie.mjs';
import { proxyTo } from './harness/front.mjs';
import { kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';

const path = '/explore/dataset/arbres/?q=ch%C3%AAne';

/** Returns the kit's elements that a click would hit, sampled every 10 pixels of the window. */
const met = (page) => page.evaluate(() => {
  const found = new Set();
  for (let x = 5; x < innerWidth; x += 10) {
    for (let y = 5; y < innerHeight; y += 10) {
      const at = document.elementFromPoint(x, y);
      if (at?.closest('.charte')) found.add(at.localName);
    }
  }
  return [...found];
});

/** Tabs through the whole page; returns the stops, and how much of the kit's frame is visible at each of its stops. */
async function walk(page) {
  const stops = [];
  while (stops.length < 60) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return null;
      if (at.localName !== 'iframe') return at.textContent.trim() || at.localName;
      const { left, top, right, bottom } = at.getBoundingClientRect();
      return { width: Math.min(right, innerWidth) - Math.max(left, 0), height: Math.min(bottom, innerHeight) - Math.max(top, 0) };
    });
    if (!stop) return { all: stops, frames: stops.filter((one) => typeof one === 'object') };
    stops.push(stop);
  }
  throw new Error(`no end: ${JSON.stringify(stops)}`);
}

const imagesIn = (page) => eventually('the images', () => page.evaluate(() => [...document.querySelectorAll('.charte img')].every((image) => image.complete)));

for (const engine of engines) {
  describe(`the limits of kit 1, ${engine}`, () => {
    const stage = setStage(engine, {
      header: (service) => `${kit(1, service, '--footer').header}<style>${kit(1, service, '--footer').sheet}</style>`,
      footer: (service) => kit(1, service, '--footer').footer,
    });

    for (const decided of [false, true]) {
      test(`${decided ? 'decided' : 'undecided'}, the frame takes clicks and focus while visible, and neither if a filter hides only the frame`, async (t) => {
        const visitor = await stage.visitor(t);
        const { page } = visitor;
        if (decided) await giveChoice(visitor, stage.world, 'accept');
        const frame = await openPortal(visitor, stage.world, path);
        await eventually('the kit', () => page.evaluate(() => document.querySelector('.charte').offsetHeight > 20));
        assert.deepEqual(await met(page), ['iframe'], 'the frame alone, and nothing else of the kit');
        const stops = await frame.evaluate(() => [...document.querySelectorAll('a, button')].filter((e) => e.checkVisibility()).length);
        const { frames } = await walk(page);
        assert.deepEqual([stops, frames.length], decided ? [1, 1] : [4, 4], 'each of its stops, and none beside');
        assert.ok(frames.every(({ width, height }) => width >= 44 && height >= 44), JSON.stringify(frames));
        await page.addStyleTag({ content: 'iframe[src*="/choice"]{display:none!important}' });
        assert.deepEqual(await met(page), []);
        const filtered = await walk(page);
        assert.deepEqual(filtered.frames, []);
        assert.ok(filtered.all.length > 5, filtered.all.join(' | '));
      });
    }

    test('if the service is stopped, the keyboard reaches nothing of the kit', async (t) => {
      const { page } = await stage.visitor(t);
      stage.world.breakWith((request) => { request.stream ? request.stream.close(2) : request.socket.destroy(); });
      t.after(() => stage.world.restore());
      await open(page, stage.world.portal + path);
      await imagesIn(page);
      const { all, frames } = await walk(page);
      assert.deepEqual(frames, []);
      assert.ok(all.length > 5, all.join(' | '));
      assert.deepEqual(await met(page), []);
    });

    test('on an unlisted portal, the keyboard reaches nothing of the kit', async (t) => {
      const { page } = await stage.visitor(t);
      await open(page, stage.world.unlistedPortal + path);
      await imagesIn(page);
      assert.deepEqual((await walk(page)).frames, []);
    });

    test('the portal’s page is complete before the service answers, and then the banner appears', async (t) => {
      const visitor = await stage.visitor(t);
      const held = [];
      stage.world.breakWith((request, response) => { held.push([request, response]); });
      t.after(() => stage.world.restore());
      await open(visitor.page, stage.world.portal + path);
      const { domContentLoadedEventEnd, loadEventEnd } = await visitor.page.evaluate(() => performance.getEntriesByType('navigation')[0].toJSON());
      assert.ok(domContentLoadedEventEnd > 0 && loadEventEnd > 0, 'both events were over');
      await eventually('the kit’s questions', () => held.length > 0);
      assert.ok(held.every(([, response]) => !response.headersSent), 'while every question of the kit was open');
      assert.deepEqual([await met(visitor.page), (await walk(visitor.page)).frames], [[], []], 'and neither the mouse nor the keyboard meets it');
      stage.world.restore();
      const pass = proxyTo(stage.world.port);
      for (const [request, response] of held) pass(request, response);
      const frame = await frameOf(visitor.page, stage.world);
      await click(visitor.page, frame, control('refuse'));
      assert.equal((await visitor.rows()).length, 1);
    });
  });
}

describe('kit 1 pasted into the footer', () => {
  const stage = setStage('chromium', { header: () => '', footer: (service) => kit(1, service).header });

  test('its position is the same as in the header, it is last in the tab order, and it leads back', async (t) => {
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    const frame = await openPortal(visitor, stage.world, path);
    const box = await eventually('the kit', () => page.evaluate(() => {
      const { left, bottom, width, height } = document.querySelector('.charte').getBoundingClientRect();
      return height > 20 && { left, width, end: Math.round(bottom - innerHeight) };
    }));
    assert.deepEqual(box, { left: 0, width: 1280, end: 1 });
    assert.deepEqual(await met(page), ['iframe']);
    const { all } = await walk(page);
    assert.deepEqual(all.map((stop) => typeof stop), [...Array(all.length - 4).fill('string'), ...Array(4).fill('object')]);
    await click(page, frame, control('refuse'));
    assert.equal(await page.evaluate(() => location.href), stage.world.portal + path);
    await eventually('the handle', async () => (await frameOf(page, stage.world)).$('main > .handle'));
  });
});
