// The script of kit 2 and the service judge cookies alike: random charters and histories, also with changed cookies (S-06).
// The script runs here, in a page that is only what its judgement needs.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { out, root } from './harness/build.mjs';

const parts = ['window', 'document', 'navigator', 'location', 'fetch', 'MutationObserver', 'CustomEvent'];
const script = new Function(...parts, readFileSync(join(root, 'static/embed.js'), 'utf8'));
const origin = 'https://data.ville.test';

/** Runs the script in a page with a gate for each purpose; returns the choice and the purposes whose gates opened. */
async function judge({ facts, cookies, signal, now }) {
  const open = [];
  const element = () => ({ setAttribute() {}, dataset: {} });
  const gates = facts.purposes.map(({ id }) => ({ localName: 'script', dataset: { purpose: id }, attributes: [], replaceWith() { open.push(id); } }));
  const window = { top: {}, addEventListener() {} };
  const document = {
    currentScript: { src: 'https://cookies.ville.test/embed.js' }, body: {}, documentElement: { lang: 'fr' },
    cookie: cookies.map((value) => `cookies_preferences=${value}`).join('; '),
    createElement: element, querySelectorAll: (selector) => (selector.startsWith('script') ? gates : []), addEventListener() {}, dispatchEvent() {},
  };
  Object.defineProperty(document, 'cookie', { set() {} , get: ((value) => () => value)(document.cookie) }); // the script only deletes
  const charter = {
    cookie: 'cookies_preferences', sites: [{ origin }], languages: ['fr'], ...facts,
    purposes: facts.purposes.map((purpose) => ({ ...purpose, match: '(?!)' })),
  };
  const answer = { headers: new Headers({ date: new Date(now).toUTCString() }), json: async () => charter };
  script(window, document, { globalPrivacyControl: signal }, { origin, href: `${origin}/`, hostname: 'data.ville.test' },
    async () => answer, class { observe() {} }, class {});
  await new Promise((done) => { setImmediate(done); });
  return { choice: window.charte.choice() ?? null, open };
}

test('the script and the service agree on 5,000 cookies', async () => {
  const cases = execFileSync(join(out, 'judged'), ['5000'], { encoding: 'utf8', maxBuffer: 1 << 26 }).trim().split('\n').map((line) => JSON.parse(line));
  const kinds = { granted: 0, refused: 0, asked: 0, objected: 0 };
  for (const { choice, open, ...given } of cases) {
    assert.deepEqual(await judge(given), { choice, open }, JSON.stringify(given));
    kinds[choice ? (Object.values(choice).includes(true) ? 'granted' : 'refused') : 'asked'] += 1;
    if (!given.signal && given.facts.purposes.some(({ id, objection }) => objection && !open.includes(id))) kinds.objected += 1;
  }
  for (const [kind, count] of Object.entries(kinds)) assert.ok(count > 300, `${count} ${kind}`);
});
