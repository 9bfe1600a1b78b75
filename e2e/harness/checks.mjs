// What counts after a choice: where the visitor is, and what the cookie says.
import assert from 'node:assert/strict';
import { addressOf, frameOf } from './acts.mjs';

/** The purposes of the demo charter, as a decision leaves them. */
export const choices = {
  refuse: { audience: false, campaigns: false, video: false },
  accept: { audience: true, campaigns: true, video: true },
};

/** The purposes in the visitor's cookie; undefined: no cookie. */
export async function choiceOf(visitor) {
  const cookie = await visitor.cookie('cookies_preferences');
  if (!cookie) return undefined;
  const { audience, campaigns, video } = JSON.parse(decodeURIComponent(cookie.value));
  return { audience, campaigns, video };
}

const day = 86_400_000;

/** The choice is kept as it must be: first-party on the parent domain, readable by the portal, for six months (B-01, C-19). */
export async function assertKept(visitor) {
  const cookie = await visitor.cookie('cookies_preferences');
  const { domain, path, secure, httpOnly, sameSite } = cookie;
  assert.deepEqual({ domain, path, secure, httpOnly, sameSite }, { domain: '.ville.test', path: '/', secure: true, httpOnly: false, sameSite: 'Lax' });
  const expected = new Date();
  expected.setUTCMonth(expected.getUTCMonth() + 6);
  assert.ok(Math.abs(cookie.expires * 1000 - expected) <= 3 * day, `expires ${new Date(cookie.expires * 1000).toISOString()}`);
  const seen = await visitor.page.evaluate(() => document.cookie.split('; '));
  assert.ok(seen.includes(`cookies_preferences=${cookie.value}`), 'the portal’s page reads it');
  assert.equal(JSON.parse(decodeURIComponent(cookie.value)).timestamp % day, 0, 'the date is cut to the day, so that it tells nobody apart');
}

/** The visitor is on that page of the portal: the page itself, and not a portal in a frame of a portal (B-02); and one frame is all that could ask (C-18). */
export async function assertBack({ page }, world, path) {
  assert.equal(await addressOf(page), world.portal + path);
  const frame = await frameOf(page, world);
  assert.equal(await page.evaluate(() => window.length), 1, 'one frame in the page');
  assert.equal(await frame.evaluate(() => window.length), 0, 'and none in that frame');
}
