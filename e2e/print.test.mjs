// The charter on paper.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { open } from './harness/acts.mjs';
import { setStage } from './harness/stage.mjs';

for (const [charter, content] of [['demo', undefined], ['shipped', '']]) {
  describe(`print of the ${charter} charter`, () => {
    const stage = setStage('chromium', { content });

    for (const [code, date] of [['fr', /depuis le\s\d+(er)?\s\S+\s\d{4}/], ['en', /since\s\d+\s\S+\s\d{4}/]]) {
      test(`the printed charter has pages, its date and its version, and no buttons (${code})`, async (t) => {
        const { page } = await stage.visitor(t);
        await open(page, `${stage.world.service}/${code}/`);
        const pdf = Buffer.from(await page.pdf({ format: 'A4' })).toString('latin1');
        const pages = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
        assert.ok(pages >= 2 && pages <= 8, `${pages} pages`);
        await page.emulateMediaType('print');
        await page.setViewport({ width: 640, height: 900 }); // A4 without its margins
        const text = await page.$eval('body', (body) => body.innerText);
        assert.match(text, date);
        assert.match(text, /:\s[0-9a-f]{12}/);
        assert.equal(await page.$eval('.controls', (controls) => getComputedStyle(controls).display), 'none');
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing runs off the paper');
        const links = await page.$$eval('main a[href^="http"]', (all) => all.map((a) => ({ href: a.getAttribute('href'), printed: a.textContent + getComputedStyle(a, '::after').content })));
        assert.ok(links.length > 0);
        assert.deepEqual(links.filter(({ href, printed }) => printed.split(href).length !== 2), [], 'each address is printed, once');
      });
    }
  });
}
