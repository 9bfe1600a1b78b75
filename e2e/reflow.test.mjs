// Small windows, large text, wide spacing: nothing is clipped and the answers remain
// reachable. On a phone the first layer's five facts are in sight at once (C-10).
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { control, open } from './harness/acts.mjs';
import { root } from './harness/build.mjs';
import { setText, texts } from './harness/media.mjs';
import { setStage } from './harness/stage.mjs';

/** Returns what does not fit: a page that is too wide, or text clipped by its box. */
function lost() {
  const found = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} px wide in ${root.clientWidth}`);
  for (const e of document.querySelectorAll('body *')) {
    const { overflowX, clipPath, display } = getComputedStyle(e);
    if (clipPath !== 'none' || display === 'inline' || !e.getClientRects().length) continue;
    const cuts = overflowX === 'hidden' || overflowX === 'clip' || e.matches('button, .button');
    if (cuts && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)) found.push(`${e.localName} cuts “${e.textContent.trim()}”`);
  }
  return found;
}

/** Reports whether the middle and the corners of a control can be seen and clicked. */
function inSight(button) {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const hits = [[(left + right) / 2, (top + bottom) / 2], [left + 4, top + 4], [right - 4, bottom - 4]]
    .map(([x, y]) => button.contains(document.elementFromPoint(x, y)));
  return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight && hits.every(Boolean);
}

describe('reflow', () => {
  const stage = setStage('chromium');

  const show = async (path, viewport, text = 'text as it is') => {
    const page = await stage.reader({ viewport });
    await page.setBypassCSP(true);
    await open(page, stage.world.service + path);
    await setText(page, text);
    return page;
  };

  for (const code of ['fr', 'en']) {
    // In a window of 320 × 256 the kit's frame gets 60 % of the height.
    for (const height of [256, 153]) {
      for (const text of ['text as it is', 'text spacing']) {
        test(`refuse and accept are in sight in a frame of 320 × ${height} (${code}, ${text})`, async () => { // C-03
          const page = await show(`/${code}/choice`, { width: 320, height }, text);
          for (const decision of ['refuse', 'accept']) {
            assert.equal(await page.$eval(control(decision), inSight), true, decision);
          }
          assert.deepEqual(await page.evaluate(lost), []);
        });
      }
    }

    for (const path of ['choice', '', 'accessibility', 'receipt', 'nothing']) {
      test(`nothing is clipped on /${code}/${path} at any width, with any text`, async () => {
        for (const text of Object.keys(texts)) {
          const page = await show(`/${code}/${path}`, { width: 320, height: 256 }, text);
          // 200 % text in 320 px would be four times the requirement of WCAG 1.4.10.
          for (const width of text === 'text at 200 %' ? [640, 1280, 1920] : [320, 640, 1024, 1280, 1920]) {
            await page.setViewport({ width, height: 800 });
            assert.deepEqual(await page.evaluate(lost), [], `${text} at ${width} px`);
          }
        }
      });
    }

    test(`at 320 px and twice the text, every answer can be scrolled into sight (${code})`, async () => {
      const page = await show(`/${code}/choice`, { width: 320, height: 256 }, 'text at 200 %');
      for (const decision of ['refuse', 'accept', 'choose']) {
        await page.$eval(control(decision), (button) => button.scrollIntoView({ block: 'nearest' }));
        assert.equal(await page.$eval(control(decision), inSight), true, decision);
      }
    });

    test(`from 90rem of width the banner is at most 12rem tall (${code})`, async () => {
      const page = await show(`/${code}/choice`, { width: 1440, height: 160 }); // lower than the banner
      for (const width of [1440, 1920, 2560]) {
        await page.setViewport({ width, height: 160 });
        const height = await page.$eval('body', (body) => body.getBoundingClientRect().height);
        assert.ok(height <= 192, `${height} px at ${width} px`);
      }
    });

    test(`every answer is at least 44 px high (${code})`, async () => {
      for (const path of [`/${code}/choice`, `/${code}/`]) {
        const page = await show(path, { width: 1280, height: 800 });
        const heights = await page.$$eval('.controls > *', (controls) => controls.map((e) => e.getBoundingClientRect().height));
        assert.equal(heights.length, 3);
        assert.ok(heights.every((height) => height >= 44), heights.join());
      }
    });
  }
});

/** Copies the demo charter with words and labels longer than a line of a phone. */
function withLongWords() {
  const folder = mkdtempSync(join(tmpdir(), 'charte-long-'));
  cpSync(join(root, 'internal/charter/testdata/demo'), folder, { recursive: true });
  const word = 'Rindfleischetikettierungsüberwachungsaufgabenübertragung';
  const file = join(folder, 'charter.md');
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Mesurer la fréquentation', word).replace('Savoir quelle', `${word} savoir quelle`)
    .replaceAll('Port-Lanval Agglomération', `${word} Agglomération`));
  mkdirSync(join(folder, 'locales'));
  writeFileSync(join(folder, 'locales/active.fr.toml'), 'refuse = "Zustimmungsverweigerung"\naccept = "Allumfassend zustimmen"\nchoose = "Auswahlmöglichkeiten"\n');
  return folder;
}

describe('reflow of words longer than a line', () => {
  const content = withLongWords();
  after(() => rmSync(content, { recursive: true }));
  const stage = setStage('chromium', { content });

  test('they break in the banner and on the charter page, and widen nothing', async (t) => {
    const { page } = await stage.visitor(t);
    for (const path of ['/fr/choice', '/fr/']) {
      await open(page, stage.world.service + path);
      for (const width of [320, 640, 1120, 1280, 1920]) {
        await page.setViewport({ width, height: 800 });
        assert.deepEqual(await page.evaluate(lost), [], `${path} at ${width} px`);
        const labels = await page.$$eval('.controls > *', (all) => all.filter((e) => {
          const range = document.createRange();
          range.selectNodeContents(e);
          const [text, box] = [range, e].map((one) => one.getBoundingClientRect());
          return text.left < box.left || text.right > box.right;
        }).map((e) => e.textContent));
        assert.deepEqual(labels, [], `${path} at ${width} px`);
      }
    }
  });
});

/** Returns what cannot be read without scrolling, and labels that take two lines. */
function notAtOnce() {
  const found = [];
  const boxes = (e) => {
    const range = document.createRange();
    range.selectNodeContents(e);
    return [...range.getClientRects()];
  };
  const facts = document.querySelectorAll('h1, .text p, .text li strong, .text li span, .text p > a');
  const floor = document.querySelector('.controls').getBoundingClientRect().top;
  for (const e of facts) {
    if (boxes(e).some(({ top, bottom }) => top < 0 || bottom > floor + 1)) found.push(`out of sight: ${e.textContent.trim()}`);
  }
  for (const e of document.querySelectorAll('.controls > *')) {
    const { bottom } = e.getBoundingClientRect();
    if (bottom > innerHeight) found.push(`out of sight: ${e.textContent}`);
    if (new Set(boxes(e).map(({ top }) => Math.round(top))).size > 1) found.push(`in two lines: ${e.textContent}`);
  }
  if (facts.length < 5) found.push(`only ${facts.length} facts`);
  return found;
}

/** Returns the size of each answer, and the lines that its label takes. */
function answers() {
  return [...document.querySelectorAll('.controls > *')].map((e) => {
    const { width, height, bottom } = e.getBoundingClientRect();
    const range = document.createRange();
    range.selectNodeContents(e);
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    return { label: e.textContent, width: Math.round(width), height: Math.round(height), bottom, lines };
  });
}

/** Copies a charter with its English text as German and Spanish too. */
function inFourLanguages(charter) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-first-'));
  for (const [from, to] of [['charter.md', 'charter.md'], ...['en', 'de', 'es'].map((code) => ['charter.en.md', `charter.${code}.md`])]) {
    cpSync(join(root, charter, from), join(folder, to));
  }
  return folder;
}

for (const charter of ['.', 'internal/charter/testdata/demo', 'internal/charter/testdata/ordinary']) {
  describe(`the first layer on a phone: ${charter}`, () => {
    const content = inFourLanguages(charter);
    after(() => rmSync(content, { recursive: true }));
    const stage = setStage('chromium', { content });

    for (const code of ['fr', 'en', 'de', 'es']) {
      test(`at 360 × 740 the five facts and three answers are in sight, each label in one line (${code})`, async () => { // C-10
        const page = await stage.reader({ viewport: { width: 360, height: 444 } }); // 60 % of 740
        await page.setBypassCSP(true);
        await open(page, `${stage.world.service}/${code}/choice`);
        for (const font of ['DejaVu Sans', 'Liberation Sans']) {
          await page.evaluate((family) => document.documentElement.style.setProperty('--charte-font', family), font);
          assert.deepEqual(await page.evaluate(notAtOnce), [], font);
        }
        for (const width of [320, 340, 359, 360, 390]) { // 60 % of 640
          await page.setViewport({ width, height: 384 });
          for (const font of ['DejaVu Sans', 'Liberation Sans']) {
            await page.evaluate((family) => document.documentElement.style.setProperty('--charte-font', family), font);
            const boxes = await page.evaluate(answers);
            assert.equal(boxes.length, 3);
            assert.deepEqual(new Set(boxes.map(({ width, height, lines }) => `${width} × ${height}, ${lines} line`)).size, 1, JSON.stringify(boxes));
            const [{ lines, height, bottom }] = boxes;
            assert.ok(lines === 1 && height >= 44 && bottom <= 384, `${font} at ${width} px: ${JSON.stringify(boxes)}`);
          }
        }
      });
    }
  });
}
