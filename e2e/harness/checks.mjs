// Checks after a choice: the visitor's page and the content of the cookie.
import assert from 'node:assert/strict';
import { addressOf, frameOf } from './acts.mjs';

/** The purposes of the demo charter after each decision. */
export const choices = {
  refuse: { audience: false, campaigns: false, video: false },
  accept: { audience: true, campaigns: true, video: true },
};

/** Returns the purposes in the visitor's cookie, or undefined without a cookie. */
export async function choiceOf(visitor) {
  const cookie = await visitor.cookie('cookies_preferences');
  if (!cookie) return undefined;
  const { audience, campaigns, video } = JSON.parse(decodeURIComponent(cookie.value));
  return { audience, campaigns, video };
}

const day = 86_400_000;

/** Checks the cookie's attributes: first-party on that domain, readable by the portal, for six months (B-01, C-19). */
export async function assertKept(visitor, on = '.ville.test') {
  const cookie = await visitor.cookie('cookies_preferences');
  const { domain, path, secure, httpOnly, sameSite } = cookie;
  assert.deepEqual({ domain, path, secure, httpOnly, sameSite }, { domain: on, path: '/', secure: true, httpOnly: false, sameSite: 'Lax' });
  const expected = new Date();
  expected.setUTCMonth(expected.getUTCMonth() + 6);
  assert.ok(Math.abs(cookie.expires * 1000 - expected) <= 3 * day, `expires ${new Date(cookie.expires * 1000).toISOString()}`);
  const seen = await visitor.page.evaluate(() => document.cookie.split('; '));
  assert.ok(seen.includes(`cookies_preferences=${cookie.value}`), 'the portal’s page reads it');
  assert.equal(JSON.parse(decodeURIComponent(cookie.value)).timestamp % day, 0, 'the date is cut to the day, so that it identifies nobody');
}

/** Checks that the visitor is on that portal page, not in a portal framed by a portal (B-02), with exactly one frame (C-18). */
export async function assertBack({ page }, world, path) {
  assert.equal(await addressOf(page), world.portal + path);
  const frame = await frameOf(page, world);
  assert.equal(await page.evaluate(() => window.length), 1, 'one frame in the page');
  assert.equal(await frame.evaluate(() => window.length), 0, 'and none in that frame');
}
