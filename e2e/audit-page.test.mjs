// The HTML report of an audit: valid, accessible and as wide as its window.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { violations } from './harness/axe.mjs';
import { launch } from './harness/browsers.mjs';
import { out } from './harness/build.mjs';

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  rules: { 'prefer-native-element': ['error', { exclude: ['region'] }] }, // the Nu checker wants a heading in a section
});

const page = (what, code) => execFileSync(join(out, 'report'), [what, code], { encoding: 'utf8' });

describe('the report of an audit', () => {
  let browser;
  before(async () => { browser = await launch('chromium', { pin: 'none' }); });
  after(() => browser?.close());

  for (const what of ['faulty', 'clean', 'changes']) {
    for (const code of ['fr', 'en']) {
      test(`${what}, in ${code}, is valid HTML`, async () => {
        const { results } = await validator.validateString(page(what, code));
        assert.deepEqual(results.flatMap(({ messages }) => messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`)), []);
      });
    }
  }

  for (const [what, code, width, scheme] of [['faulty', 'fr', 320, 'dark'], ['clean', 'en', 1280, 'light'], ['changes', 'fr', 320, 'light']]) {
    test(`${what}, in ${code}, ${scheme}, passes axe-core and is no wider than ${width} px`, async (t) => {
      const tab = await browser.newPage();
      t.after(() => tab.close());
      await tab.setBypassCSP(true);
      await tab.setViewport({ width, height: 800 });
      await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await tab.setContent(page(what, code));
      assert.deepEqual(await violations(tab), []);
      assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    });
  }

  test('129 findings fit within 10 screens of a phone, and the first screen has every answer', async (t) => {
    const tab = await browser.newPage();
    t.after(() => tab.close());
    await tab.setBypassCSP(true);
    await tab.setViewport({ width: 360, height: 740 });
    await tab.setContent(page('many', 'fr'));
    const seen = await tab.evaluate(() => ({
      entries: document.querySelectorAll('.entry').length,
      answers: Array.from(document.querySelectorAll('.answer li')).map((e) => e.getBoundingClientRect().bottom),
      targets: Array.from(document.querySelectorAll('summary')).map((e) => e.getBoundingClientRect().height),
      height: document.documentElement.scrollHeight,
    }));
    assert.equal(seen.entries, 129);
    assert.equal(seen.answers.length, 4); // no objection on this portal
    assert.ok(Math.max(...seen.answers) <= 740, `the answers end at ${Math.max(...seen.answers)} px`);
    assert.ok(Math.min(...seen.targets) >= 24, `a line is ${Math.min(...seen.targets)} px high`);
    assert.ok(seen.height <= 10 * 740, `the report is ${seen.height} px long`);
    await tab.emulateMediaType('print');
    const printed = await tab.evaluate(() => document.querySelector('.entry pre').getBoundingClientRect().height);
    assert.ok(printed > 0, 'the findings are printed, though they are folded on the screen');
  });
});
