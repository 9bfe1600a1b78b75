// Exempt measurement to which one can object (H-04): what the tool sends and stores before and after each act, with
// kit 1 and the platform's own reader, and behind a gate of kit 2. The tool is portal/matomo.mjs, whose behaviour was read
// in Matomo's public source and documentation (developer.matomo.org/guides/tracking-consent): it sets _pk_id and _pk_ses
// on the portal's host, and sends nothing while the cookie mtm_consent_removed exists.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { addressOf, click, eventually } from './harness/acts.mjs';
import { violations } from './harness/axe.mjs';
import { allEngines } from './harness/browsers.mjs';
import { root } from './harness/build.mjs';
import { scripted } from './harness/gates.mjs';
import { contentFor, kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';
import { visit } from './harness/visit.mjs';
import { matomoLines } from './portal/matomo.mjs';

const ordinary = join(root, 'internal/charter/testdata/ordinary');
const path = '/explore/dataset/arbres/?q=ch%C3%AAne';
const headers = {
  1: (service) => `${kit(1, service).header}<script src="/stub/exempt.js"></script>`,
  2: (service) => scripted(service, `<script>addEventListener('charte:choice', () => { window.told = true }, true)</script>
    <script type="text/plain" data-purpose="audience">${matomoLines()}</script>`),
};

/** Acts of a visitor, and what the cookie then holds: the platform's key, the objection, the purpose that needs consent. */
const acts = {
  nothing: { matomo: true },
  object: { matomo: false, objected: 'audience' },
  allow: { matomo: true, objected: '' },
  accept: { matomo: true, objected: '', maps: true },
  refuse: { matomo: false, objected: 'audience', maps: false },
};

async function valuesOf(visitor) {
  const cookie = await visitor.cookie('cookies_preferences');
  if (!cookie) return { matomo: true }; // the platform blocks only what is false
  const { matomo, objected, maps } = JSON.parse(decodeURIComponent(cookie.value));
  return Object.fromEntries(Object.entries({ matomo, objected, maps }).filter(([, value]) => value !== undefined));
}

/** Objects, or takes that back: one action on the charter page, which is one action away from the banner or handle. */
async function object({ page }, here, decision, look = () => {}) {
  const frame = await here.settled();
  await click(page, frame, await frame.$('a[href$="#objections"]') ? 'a[href$="#objections"]' : '.handle');
  await look('the charter');
  await click(page, page, `#objections button[value="${decision}"]`);
  await look('the confirmation');
  assert.ok(await page.$('[role="status"]'), 'it is announced');
  await click(page, page, '[role="status"] a.back');
}

/** Checks hits and cookies of one more page view. */
async function assertMeasured(visitor, { world, javascript }, here, { matomo, ...rest }, number) {
  const since = world.visits.length;
  const seen = (name) => world.visits.slice(since).filter(({ url }) => url.pathname === name).length;
  await here.read(path);
  assert.deepEqual(await valuesOf(visitor), { matomo, ...rest });
  if (!javascript) return assert.equal(seen('/matomo.js'), 0);
  if (matomo) await eventually('the hit', () => seen('/matomo.php') > 0);
  else {
    await visitor.page.evaluate(() => { fetch('/collect?tool=probe'); });
    await eventually('the probe', () => seen('/collect') > 0);
  }
  const names = (await visitor.context.cookies()).map(({ name }) => name).filter((name) => !['cookies_preferences', '__Host-charte-receipt'].includes(name)).sort();
  const tool = ['_pk_id.1.1fff', '_pk_ses.1.1fff'];
  // Only a script of the portal's host can delete that host's cookies; Matomo obeys the other one in any case.
  const left = matomo ? tool : [...(number === 1 ? tool : []), 'mtm_consent_removed'];
  // A hit of the page before may arrive late, so a hit is only counted where there must be none.
  assert.deepEqual([seen('/matomo.js') > 0, seen('/matomo.php') > 0, names], [matomo, matomo, left]);
}

/** Objects and takes that back. In Chromium with scripts the visitor goes on: accepts, objects, takes that back, refuses. */
async function walk(t, stage, number) {
  const visitor = await stage.visitor(t);
  const here = visit(visitor, stage.world, String(number), true);
  const check = (values) => assertMeasured(visitor, stage, here, values, number);
  const look = async (what) => {
    if (stage.engine === 'chromium' && stage.javascript && number === 1) assert.deepEqual(await violations(visitor.page), [], what);
  };
  if (stage.engine === 'chromium') await visitor.page.setBypassCSP(stage.javascript && number === 1);
  await here.read(path);
  await check(acts.nothing);
  for (const act of ['object', 'allow']) {
    await object(visitor, here, act, look);
    assert.equal(await addressOf(visitor.page), stage.world.portal + path);
    await check(acts[act]);
  }
  if (stage.engine !== 'chromium' || !stage.javascript) return;
  await here.choose('accept');
  await check(acts.accept);
  await object(visitor, here, 'object', look);
  await check({ ...acts.accept, ...acts.object });
  await object(visitor, here, 'allow');
  await here.choose('refuse');
  await check(acts.refuse);
  assert.deepEqual((await visitor.rows()).map(({ decision }) => decision), ['accept', 'refuse'], 'an objection is not recorded');
}

// Without scripts one engine is enough: no page of the service has any, and matrix.test.mjs sends its forms without them in each.
// After the first objection nothing depends on the engine but the choices, which matrix.test.mjs makes in each.
for (const [engine, javascript] of [...allEngines.map((name) => [name, true]), [allEngines[0], false]]) {
  describe(`objecting in ${engine}, JavaScript ${javascript ? 'on' : 'off'}`, () => {
    const stage = setStage(engine, { javascript, content: ordinary, header: headers[1] });
    stage.javascript = javascript;

    test('kit 1: the platform’s tool obeys at once, and measures again when the visitor allows it', (t) => walk(t, stage, 1));
  });
}

describe('objecting with kit 2', () => {
  const stage = setStage('chromium', { content: ordinary, header: headers[2] });
  stage.javascript = true;

  test('the gated tool obeys at once, and its cookies are deleted', (t) => walk(t, stage, 2));

  test('where a refusal does not object, it is measured after one', async (t) => {
    const { world } = stage;
    const copy = contentFor(world.folder, world.portal, ordinary);
    const file = join(copy, 'charter.md');
    writeFileSync(file, readFileSync(file, 'utf8').replace('purposes:\n', 'refusal_objects: false\npurposes:\n'));
    await world.restart(copy);
    t.after(() => world.restart(ordinary));
    const visitor = await stage.visitor(t);
    const here = visit(visitor, world, '2', true);
    await here.read(path);
    await here.choose('refuse');
    await assertMeasured(visitor, stage, here, { matomo: true, maps: false }, 2);
  });

  test('with Global Privacy Control nothing is measured until the visitor allows it', async (t) => { // S-04
    const visitor = await stage.visitor(t);
    const { page } = visitor;
    await page.setExtraHTTPHeaders({ 'Sec-GPC': '1' });
    await page.evaluateOnNewDocument(() => { Object.defineProperty(navigator, 'globalPrivacyControl', { value: true }); });
    const here = visit(visitor, stage.world, '2', true);
    const since = stage.world.visits.length;
    await here.read(path);
    await page.evaluate(() => { fetch('/collect?tool=probe'); });
    const seen = () => stage.world.visits.slice(since).map(({ url }) => url.pathname);
    await eventually('the probe', () => seen().includes('/collect'));
    assert.ok(!seen().includes('/matomo.js'));
    await object(visitor, here, 'object');
    await object(visitor, here, 'allow');
    await eventually('the hit', () => seen().includes('/matomo.php'));
  });
});
