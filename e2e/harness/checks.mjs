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

/** The visitor is on that page of the portal: the page itself, and not a portal in a frame of a portal. */
export async function assertBack({ page }, world, path) {
  assert.equal(await addressOf(page), world.portal + path);
  const frame = await frameOf(page, world);
  assert.equal(await page.evaluate(() => window.length), 1, 'one frame in the page');
  assert.equal(await frame.evaluate(() => window.length), 0, 'and none in that frame');
}
