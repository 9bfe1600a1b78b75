// The operator's pages in a browser: accessible, printable, without scripts and without
// requests to other hosts. PICTURES=1 takes the pictures in docs/ again.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { click, control, follow, open } from './harness/acts.mjs';
import { lookRules, violations, wordRules } from './harness/axe.mjs';
import { root } from './harness/build.mjs';
import { setMode } from './harness/media.mjs';
import { freePort } from './harness/service.mjs';
import { setStage } from './harness/stage.mjs';
import { cookiesAfter } from './harness/wire.mjs';
import { decode, encode } from './look/png.mjs';

const pictures = join(root, 'docs/pictures');
const pictured = ['overview', 'versions', 'health', 'test'];
const today = new Date().toISOString().slice(0, 10);
const pages = { overview: '', year: '?days=365', versions: 'versions', proof: `proof?day=${today}`, health: 'health', kits: 'kits', test: 'test', draft: 'draft' };
/** The pages reached through links: a text version, and the difference between two. */
const linked = { text: /\/versions\/\w+$/, difference: /\/versions\/\w+\/\w+$/ };
/** The pages that answer the form with a receipt's number. */
const sent = ['receipt', 'letter'];
const everyPage = [...Object.keys(pages), ...Object.keys(linked), ...sent];

let admin;
/** The receipt of a visitor who accepted. */
let receipt;

/** Returns flags that open the operator's pages on a free port, and stores the address in admin. */
async function adminFlags() {
  const port = await freePort();
  admin = `http://localhost:${port}`;
  return ['--admin', `localhost:${port}`, '--against', 'http://127.0.0.1:1']; // nobody answers: the draft's page reports that
}

/** Opens one of the pages in a language. */
async function openPage(page, code, name) {
  if (sent.includes(name)) return sendReceipt(page, code, name);
  await open(page, `${admin}/${code}/${pages[name] ?? 'versions'}`);
  if (!linked[name]) return;
  const links = await page.$$eval('main a', (all) => all.map((a) => a.href));
  const link = links.find((href) => linked[name].test(href));
  assert.ok(link, `a link to a page like ${linked[name]}`);
  await open(page, link);
}

async function takePicture(page, name) {
  mkdirSync(pictures, { recursive: true });
  const picture = decode(await page.screenshot({ clip: { x: 0, y: 0, width: 1280, height: 1000 } }));
  writeFileSync(join(pictures, `operator-${name}.png`), encode(picture));
}

/** Types the receipt's number into the form and, for the letter, asks for it in the language. */
async function sendReceipt(page, code, name) {
  await open(page, `${admin}/${code}/proof`);
  await page.type('[name="receipt"]', receipt.toUpperCase());
  await follow(page, () => page.keyboard.press('Enter'));
  if (name === 'letter') await follow(page, () => page.click(`[formaction="/${code}/letter"]`));
}

/** Creates a folder with a charter whose words differ from the demonstration's. */
function otherWords() {
  const folder = mkdtempSync(join(tmpdir(), 'charte-words-'));
  cpSync(join(root, 'internal/charter/testdata/demo'), folder, { recursive: true });
  for (const [name, old, now] of [['charter.md', 'visites', 'venues'], ['charter.en.md', 'visits', 'calls']]) {
    const text = readFileSync(join(folder, name), 'utf8');
    assert.ok(text.includes(old), `${name} says ${old}`);
    writeFileSync(join(folder, name), text.replaceAll(old, now));
  }
  return folder;
}

describe('the operator’s pages', () => {
  const stage = setStage('chromium', { flags: adminFlags });

  before(async () => {
    for (const decision of ['refuse', 'refuse', 'refuse', 'accept', 'accept']) {
      [, receipt] = /charte-receipt=([^;]+)/.exec(await cookiesAfter(stage.world, decision, 'banner')) ?? [undefined, receipt];
    }
    await stage.world.restart(words); // creates a second version of each text
  });
  const words = otherWords();
  after(() => rmSync(words, { recursive: true }));

  // Colours and structure are the same in each language.
  for (const [code, dark] of [['fr', true], ['en', false]]) {
    test(`axe-core finds nothing wrong, ${dark ? 'light or dark' : 'light'}, and nothing is wider than a phone (${code})`, async (t) => {
      const { page } = await stage.visitor(t);
      await page.setBypassCSP(true);
      const asked = [];
      // Chromium draws the calendar of a date field from a data: address.
      page.on('request', (request) => request.url().startsWith('data:') || asked.push(new URL(request.url()).origin));
      for (const name of everyPage) {
        await page.setViewport({ width: 1280, height: 800 });
        await setMode(page, 'light');
        await openPage(page, code, name);
        // The preview is a separate page, which is tested separately and cannot run axe-core.
        assert.deepEqual(await violations(page, { rules: code === 'en' ? wordRules : undefined, iframes: false }), [], name);
        if (process.env.PICTURES && code === 'fr' && pictured.includes(name)) await takePicture(page, name);
        if (dark) {
          await setMode(page, 'dark');
          assert.deepEqual(await violations(page, { rules: lookRules, iframes: false }), [], `${name}, dark`);
        }
        await page.setViewport({ width: 320, height: 640 });
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, name);
      }
      assert.deepEqual([...new Set(asked)], [admin], 'no other host is asked');
    });
  }

  test('the figures match the choices of the visitors', async (t) => {
    const { page } = await stage.visitor(t);
    await open(page, `${admin}/en/`);
    const facts = await page.$$eval('.key dd', (all) => all.map((e) => e.textContent.trim()));
    assert.deepEqual(facts.slice(0, 4), ['5', '2 (40.0%)', '3 (60.0%)', '0 (0.0%)']);
    const bars = await page.$$eval('[data-figure="days"] .plot rect title', (all) => all.map((e) => e.textContent.split(': ')[1]));
    assert.deepEqual(bars, ['Accept all, 2', 'Refuse all, 3']);
    const drawn = await page.$$eval('[data-figure="days"] .plot rect[x]', (all) => all.map((e) => e.getBoundingClientRect().height));
    assert.ok(Math.abs(drawn[1] / drawn[0] - 1.5) < 0.1, `bars as tall as their numbers: ${drawn}`);
  });

  test('shares and buttons begin where the text begins, and a button is no wider than a column', async (t) => {
    const { page } = await stage.visitor(t);
    const box = (selector) => page.$eval(selector, (e) => e.getBoundingClientRect().toJSON());
    await open(page, `${admin}/fr/`);
    const left = (await box('h1')).left;
    for (const id of ['purposes', 'languages']) {
      assert.ok(Math.abs((await box(`[data-figure="${id}"] .plot rect`)).left - left) <= 1, id);
    }
    await open(page, `${admin}/fr/health`);
    const button = await box('.button');
    assert.ok(button.left === left && button.width < 400, JSON.stringify(button));
  });

  test('links lead to every page, and a text is shown as visitors saw it', async (t) => {
    const { page } = await stage.visitor(t);
    await open(page, `${admin}/en/`);
    await follow(page, () => page.click('.tabs a[href$="versions"]'));
    await follow(page, () => page.click('main a[href*="/versions/"]'));
    const frame = await (await page.waitForSelector('iframe.preview')).contentFrame();
    assert.match(await frame.$eval('body', (body) => body.textContent), /cookies/i);
    assert.equal(await frame.$eval('h1', (h1) => getComputedStyle(h1).fontFamily.includes('system-ui')), true, 'with its own style');
  });

  test('the preview sends nothing', async (t) => {
    const { page, rows } = await stage.visitor(t);
    await open(page, `${admin}/fr/kits`);
    const frame = await (await page.waitForSelector('iframe.preview')).contentFrame();
    await frame.waitForSelector(control('refuse'));
    assert.equal(await frame.$eval(control('refuse'), (e) => getComputedStyle(e).display), 'grid', 'with its own style');
    await (await frame.$(control('refuse'))).click();
    assert.equal(page.url(), `${admin}/fr/kits`);
    assert.deepEqual(await rows(), []);
  });

  test('figures are printed, and navigation is not', async (t) => {
    const { page } = await stage.visitor(t);
    await page.emulateMediaType('print');
    await open(page, `${admin}/fr/`);
    const shown = (selector) => page.$eval(selector, (e) => e.getClientRects().length > 0);
    assert.deepEqual([await shown('.numbers'), await shown('.plot svg'), await shown('.tabs'), await shown('a[download]')], [true, true, false, false]);
    const folded = await page.$$eval('.table:not([open]) td', (all) => all.map((e) => e.checkVisibility()));
    assert.ok(folded.length > 30 && folded.every(Boolean), 'folded tables are printed');
  });

  test('a receipt’s number is typed in, and leads to the banner that was shown and to a letter that is printed alone', async (t) => {
    const { page } = await stage.visitor(t);
    await openPage(page, 'fr', 'receipt');
    assert.equal(page.url(), `${admin}/fr/proof#receipt`, 'the number is not in the address');
    await follow(page, () => page.click('#receipt ~ .print-hint a, main .print-hint a'));
    const frame = await (await page.waitForSelector('iframe.preview')).contentFrame();
    assert.ok(await frame.waitForSelector(control('accept')), 'the banner with its buttons');
    await openPage(page, 'en', 'letter');
    assert.equal(page.url(), `${admin}/en/letter`);
    await page.emulateMediaType('print');
    const shown = await page.$$eval('body *', (all) => all.filter((e) => e.children.length === 0 && e.textContent.trim() && e.checkVisibility() && !e.closest('article')).map((e) => e.textContent));
    assert.deepEqual(shown, [], 'nothing but the letter is printed');
    assert.match(await page.$eval('article', (e) => e.textContent), new RegExp(receipt));
  });

  test('key figures and the first plot are on the first screen, and a year is a few screens', async (t) => {
    const { page } = await stage.visitor(t);
    for (const name of ['overview', 'year']) {
      await openPage(page, 'fr', name);
      const [end, height] = await page.evaluate(() => [document.querySelector('.plot .legend').getBoundingClientRect().bottom, document.documentElement.scrollHeight]);
      assert.ok(end < 800, `${name}: the legend ends at ${end}`);
      assert.ok(height < 5000, `${name}: ${height} px`);
    }
    assert.equal(await page.$$eval('[data-figure="days"] tbody tr', (all) => all.length), 13, 'a row for each month');
  });

  test('categories differ in colour and pattern', async (t) => {
    const { page } = await stage.visitor(t);
    await openPage(page, 'fr', 'overview');
    const fills = await page.$$eval('[data-figure="days"] .legend rect', (all) => all.map((e) => e.getAttribute('fill')));
    assert.deepEqual(fills, ['url(#plain)', 'url(#hatched)', 'url(#dotted)']);
    const drawn = await page.evaluate((all) => all.map((fill) => {
      const pattern = document.querySelector(fill.slice(4, -1));
      return [getComputedStyle(pattern.querySelector('rect')).fill, pattern.querySelector('path')?.getAttribute('d')];
    }), fills);
    assert.deepEqual([new Set(drawn.map(([c]) => c)).size, new Set(drawn.map(([, d]) => d)).size], [3, 3], JSON.stringify(drawn));
  });
});

describe('the operator’s pages in Firefox', () => {
  const stage = setStage('firefox', { flags: adminFlags });

  test('every page is complete, and none is wider than a phone', async (t) => {
    const { page } = await stage.visitor(t);
    await open(page, `${stage.world.service}/fr/choice`);
    await click(page, page, control('refuse'));
    await page.setViewport({ width: 450, height: 640 }); // the narrowest window of Firefox
    for (const name of Object.keys(pages)) {
      await openPage(page, 'fr', name);
      const [wide, title] = await page.evaluate(() => [document.documentElement.scrollWidth - document.documentElement.clientWidth, document.title]);
      assert.equal(wide, 0, name);
      assert.match(title, /Pages de l’exploitant/, name);
    }
    await openPage(page, 'fr', 'overview');
    const drawn = await page.$$eval('[data-figure="days"] .plot rect[x]', (all) => all.map((e) => e.getBoundingClientRect().height));
    assert.equal(drawn.length, 1);
    assert.ok(drawn[0] > 20, `the bar of one refusal is ${drawn[0]} px high`);
  });
});
