// Every kit in a portal's page, through every state that a visitor can be in.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addressOf, click, control, eventually, open } from './harness/acts.mjs';
import { engines } from './harness/browsers.mjs';
import { choiceOf, choices } from './harness/checks.mjs';
import { charterFor, kit } from './harness/kits.mjs';
import { setStage } from './harness/stage.mjs';
import { gatedTrackers, platformTrackers } from './portal/stubs.mjs';

const paths = {
  fr: '/explore/dataset/arbres/?flg=fr-fr&q=ch%C3%AAne',
  en: '/explore/dataset/arbres/?flg=en-gb&q=ch%C3%AAne',
};
const listen = '<script>addEventListener("charte:choice", () => { window.told = true }, true)</script>';

const kits = {
  1: { header: (service) => kit(1, service).header + platformTrackers },
  2: { header: (service) => listen + kit(2, service).head + gatedTrackers },
  3: { header: () => platformTrackers, footer: (service) => kit(3, service).footer },
};

/** Opens a portal page and waits until its kit has nothing left to do. */
async function openPage(visitor, stage, number, path) {
  await open(visitor.page, stage.world.portal + path);
  await settled(visitor, stage, number);
}

const bannerFrame = (page, world) => eventually('the kit’s frame', async () => {
  const handle = await page.$(`iframe[src^="${world.service}"]`);
  const frame = handle && await handle.contentFrame();
  return frame && await frame.evaluate(() => document.readyState === 'complete' && location.href !== 'about:blank') && frame;
});

async function settled({ page }, { world, javascript }, number) {
  if (number === '2' && javascript) await eventually('the script’s word', () => page.evaluate(() => window.told === true));
  if (number === '1' || number === '2' && javascript) await bannerFrame(page, world);
}

/** Chooses as the kit allows, and comes back to the portal's page. */
async function choose(visitor, stage, number, decision) {
  const { page } = visitor;
  const { world } = stage;
  const here = await addressOf(page);
  const inFrame = number !== '3' && await (await bannerFrame(page, world)).$('form');
  if (inFrame && decision !== 'custom') {
    await click(page, await bannerFrame(page, world), control(decision));
  } else {
    if (number === '3') await click(page, page, `a[href^="${world.service}"]`);
    else await click(page, await bannerFrame(page, world), inFrame ? control('choose') : '.handle');
    if (decision === 'custom') await page.$eval('#purpose-audience', (box) => { box.checked = true; });
    await click(page, page, control(decision));
    await click(page, page, '[role="status"] a.back');
  }
  await eventually('the same address', async () => await addressOf(page) === here);
  await settled(visitor, stage, number);
}

const custom = { ...choices.refuse, audience: true };

/** Each state: what the visitor does, and what holds then. hits are the tools that may run. */
const states = {
  undecided: { acts: [], choice: undefined, hits: [], rows: 0 },
  refuse: { acts: ['refuse'], choice: choices.refuse, hits: [], rows: 1 },
  accept: { acts: ['accept'], choice: choices.accept, hits: ['ga', 'matomo'], rows: 1 },
  custom: { acts: ['custom'], choice: custom, hits: ['matomo'], rows: 1 },
  withdraw: { acts: ['accept', 'refuse'], choice: choices.refuse, hits: [], rows: 2, cookies: true },
  expired: { acts: ['accept', 'age'], choice: choices.accept, hits: [], rows: 1, asks: true, onlyGated: true },
  'tracker added': { acts: ['accept', 'add'], choice: choices.accept, hits: [], rows: 1, asks: true, onlyGated: true },
};

const others = {
  async age({ context }) {
    const cookie = (await context.cookies()).find(({ name }) => name === 'cookies_preferences');
    const seen = JSON.parse(decodeURIComponent(cookie.value));
    const value = encodeURIComponent(JSON.stringify({ ...seen, timestamp: seen.timestamp - 190 * 86_400_000 }));
    await context.setCookie({ ...cookie, value });
  },
  async add({ t }, { world, folderFor }) {
    await world.restart(folderFor('_ga; _ga_*', '_ga; _ga_*; _gcl_au'));
    t.after(() => world.restart(folderFor()));
  },
};

/** Waits for a request of our own: any that the page had sent before it is known by then. */
async function probed(page, hits) {
  await page.evaluate(() => { fetch('/collect?tool=probe'); });
  await eventually('the probe', () => hits.delete('probe'));
}

function runState(stage, number, name, language) {
  const state = states[name];
  test(`kit ${number}, ${name}, ${language}`, async (t) => {
    const visitor = { ...await stage.visitor(t), t };
    const { page } = visitor;
    await openPage(visitor, stage, number, paths[language]);
    for (const act of state.acts) {
      if (others[act]) await others[act](visitor, stage);
      else await choose(visitor, stage, number, act);
    }
    const hits = new Set();
    page.on('request', (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname === '/collect') hits.add(searchParams.get('tool'));
      // A tracker that is asked for has already run, as far as a refusal goes.
      if (!state.hits.length && /^\/stub\/(ga|matomo)\.js$/.test(pathname)) hits.add(pathname);
    });
    await openPage(visitor, stage, number, paths[language]);
    // The platform's reader knows neither expiry nor scope: only the gates of kit 2 do.
    const gated = number === '2' || !state.onlyGated;
    if (stage.javascript && gated) {
      if (state.hits.length) await eventually('the hits', () => hits.size === state.hits.length);
      else await probed(page, hits);
      assert.deepEqual([...hits].sort(), state.hits, 'the trackers that ran');
    }
    assert.deepEqual(await choiceOf(visitor), state.choice);
    assert.equal((await visitor.rows()).length, state.rows);
    if (number !== '3') {
      const asks = state.asks ?? state.choice === undefined;
      const frame = await bannerFrame(page, stage.world);
      assert.equal(await frame.$('form') !== null, asks, asks ? 'the banner asks' : 'the banner is gone');
      if (!asks) assert.equal(await frame.$eval('.handle', (link) => link.getBoundingClientRect().height >= 44), true, 'the handle shows');
      assert.equal(await frame.evaluate(() => window.length), 0, 'no portal in the frame');
    }
    if (state.cookies && stage.javascript) {
      assert.equal(await visitor.cookie('_ga'), undefined, 'what the service reaches is ended');
      assert.equal(await visitor.cookie('_pk_id.1.1fff') === undefined, number === '2', 'the portal’s own host is the script’s to clean');
    }
  });
}

const all = Object.keys(states);
// Every pair of kit, state, JavaScript and language that can be: kit 2 needs
// JavaScript, kit 3 never asks by itself.
const plan = [
  ['1', true, all], ['1', false, all.filter((name) => name !== 'expired')], ['2', true, all],
  ['3', true, all.filter((name) => !states[name].asks)], ['3', false, ['refuse', 'withdraw']],
];

for (const engine of engines) {
  for (const [number, javascript, names] of plan) {
    describe(`kit ${number} in ${engine}, JavaScript ${javascript ? 'on' : 'off'}`, () => {
      let folder;
      const stage = setStage(engine, {
        javascript, ...kits[number], content: (place, portal) => charterFor(folder = place, portal),
      });
      stage.javascript = javascript;
      stage.folderFor = (...changes) => charterFor(folder, stage.world.portal, ...changes);
      names.forEach((name, i) => runState(stage, number, name, (i + (javascript ? 0 : 1)) % 2 ? 'en' : 'fr'));
    });
  }
}
