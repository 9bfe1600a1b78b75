// Kit 4: the banner in the portal's own page, in a shadow root. One page per engine.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressOf, open } from './harness/acts.mjs';
import { allEngines } from './harness/browsers.mjs';
import { clickPart, partShown } from './harness/part.mjs';
import { freePort } from './harness/service.mjs';
import { setStage } from './harness/stage.mjs';
import { part } from './harness/world.mjs';
import { portalSite } from './portal/portal.mjs';
import { sheets } from './portal/sheets.mjs';

const path = '/explore/dataset/arbres/?q=ch%C3%AAne';

/** Returns what the portal's sheets change in the fragment, and the fragment in the portal's page. */
function differences(all) {
  const host = document.querySelector('#charte'), inside = [...host.shadowRoot.querySelectorAll(':not(link)')];
  const outside = [...document.querySelectorAll('main *, a.skip, footer *')];
  const look = (elements) => elements.map((e) => {
    const { left, top, width, height } = e.getBoundingClientRect(), s = getComputedStyle(e);
    return [e.localName, left, top - (elements === outside ? document.querySelector('main').getBoundingClientRect().top : 0), width, height, s.fontSize, s.fontFamily, s.color, s.display, s.letterSpacing].join(' ');
  }).join('\n');
  const sheet = document.head.appendChild(document.createElement('style'));
  const unscrolled = 'html{scrollbar-width:none!important}'; // a page that becomes higher has a scroll bar
  sheet.textContent = unscrolled;
  const plain = look(inside), found = [];
  for (const [name, css] of Object.entries(all)) {
    sheet.textContent = css + unscrolled;
    if (look(inside) !== plain) {
      const now = look(inside).split('\n');
      found.push(`${name}: ${now.find((line, i) => line !== plain.split('\n')[i])}`);
    }
    const withPart = look(outside);
    host.remove();
    if (look(outside) !== withPart) found.push(`${name}: the fragment changes the page`);
    document.querySelector('a.skip').after(host);
  }
  sheet.remove();
  return found;
}

/** Returns the example portal with a page of another age: in quirks mode, inside one form, with a base address and a strict policy. */
const withOldPage = (parts) => (request, response) => {
  if (!request.url.startsWith('/old/')) return portalSite(parts)(request, response);
  response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'self'" });
  return response.end(`<html><head><base href="/elsewhere/" target="_blank"><title>Recherche</title></head><body>
    <form method="post" action="/old/search"><a class="skip" href="#main">Contenu</a>${parts.header}<input name="q"><main id="main"><h1>Recherche</h1></main></form></body></html>`);
};

for (const engine of allEngines) {
  describe(`kit 4 in the portal’s page, ${engine}`, () => {
    const stage = setStage(engine, { path: '/charte', header: () => part, portal: withOldPage });

    test('the banner asks in its place, isolated from the page, and the choice leads back to it', async (t) => {
      const visitor = await stage.visitor(t);
      const { page } = visitor, { world } = stage;
      await open(page, world.portal + path);
      await partShown(page);
      const seen = await page.evaluate(() => {
        const host = document.querySelector('#charte'), root = host.shadowRoot, box = host.getBoundingClientRect();
        const button = root.querySelector('button').getBoundingClientRect();
        return {
          after: host.previousElementSibling.className, focus: document.activeElement === document.body, headings: [root.querySelectorAll('h1').length, root.querySelectorAll('h2').length],
          bottom: Math.abs(box.bottom - innerHeight) < 1, wide: Math.abs(box.width - document.documentElement.clientWidth) < 1, high: box.height <= innerHeight * 0.6 + 1,
          top: host.shadowRoot.elementFromPoint(button.left + 5, button.top + 5)?.localName, text: host.shadowRoot.querySelector('section').lang,
        };
      });
      assert.deepEqual(seen, { after: 'skip', focus: true, headings: [0, 1], bottom: true, wide: true, high: true, top: 'button', text: 'fr' });
      assert.deepEqual(await page.evaluate(differences, sheets), []);

      await clickPart(page, 'button[value="refuse"]');
      assert.equal(await addressOf(page), `${world.portal}${path}#charte`);
      const said = () => page.evaluate(() => {
        const done = document.querySelector('#charte').shadowRoot.querySelector('.done');
        return [getComputedStyle(done).display !== 'none', /refusé/.test(done.textContent)];
      });
      await partShown(page);
      assert.deepEqual(await said(), [true, true]);
      await open(page, `${world.portal}/explore/?q=pin`);
      assert.deepEqual(await said(), [false, true]);
      assert.deepEqual((await visitor.rows()).map(({ decision, portal }) => [decision, portal]), [['refuse', world.portal]]);
      await clickPart(page, '.handle');
      assert.equal(await addressOf(page), `${world.service}/fr/#choices`);
    });

    test('in an old page inside one form, with a base address and a strict policy, it is the same', async (t) => {
      const { page, rows } = await stage.visitor(t);
      const address = `${stage.world.portal}/old/?q=eau`;
      await open(page, address);
      await partShown(page);
      const seen = await page.evaluate(() => {
        const root = document.querySelector('#charte').shadowRoot, section = root.querySelector('.part'), inputs = document.querySelector('form').elements.length;
        return { quirks: document.compatMode, inputs, button: getComputedStyle(root.querySelector('button')).display, bottom: Math.round(section.getBoundingClientRect().bottom) === innerHeight };
      });
      assert.deepEqual(seen, { quirks: 'BackCompat', inputs: 1, button: 'grid', bottom: true });
      await clickPart(page, 'button[value="refuse"]');
      assert.deepEqual([await addressOf(page), (await rows()).map(({ decision }) => decision)], [`${address}#charte`, ['refuse']]);
    });
  });
}

describe('kit 4 in other places', () => {
  let admin;
  const stage = setStage('chromium', { path: '/charte', header: () => part, flags: async () => ['--admin', admin = `localhost:${await freePort()}`] });

  test('the operator’s previews show it whole, at a page’s width and at a phone’s, and send nothing', async (t) => {
    const { page, rows } = await stage.visitor(t);
    await open(page, `http://${admin}/fr/kits`);
    const frames = await Promise.all((await page.$$('iframe[src="/fragment/fr"]')).map((element) => element.contentFrame()));
    const seen = await Promise.all(frames.map((frame) => frame.evaluate(() => {
      const { top, bottom, width } = document.querySelector('#charte').getBoundingClientRect(), root = document.documentElement;
      return { whole: top === 0 && bottom > 60 && bottom <= innerHeight + 1 && root.scrollHeight <= innerHeight + 1 && root.scrollWidth <= innerWidth || [top, bottom, innerHeight, root.scrollHeight, root.scrollWidth, innerWidth], wide: width > 1000, styled: getComputedStyle(document.querySelector('#charte').shadowRoot.querySelector('button')).display };
    })));
    assert.deepEqual(seen, [{ whole: true, wide: true, styled: 'grid' }, { whole: true, wide: false, styled: 'grid' }]);
    await frames[0].evaluate(() => document.querySelector('#charte').shadowRoot.querySelector('button[value="refuse"]').click());
    assert.deepEqual([page.url(), await rows()], [`http://${admin}/fr/kits`, []]);
  });

  test('without declarative shadow DOM, it is a link to the form under each sheet', async (t) => {
    const { page } = await stage.visitor(t);
    await open(page, `${stage.world.portal}/`);
    const found = await page.evaluate((all) => {
      const host = document.querySelector('#charte'), copy = host.cloneNode(true); // a clone has no shadow root, as in such a browser
      host.replaceWith(copy);
      const links = copy.querySelectorAll('a'), sheet = document.head.appendChild(document.createElement('style'));
      const unseen = Object.keys(all).filter((name) => {
        sheet.textContent = all[name];
        links[0].scrollIntoView();
        const { left, top, width, height } = links[0].getBoundingClientRect();
        return document.elementFromPoint(left + width / 2, top + height / 2) !== links[0];
      });
      return { addresses: [...links].map((a) => a.getAttribute('href')), unseen };
    }, sheets);
    assert.deepEqual(found, { addresses: ['/charte/fr/#choices'], unseen: [] });
  });

  test('without its style sheet nothing is asked, and with it nothing is printed', async (t) => {
    const { page } = await stage.visitor(t);
    const shown = () => page.evaluate(() => document.querySelector('#charte').shadowRoot.querySelector('button').checkVisibility());
    await open(page, `${stage.world.portal}/`);
    await partShown(page);
    await page.emulateMediaType('print');
    assert.equal(await shown(), false);
    await page.emulateMediaType('screen');
    assert.equal(await shown(), true);
    await page.setRequestInterception(true);
    page.on('request', (request) => (request.url().endsWith('/part.css') ? request.abort() : request.continue()));
    await page.setCacheEnabled(false);
    await open(page, `${stage.world.portal}/explore/`);
    assert.equal(await shown(), false);
    assert.match(await page.$eval('main', (main) => main.innerText), /^Catalogue/);
  });

  test('nothing moves when it appears', async (t) => {
    const { page } = await stage.visitor(t);
    await page.evaluateOnNewDocument(() => {
      window.shift = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
    });
    await open(page, stage.world.portal + path);
    await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    assert.equal(await page.evaluate(() => window.shift), 0);
  });
});
