// Filter lists that hide or block cookie banners by name do not affect the charter, the
// banner and the link to them (docs/adr/0012-three-kits.md).
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually, frameOf, open } from './harness/acts.mjs';
import { kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';

// Words in the rules of EasyList Cookie List and similar lists. This short list blocks
// more than they do, because each word matches anywhere in a name.
const words = [
  'cookie-banner', 'cookie-consent', 'cookie-notice', 'bandeau-cookie', 'consent-banner', 'consent-manager',
  'cookie-bar', 'cookie-law', 'cookie-policy', 'cookie-popup', 'cookie-overlay', 'cookie-message', 'cookies-message', 'cc-window', 'gdpr', 'rgpd', 'cmp-',
  'tarteaucitron', 'axeptio', 'didomi', 'onetrust',
];
const spellings = new Set(words.flatMap((word) => ['-', '_', ''].map((between) => word.replaceAll('-', between))));
const hidden = [...spellings].flatMap((word) => ['class', 'id', 'name', 'aria-label'].map((attribute) => `[${attribute}*="${word}" i]`)).join();
const blocked = new RegExp([
  '/cookie-banner', '/cookie-consent', '/cookie-notice', '/cookies-policy/', '/cookie-policy/', '/consent-manager', '/consent-banner', '/cookieconsent', '/cookiebanner', '/gdpr',
  '[./]cookie(?:-|_|)(?:law|bar|notice|banner|consent|policy|popup)', '^https?://cookie-consent\\.', '^https?://consent\\.', '^https?://cmp\\.',
].join('|'), 'i');

describe('cookie filter lists', () => {
  const own = (service) => `<div class="cookie-banner" style="height:1rem">Bandeau d’un autre</div><img alt="" src="/cookie-banner.png">`
    + kit(1, service).header + kit(2, service).head;
  const stage = setStage('chromium', { content: '', header: own, footer: (service) => kit(3, service).footer });

  /** Opens a browser that blocks requests with these words and hides elements named after them in every document. */
  async function visit(t) {
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    await page.setBypassCSP(true); // CSP does not apply to an extension's styles
    const stopped = [];
    const asked = [];
    await page.setRequestInterception(true);
    page.on('request', (request) => {
      asked.push(request.url());
      if (!blocked.test(request.url())) return request.continue();
      stopped.push(new URL(request.url()).pathname);
      return request.abort('blockedbyclient');
    });
    await page.evaluateOnNewDocument((selector) => {
      addEventListener('DOMContentLoaded', () => {
        document.head.append(Object.assign(document.createElement('style'), { textContent: `${selector}{display:none!important}` }));
      });
    }, hidden);
    return { ...visitor, stopped, asked };
  }

  /** Returns tag and name of the elements that the lists hide. */
  const taken = (where) => where.evaluate((selector) => [...document.querySelectorAll(selector)].map((e) => `${e.localName}.${e.className}#${e.id}`), hidden);

  /** Reports whether an element is visible. */
  const seen = (where, selector) => where.$eval(selector, (e) => {
    const { width, height } = e.getBoundingClientRect();
    return width > 0 && height > 0 && getComputedStyle(e).visibility === 'visible';
  });

  test('the banner and the link in the footer are not hidden, but another banner is', async (t) => {
    const { page, stopped, asked } = await visit(t);
    await open(page, `${stage.world.portal}/`);
    const frame = await frameOf(page, stage.world);
    assert.deepEqual(await taken(page), ['div.cookie-banner#'], 'the lists do hide');
    assert.deepEqual(await taken(frame), []);
    for (const [where, selector] of [[page, '.charte iframe'], [page, `footer ~ a[href^="${stage.world.service}"]`], [frame, 'button[value="refuse"]'], [frame, 'button[value="accept"]'], [frame, '.controls a']]) {
      await eventually(selector, () => seen(where, selector));
    }
    for (const path of ['/embed.js', '/charter.json']) await eventually(path, () => asked.includes(stage.world.service + path));
    assert.deepEqual(stopped, ['/cookie-banner.png'], 'and block nothing of ours');
  });

  for (const path of ['/fr/', '/en/', '/fr/choice', '/fr/accessibility', '/fr/receipt']) {
    test(`${path} is shown whole, with its style`, async (t) => {
      const { page, stopped, asked } = await visit(t);
      await open(page, stage.world.service + path);
      assert.deepEqual([await taken(page), stopped], [[], []]);
      assert.ok(asked.length > 0);
      assert.ok(await seen(page, 'main h1'));
      const style = await page.evaluate(() => [document.styleSheets.length > 1, getComputedStyle(document.body).marginTop]);
      assert.deepEqual(style, [true, '0px'], 'its own sheet holds');
      if (path.length === 4) assert.ok(await seen(page, '#choices button[value="refuse"]'));
    });
  }
});
