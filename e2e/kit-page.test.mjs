// Kit 1 and what surrounds it: print, platforms that strip its code, skip link, settings of
// the visitor.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { click, control, eventually, follow, frameOf, open, openPortal, tabTo } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { giveChoice } from './harness/cookie.mjs';
import { kit } from './harness/kits.mjs';
import { setMode } from './harness/media.mjs';
import { setStage } from './harness/stage.mjs';
import { portalSite } from './portal/portal.mjs';

const path = '/explore/dataset/arbres/?q=ch%C3%AAne';
const packaged = createRequire(import.meta.url).resolve;

const shown = (page) => eventually('the kit', () => page.evaluate(() => document.querySelector('.charte').offsetHeight > 20));

describe('kit 1 on paper', () => {
  const stage = setStage('chromium', { header: (service) => kit(1, service).header });
  const sheets = async (page) => Buffer.from(await page.pdf({ printBackground: true })).toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g).length;

  for (const decided of [false, true]) {
    test(`no ${decided ? 'handle' : 'banner'} is printed`, async (t) => {
      const visitor = await stage.visitor(t);
      const { page } = visitor;
      if (decided) await giveChoice(visitor, stage.world, 'refuse');
      await openPortal(visitor, stage.world, path);
      await shown(page);
      assert.equal(await visible(page), true, 'on the screen');
      assert.equal(await sheets(page), await withoutKit(page, () => sheets(page)), 'as many sheets');
      await page.emulateMediaType('print');
      assert.equal(await visible(page), false, 'on paper');
    });
  }
});

/** Reports whether the kit changes the picture of the page. */
const visible = async (page) => !Buffer.from(await page.screenshot()).equals(Buffer.from(await withoutKit(page, () => page.screenshot())));

/** Runs act while the kit is not displayed. */
async function withoutKit(page, act) {
  const display = (value) => page.$eval('.charte', (box, to) => box.style.setProperty('display', to, 'important'), value);
  await display('none');
  const result = await act();
  await display('grid');
  return result;
}

/** Removes attributes, or elements but not their content, as a platform does. */
function strip(code, selector, ...attributes) {
  const body = new DOMParser().parseFromString(code, 'text/html').body;
  for (const element of body.querySelectorAll(selector)) {
    for (const name of attributes) element.removeAttribute(name);
    if (!attributes.length) element.replaceWith(...element.childNodes);
  }
  return body.innerHTML;
}

/** Platforms that sanitise what webmasters paste. */
const platforms = {
  AngularJS: (code) => angular.injector(['ng', 'ngSanitize']).get('$sanitize')(code),
  DOMPurify: (code) => DOMPurify.sanitize(code),
  // Compared once with its output, version 1.0.27: of our elements it keeps div, span and img, and of their attributes these.
  'bluemonday’s UGC policy': (code) => {
    const body = new DOMParser().parseFromString(code, 'text/html').body;
    for (const element of body.querySelectorAll('*')) {
      for (const { name } of [...element.attributes]) if (!['id', 'alt', 'src', 'width', 'height'].includes(name)) element.removeAttribute(name);
      if (!['div', 'span', 'img'].includes(element.localName)) element.replaceWith(...element.childNodes);
    }
    return body.innerHTML;
  },
  'all styles': (code) => strip(code, '*', 'style'),
  'all styles and classes': (code) => strip(code, '*', 'style', 'class'),
  'all sizes': (code) => strip(code, '*', 'width', 'height'),
  'the property all': (code) => code.replaceAll('all:unset!important;', ''),
  'all !important': (code) => code.replaceAll('!important', ''),
  'the images’ styles': (code) => strip(code, 'img', 'style'),
  'the frame’s style': (code) => strip(code, 'iframe', 'style'),
  ids: (code) => strip(code, '*', 'id'),
  frames: (code) => strip(code, 'iframe'),
  'picture and source': (code) => strip(code, 'picture,source'),
  'link and span': (code) => strip(code, 'link,span'),
};

describe('kit 1 on a platform that strips a part of it', () => {
  const stage = setStage('chromium', { header: () => '' });

  test('the page keeps its width, and its content its place to within a line', async (t) => {
    const { page } = await stage.visitor(t);
    await open(page, stage.world.portal + path);
    for (const file of ['angular/angular.min.js', 'angular-sanitize/angular-sanitize.min.js', 'dompurify/dist/purify.min.js']) await page.addScriptTag({ path: packaged(file) });
    await page.evaluate(`${strip}; window.platforms = { ${Object.entries(platforms).map(([name, act]) => `${JSON.stringify(name)}: ${act}`)} }`);
    const layout = () => page.evaluate(() => [document.documentElement.scrollWidth, document.querySelector('h1').getBoundingClientRect().top]);
    const [wide, top] = await layout();
    for (const parts of [kit(1, stage.world.service), kit(1, stage.world.service, '--classes')]) {
      for (const name of Object.keys(platforms)) {
        const left = await page.evaluate((code, sheet, platform) => {
          const place = document.body.insertBefore(document.createElement('section'), document.querySelector('header'));
          place.innerHTML = window.platforms[platform](code) + (sheet ? `<style>${sheet}</style>` : '');
          return place.innerHTML.length;
        }, parts.header, parts.sheet, name);
        assert.ok(left > 200, `${name}: ${left} characters are left`);
        await eventually('the images', () => page.evaluate(() => [...document.querySelectorAll('section img')].every((image) => image.complete && image.naturalWidth > 0)));
        const [nowWide, nowTop] = await layout();
        assert.ok(nowWide === wide && nowTop - top <= 30, `without ${name}: ${nowWide} wide, not ${wide}; the content ${nowTop - top} lower`);
        await page.evaluate(() => document.querySelector('section').remove());
      }
    }
  });
});

for (const engine of engines) {
  describe(`kit 1 at the end of the footer, ${engine}`, () => {
    const stage = setStage(engine, { header: (service) => kit(1, service).skip, footer: (service) => kit(1, service).header });

    test('the skip link leads the keyboard to the banner', async (t) => {
      const visitor = await stage.visitor(t);
      const { page } = visitor;
      const frame = await openPortal(visitor, stage.world, path);
      await shown(page);
      await tabTo(page, frame, (name) => name === 'Aller au choix sur les cookies');
      await page.keyboard.press('Enter');
      await eventually('the jump', () => page.evaluate(() => location.hash === '#charte'));
      const [first] = await tabTo(page, frame, () => true);
      assert.match(first, /^frame: /);
      await tabTo(page, frame, (name) => name === 'frame: refuse');
      await follow(page, () => page.keyboard.press('Enter'));
      await eventually('the handle', async () => (await frameOf(page, stage.world)).$('main > .handle'));
      assert.equal((await visitor.rows()).length, 1);
    });
  });
}

describe('kit 1 for a visitor with settings', () => {
  const stage = setStage('chromium', { header: (service) => kit(1, service).header });

  test('in a window of 640 × 320, dark or in forced colours, with Save-Data or from right to left, every control can be reached', async (t) => {
    for (const [name, prepare] of Object.entries({
      dark: (page) => setMode(page, 'dark'), 'forced colours': (page) => setMode(page, 'forced colours'),
      'Save-Data': (page) => page.setExtraHTTPHeaders({ 'save-data': 'on' }),
      'right to left': (page) => page.evaluateOnNewDocument(() => addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl'; })),
    })) {
      const visitor = await stage.visitor(t, { viewport: { width: 640, height: 320 } });
      await prepare(visitor.page);
      const frame = await openPortal(visitor, stage.world, path);
      await shown(visitor.page);
      const { top, bottom, left, right } = await visitor.page.$eval('.charte', (box) => box.getBoundingClientRect().toJSON());
      assert.ok(left === 0 && right >= 625 && right <= 640 && bottom <= 321 && top >= 0.4 * 320 - 0.5, `${name}: ${left} to ${right}, ${top} to ${bottom}`);
      for (const decision of ['refuse', 'accept', 'choose']) {
        const reached = await frame.$eval(control(decision), (e) => {
          e.scrollIntoView({ block: 'nearest' });
          const box = e.getBoundingClientRect();
          return e.contains(document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2));
        });
        assert.ok(reached, `${name}: ${decision}`);
      }
      await click(visitor.page, frame, control('refuse'));
      await eventually(`${name}: the handle`, async () => (await frameOf(visitor.page, stage.world)).$('main > .handle'));
    }
  });
});

describe('kit 1 in a page from the browser’s back/forward cache', () => {
  const stage = setStage('chromium', { header: (service) => `<script>addEventListener('pageshow', (event) => { window.restored = event.persisted })</script>${kit(1, service).header}` });

  test('the box has the size of the handle, and the banner in it shows the handle', async (t) => {
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    const frame = await openPortal(visitor, stage.world, path);
    await shown(page);
    await click(page, frame, control('refuse'));
    const size = () => page.$eval('.charte', ({ offsetWidth, offsetHeight }) => offsetHeight > 20 && offsetWidth < 400 && [offsetWidth, offsetHeight]);
    const handle = await eventually('the handle', size);
    await follow(page, () => page.evaluate(() => { history.back(); }));
    assert.deepEqual([await page.evaluate(() => window.restored), await size()], [true, handle]);
    await follow(page, () => page.mouse.click(16 + handle[0] / 2, 800 - handle[1] / 2)); // puppeteer has lost the frame
    assert.equal(await page.evaluate(() => location.origin + location.hash), `${stage.world.service}#choices`);
  });
});

// The directives that the guide lists, and no more.
describe('the kits in a portal with a Content-Security-Policy', () => {
  const policies = {
    1: (service) => `img-src ${service}; frame-src ${service}; style-src-attr 'unsafe-inline'`,
    2: (service) => `script-src ${service}; connect-src ${service}; img-src ${service}; frame-src ${service}`,
  };
  let number;
  const stage = setStage('chromium', {
    header: () => '',
    portal: ({ header, footer }) => portalSite({
      header, footer, headers: number && { 'content-security-policy': `default-src 'none'; style-src 'self'; ${policies[number](stage.world.service)}` },
    }),
  });

  for (const one of Object.keys(policies)) {
    test(`kit ${one} asks and takes the answer`, async (t) => {
      number = one;
      await stage.world.paste((service) => Object.values(kit(Number(one), service))[0], () => '');
      const visitor = await stage.visitor(t);
      const blocked = [];
      visitor.page.on('console', (message) => { if (/Content Security Policy/i.test(message.text())) blocked.push(message.text()); });
      const frame = await openPortal(visitor, stage.world, path);
      await eventually('the banner', () => visitor.page.$eval('iframe', (element) => element.getBoundingClientRect().height > 100));
      await click(visitor.page, frame, control('refuse'));
      await eventually('the handle', async () => (await frameOf(visitor.page, stage.world)).$('main > .handle'));
      assert.deepEqual(blocked.filter((text) => !text.includes('data:,')), []);
    });
  }
});
