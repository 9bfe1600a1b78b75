// Kit 2 in the portal's page: placeholders for frames, single-page navigation, a strict
// policy of the portal, and the functions for the portal.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressOf, click, control, eventually, follow, frameOf, tabTo } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { giveChoice } from './harness/cookie.mjs';
import { openScripted, probe, returnOf, scripted, watchTrackers } from './harness/gates.mjs';
import { charterFor } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';
import { portalSite } from './portal/portal.mjs';

const video = (id) => `<iframe data-src="/stub/video" data-purpose="video" title="Vidéo du port" id="${id}"></iframe>`;
const path = '/explore/dataset/arbres/?q=ch%C3%AAne';
const strict = "default-src 'none'; script-src 'nonce-cG9ydGFpbA' https://cookies.ville.test:*; style-src 'self'; img-src data: https://cookies.ville.test:*; "
  + "connect-src 'self' https://cookies.ville.test:*; frame-src 'self' https://cookies.ville.test:*; base-uri 'none'; form-action 'self'";
const nonce = 'nonce="cG9ydGFpbA"';
// The printed kit with gates of each kind: with and without an address, with the nonce that the policy requires.
// An anchor of the portal has the id that clashes with the script's global.
const page = (service) => `<a id="charte"></a>${scripted(service, `<script type="text/plain" data-purpose="audience" ${nonce}>window.inline = document.querySelectorAll('script').length</script>
<script type="text/plain" data-purpose="audience" ${nonce} src="/stub/matomo.js"></script>${video('video')}`)}`.replace('<script>', `<script ${nonce}>`);

/** Collects violations of a page's policy. */
async function watchPolicy({ page }) {
  await page.evaluateOnNewDocument(() => {
    window.breaches = [];
    addEventListener('securitypolicyviolation', (e) => window.breaches.push(`${e.effectiveDirective} ${e.blockedURI}`));
  });
  return () => page.evaluate(() => window.breaches);
}

for (const engine of engines) describe(`kit 2 in a page with a strict policy, ${engine}`, () => {
  const stage = setStage(engine, {
    header: page, content: charterFor, portal: (parts) => portalSite({ ...parts, headers: { 'content-security-policy': strict } }),
  });

  test('a placeholder explains what is missing and links to the choice that loads it', async (t) => {
    const visitor = await stage.visitor(t);
    const breaches = await watchPolicy(visitor);
    const seen = watchTrackers(visitor.page);
    await openScripted(visitor, stage.world, path);
    const note = '.charte-gate';
    assert.match(await visitor.page.$eval(note, (e) => e.innerText.replace(/\s+/g, ' ')),
      /^Vidéo du port – data\.ville\.test\S* Ce contenu s’affichera si vous acceptez « Regarder les vidéos »\..*depuis YouTube.*Prestataires : Google Ireland Limited\. Accepter « Regarder les vidéos » : ouvrir le formulaire Gérer mes cookies$/);
    assert.deepEqual(await visitor.page.$eval(note, (e) => [e.getAttribute('role'), e.getAttribute('aria-label')]), ['group', 'Vidéo du port']);
    assert.equal(await visitor.page.$eval('#video', (e) => e.offsetHeight), 0, 'no empty frame');
    await follow(visitor.page, async () => {
      await tabTo(visitor.page, null, (stop) => stop.startsWith('Accepter'));
      await visitor.page.keyboard.press('Enter');
    });
    assert.equal(await visitor.page.evaluate(() => [location.hash, document.querySelector('#purpose-video').checked].join()), '#purpose-video,false', 'the box is shown, and is for the visitor to tick');
    await visitor.page.$eval('#purpose-video', (box) => { box.checked = true; });
    await click(visitor.page, visitor.page, control('custom'));
    await click(visitor.page, visitor.page, '[role="status"] a.back');
    assert.equal(await addressOf(visitor.page), stage.world.portal + path);
    await eventually('the video', () => visitor.page.$eval('#video', (e) => e.offsetHeight > 0 && e.contentDocument.body.textContent === 'Vidéo'));
    assert.equal(await visitor.page.$(note), null, 'nothing is missing any more');
    await probe(visitor.page);
    assert.deepEqual(seen, ['/stub/video'], 'the other purpose stays closed');
    assert.deepEqual(await breaches(), []);
  });

  test('after a grant all gated scripts run in order, without violating the policy', async (t) => {
    const visitor = await stage.visitor(t);
    await giveChoice(visitor, stage.world, 'accept');
    const breaches = await watchPolicy(visitor);
    const seen = watchTrackers(visitor.page);
    await openScripted(visitor, stage.world, path);
    await eventually('the script with an address', () => seen.includes('hit matomo'));
    assert.ok(await visitor.page.evaluate(() => window.inline > 0), 'the script without one');
    assert.equal(await visitor.page.$('[type="text/plain"]'), null);
    assert.deepEqual(await breaches(), []);
    await visitor.page.evaluate(() => { document.body.setAttribute('style', 'color:red'); });
    await eventually('a breach, which is heard', async () => (await breaches()).length > 0);
  });
});

for (const engine of engines) {
  describe(`kit 2 where pages change without loading, ${engine}`, () => {
    // Many sites have such a rule, which overrides the attribute hidden.
    const header = (service) => `<style>iframe { display: block }</style>${page(service)}`;
    const stage = setStage(engine, { header, content: charterFor });
    const next = '/explore/dataset/stationnement/?q=gare&page=2';

    /** Shows another page as an application does; its content changes before or after the address. */
    const go = ({ page }, addressFirst, html) => page.evaluate(async (address, first, html) => {
      const show = () => { document.querySelector('main').innerHTML = html; };
      if (!first) show();
      await new Promise((done) => setTimeout(done)); // in a separate task
      history.pushState({}, '', address);
      if (first) show();
    }, next, addressFirst, html);

    for (const [addressFirst, order] of [[true, 'first'], [false, 'last']]) {
      test(`the banner returns to the current address, changed ${order}`, async (t) => {
        const visitor = await stage.visitor(t);
        const { page } = visitor;
        await openScripted(visitor, stage.world, path);
        await go(visitor, addressFirst, `<h1>Stationnement</h1>${video('other')}`);
        const frame = await eventually('the banner of that page', async () => {
          const found = await frameOf(page, stage.world);
          return returnOf(await found.evaluate(() => location.href)) === stage.world.portal + next && found;
        });
        for (const link of await page.$$eval('.charte-gate a', (links) => links.map((a) => a.href))) {
          assert.equal(returnOf(link), stage.world.portal + next, 'and so does each frame that is missing');
        }
        assert.equal((await page.$$('.charte-gate')).length, 2);
        await click(page, frame, control('accept'));
        assert.equal(await addressOf(page), stage.world.portal + next);
        assert.equal((await visitor.rows()).length, 1);
      });
    }

    const loaded = ({ page }, id) => eventually('the video', () => page.$eval(id, (e) => e.offsetHeight > 0 && e.contentDocument?.body?.textContent === 'Vidéo'));

    test('after a grant, a frame added later is loaded at once', async (t) => {
      const visitor = await stage.visitor(t);
      await giveChoice(visitor, stage.world, 'accept');
      await openScripted(visitor, stage.world, path);
      await go(visitor, true, `<h1>Stationnement</h1>${video('other')}`);
      await loaded(visitor, '#other');
      assert.equal(await visitor.page.evaluate(() => window.told.length), 1, 'the choice is told once');
    });

    test('after a refusal it is blocked until accepted in another window', async (t) => {
      const visitor = await stage.visitor(t);
      const seen = watchTrackers(visitor.page);
      await giveChoice(visitor, stage.world, 'refuse');
      await openScripted(visitor, stage.world, path);
      await go(visitor, true, `<h1>Stationnement</h1>${video('other')}`);
      await eventually('what stands for it', () => visitor.page.$('main .charte-gate'));
      assert.equal(await visitor.page.$eval('#other', (e) => e.offsetHeight), 0, 'no empty frame');
      await probe(visitor.page);
      assert.deepEqual(seen, []);
      await giveChoice(visitor, stage.world, 'accept');
      await visitor.page.evaluate(() => { document.dispatchEvent(new Event('visibilitychange')); }); // as when the tab becomes visible
      await loaded(visitor, '#other');
      await loaded(visitor, '#video');
      assert.equal(await visitor.page.$('.charte-gate'), null, 'nothing is missing any more');
    });

    test('a portal can ask for the choice, and show the form', async (t) => {
      const visitor = await stage.visitor(t);
      const { page } = visitor;
      await giveChoice(visitor, stage.world, 'accept');
      await openScripted(visitor, stage.world, path);
      const all = { audience: true, campaigns: true, video: true };
      assert.deepEqual(JSON.parse(await page.evaluate(() => JSON.stringify([window.charte.choice(), window.told]))), [all, [all]]);
      await page.evaluate((address) => history.pushState({}, '', address), next);
      page.evaluate(() => { window.charte.open(); }).catch(() => {});
      await eventually('the form', () => page.evaluate(() => Boolean(document.querySelector('#choices form'))));
      const address = new URL(await addressOf(page));
      assert.deepEqual([address.origin, address.pathname, address.hash], [stage.world.service, '/fr/', '#choices']);
      assert.equal(returnOf(address), stage.world.portal + next);
    });
  });
}
