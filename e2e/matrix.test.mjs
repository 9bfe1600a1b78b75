// The embed matrix: every kit, every state of a visitor, every browser, the service on its own
// host or on a path of the portal's host. By default, as few cases run as contain every pair
// of values; MATRIX=full (make soak) runs all.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { eventually, open } from './harness/acts.mjs';
import { allEngines } from './harness/browsers.mjs';
import { assertKept, choiceOf, choices } from './harness/checks.mjs';
import { charterFor } from './harness/kits.mjs';
import { pairsIn, pairwise, product } from './harness/pairs.mjs';
import { readPart } from './harness/part.mjs';
import { setStage } from './harness/stage.mjs';
import { kits, visit } from './harness/visit.mjs';

const pageA = '/explore/?q=pin';
const pageB = { fr: '/explore/dataset/arbres/?flg=fr-fr&q=ch%C3%AAne', en: '/explore/dataset/arbres/?flg=en-gb&q=ch%C3%AAne' };
const custom = { ...choices.refuse, audience: true };
const cookiesOf = { ga: ['_ga', '_ga_TEST1'], matomo: ['_pk_id.1.1fff'] };

/**
 * Per state: the visitor's actions, the choice that the cookie then contains, and the trackers that then run. The
 * platform's own reader ignores expiry and scope, so it still runs what was once allowed; kit 2's gates close.
 */
const states = {
  undecided: { acts: [], run: [], asks: true },
  refuse: { acts: ['refuse'], choice: choices.refuse, run: [] },
  accept: { acts: ['accept'], choice: choices.accept, run: ['ga', 'matomo'] },
  custom: { acts: ['custom'], choice: custom, run: ['matomo'] },
  withdraw: { acts: ['accept', 'refuse'], choice: choices.refuse, run: [] },
  expired: { acts: ['accept', 'age'], choice: choices.accept, run: ['ga', 'matomo'], asks: true },
  'tracker added': { acts: ['accept', 'add'], choice: choices.accept, run: ['ga', 'matomo'], asks: true },
};

/** What happens between two visits. */
const events = {
  async age({ context }) {
    const cookie = (await context.cookies()).find(({ name }) => name === 'cookies_preferences');
    const seen = JSON.parse(decodeURIComponent(cookie.value));
    const value = encodeURIComponent(JSON.stringify({ ...seen, timestamp: seen.timestamp - 190 * 86_400_000 }));
    await context.setCookie({ ...cookie, value });
  },
  async add(visitor, { world, folderFor }, t) {
    await world.restart(folderFor('_ga; _ga_*', '_ga; _ga_*; _gcl_au'));
    t.after(() => world.restart(folderFor()));
  },
};

/** Returns the trackers requested since a visit to the portal. Where none is expected, it waits until no more can come. */
async function ran({ page }, { world, javascript }, since, expected) {
  const asked = (path) => world.visits.slice(since).filter(({ url }) => url.pathname.startsWith(path)).map(({ url }) => url);
  const hits = () => asked('/collect').map(({ searchParams }) => searchParams.get('tool')).filter((tool) => tool !== 'probe');
  if (expected.length) await eventually('the hits', () => hits().length >= expected.length);
  else if (javascript) {
    await page.evaluate(() => { fetch('/collect?tool=probe'); }); // earlier requests of the page arrive before this one
    await eventually('the probe', () => asked('/collect').length > hits().length);
  }
  // A requested tracker counts as run, because a refusal must prevent the request.
  return [...new Set([...hits(), ...asked('/stub/').map(({ pathname }) => /\/(ga|matomo)\.js$/.exec(pathname)?.[1]).filter(Boolean)])].sort();
}

function assertRows(rows, { acts, choice }, world, language) {
  assert.deepEqual(rows.map((row) => row.decision), acts.filter((act) => !events[act]), 'one row for each decision');
  for (const row of rows) assert.deepEqual([row.language, row.portal], [language, world.portal]);
  if (rows.length > 1) assert.ok(rows[0].receipt && rows[1].ends === rows[0].receipt, 'the withdrawal names the receipt that it ends');
  assert.deepEqual(rows.at(-1)?.choice, choice);
}

/** Checks what the frame or the charter's page asks or confirms. */
async function assertAsked({ page }, here, frame, { asks = false, choice }, language) {
  if (here.inPage) {
    const part = await readPart(page);
    assert.deepEqual({ ...part, handle: part.handle >= 44 }, { lang: language, asks, handle: !asks });
    return assert.equal(await page.evaluate(() => document.querySelectorAll('#charte').length), 1);
  }
  if (!frame) await here.toCharter();
  const place = frame ?? page;
  assert.equal(await place.evaluate(() => document.documentElement.lang), language);
  if (!frame) return assert.equal(await page.$eval('#purpose-audience', (box) => box.checked), !asks && choice.audience, 'the box says what is granted');
  assert.equal(await frame.$('form') !== null, asks, asks ? 'the banner asks' : 'the banner is gone');
  if (!asks) assert.equal(await frame.$eval('.handle', (e) => e.getBoundingClientRect().height >= 44), true, 'the handle shows');
  return assert.equal(await frame.evaluate(() => window.length), 0, 'no portal in the frame');
}

// One case, from an empty browser to the final checks.
async function walk(t, stage, { kit, state: name, language }) {
  const state = states[name];
  const { world, javascript, path } = stage;
  await world.paste(...kits[kit]);
  const visitor = await stage.visitor(t);
  const here = visit(visitor, world, kit, javascript);
  const allowed = !javascript || kit === '2' && state.asks ? [] : state.run;
  await here.read(pageA);
  await here.read(pageB[language]);
  for (const act of state.acts) {
    const since = world.visits.length;
    if (events[act]) await events[act](visitor, stage, t);
    else {
      await here.choose(act);
      await assertKept(visitor, path ? 'data.ville.test' : '.ville.test');
    }
    if (act === 'accept' && javascript) await ran(visitor, stage, since, ['ga', 'matomo']);
  }
  const since = world.visits.length;
  const frame = await here.read(pageB[language]);
  assert.deepEqual(await ran(visitor, stage, since, allowed), allowed, 'the trackers that ran');
  const left = (await visitor.context.cookies()).map((cookie) => cookie.name).filter((cookie) => /^_(ga|pk)/.test(cookie)).sort();
  // A service on another host than the portal cannot delete the portal's cookies. The script of kit 2 can.
  const beyond = javascript && name === 'withdraw' && kit !== '2' && !path ? cookiesOf.matomo : [];
  assert.deepEqual(left, [...allowed.flatMap((tool) => cookiesOf[tool]), ...beyond], 'the trackers’ cookies');
  assert.deepEqual(await choiceOf(visitor), state.choice);
  assertRows(await visitor.rows(), state, world, language);
  await assertAsked(visitor, here, frame, state, language);
}

const axes = {
  engine: allEngines, kit: Object.keys(kits), state: Object.keys(states), javascript: ['on', 'off'], thirdParty: ['allowed', 'blocked'], below: ['', '/charte'], language: ['fr', 'en'],
};
const full = process.env.MATRIX === 'full';
/** Two settings of each engine, JavaScript, third-party cookies and path, that together contain every pair; each costs a browser. */
const few = {
  chromium: [['on', 'allowed', ''], ['off', 'blocked', '/charte']], firefox: [['on', 'blocked', '/charte'], ['off', 'allowed', '']], webkit: [['on', 'allowed', '/charte'], ['off', 'blocked', '']],
};
/** Kit 4 needs a path. */
const every = product(axes).filter(({ kit, below }) => kit !== '4' || below);
const chosen = (c) => few[c.engine].some(([javascript, thirdParty, below]) => c.javascript === javascript && c.thirdParty === thirdParty && c.below === below);
const cases = full ? every : pairwise(every.filter(chosen));
const settings = product({ javascript: axes.javascript, thirdParty: axes.thirdParty, below: axes.below });

// Where ENGINES names one engine, its two settings cannot contain every pair.
if (allEngines.length === 3) test('every pair of values is in a case', () => {
  const tried = new Set(cases.flatMap(pairsIn));
  assert.deepEqual(every.flatMap(pairsIn).filter((pair) => !tried.has(pair)), []);
});

for (const engine of allEngines) {
  for (const { javascript, thirdParty, below } of settings) {
    const own = cases.filter((c) => c.engine === engine && c.javascript === javascript && c.thirdParty === thirdParty && c.below === below);
    if (own.length) describe(`matrix in ${engine}, JavaScript ${javascript}, third-party cookies ${thirdParty}${below && ', below a path'}`, () => { // B-05
      let folder;
      const stage = setStage(engine, { javascript: javascript === 'on', thirdParty, path: below, content: (place, portal) => charterFor(folder = place, portal) });
      Object.assign(stage, { javascript: javascript === 'on', path: below });
      stage.folderFor = (...changes) => charterFor(folder, stage.world.portal, ...changes);

      test('the browser has these settings', async (t) => {
        const { page } = await stage.visitor(t);
        const { visits, foreign } = stage.world;
        const framed = () => visits.filter(({ url }) => url.pathname === '/stub/third-party').map(({ cookies }) => cookies);
        for (const times of [1, 2]) {
          await open(page, `${foreign}/settings`);
          await eventually('the frame', () => framed().length === times);
        }
        assert.deepEqual(framed(), ['', thirdParty === 'allowed' ? 'third=x' : '']);
        assert.equal(await page.$eval('p', (p) => p.textContent), javascript);
      });

      for (const one of own) test(`kit ${one.kit}, ${one.state}, ${one.language}`, (t) => walk(t, stage, one));
    });
  }
}
