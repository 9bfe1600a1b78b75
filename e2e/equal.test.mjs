// Refuse and accept look the same to the pixel, in every width and mode (C-03 to C-07).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { control, open } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { modes, setMode } from './harness/media.mjs';
import { setStage } from './harness/stage.mjs';

/** Returns every style that affects a button's look. */
function looks(button) {
  const { width, height } = button.getBoundingClientRect();
  const style = getComputedStyle(button);
  const properties = [...style].filter((name) =>
    /^(font|padding|border|background|color|cursor|opacity|text|outline|box-shadow|filter|transform|letter|word|line-height|display|margin|z-index)/.test(name)
      && !/^(transform-origin|perspective-origin)/.test(name));
  const tenths = (n) => Math.round(n * 10) / 10; // layout units are 1/64 px
  return { width: tenths(width), height: tenths(height), ...Object.fromEntries(properties.map((name) => [name, style.getPropertyValue(name)])) };
}

const both = async (page, before = () => {}) => {
  const seen = [];
  for (const decision of ['refuse', 'accept']) {
    await before(control(decision));
    seen.push(await page.$eval(control(decision), looks));
  }
  return seen;
};

describe('refuse and accept, measured in Chromium', () => {
  const stage = setStage('chromium');

  for (const path of ['/fr/choice', '/en/choice', '/fr/', '/en/']) {
    for (const mode of Object.keys(modes)) {
      test(`refuse and accept are the same to the pixel on ${path} at every width (${mode})`, async () => { // C-05
        const page = await stage.reader();
        await setMode(page, mode);
        await open(page, stage.world.service + path);
        for (const width of [320, 640, 1280, 1920]) {
          await page.setViewport({ width, height: 800 });
          const [refuse, accept] = await both(page);
          assert.ok(refuse.height >= 44 && refuse.width >= 44, `${width}: ${refuse.width} × ${refuse.height}`);
          assert.ok(Object.keys(refuse).length > 50, 'styles were read');
          assert.deepEqual(refuse, accept, `at ${width} px`);
        }
        assert.deepEqual(...(await both(page, (selector) => page.hover(selector))), 'under the pointer');
        await page.mouse.move(0, 0);
        assert.deepEqual(...(await both(page, (selector) => page.focus(selector))), 'with the focus');
      });
    }
  }
});

for (const engine of engines) {
  describe(`refuse and accept in ${engine}`, () => {
    const stage = setStage(engine);

    test('both are buttons of one form, beside choose, and nothing is ticked', async (t) => { // C-03, C-04, C-07, C-09
      const { page } = await stage.visitor(t);
      await open(page, `${stage.world.service}/fr/choice`);
      const [refuse, accept] = await both(page);
      assert.deepEqual(refuse, accept);
      const children = await page.$eval('.controls', (controls) => [...controls.children].map((e) => e.value || e.textContent));
      assert.deepEqual(children, ['refuse', 'accept', 'Choisir']);
      const { width, height } = await page.$eval(control('choose'), looks);
      assert.deepEqual([width, height], [accept.width, accept.height]);
      await open(page, `${stage.world.service}/fr/`);
      assert.equal(await page.$('input:checked, [autofocus]'), null);
    });
  });
}
