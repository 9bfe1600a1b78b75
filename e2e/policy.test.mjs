// The browser reports nothing in a portal's page or in any of our states: no violation of
// the Content-Security-Policy, no failed request, no error.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { click, control, frameOf, open, openPortal } from './harness/acts.mjs';
import { setStage } from './harness/stage.mjs';
import { states } from './harness/states.mjs';

/** Collects a page's errors in the browser; a status of 4xx is not one of them. */
function complaints(page) {
  const found = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type()) && !/status of 4\d\d/.test(message.text())) found.push(message.text());
  });
  page.on('pageerror', (error) => found.push(error.message));
  page.on('requestfailed', (request) => found.push(`${request.url()} ${request.failure()?.errorText}`));
  return found;
}

// Chromium only: Firefox does not report violations over WebDriver.
describe('policy', () => {
  const stage = setStage('chromium');

  test('the journey in a portal’s page breaks no policy', async (t) => {
    const visitor = await stage.visitor(t);
    const found = complaints(visitor.page);
    await click(visitor.page, await openPortal(visitor, stage.world), control('accept'));
    await frameOf(visitor.page, stage.world);
    assert.deepEqual(found, []);
  });

  test('no page of the service violates its policy or sends a request to another host', async (t) => {
    const { page } = await stage.visitor(t);
    const found = complaints(page);
    const hosts = new Set();
    page.on('request', (request) => hosts.add(new URL(request.url()).origin));
    for (const [name, [status, go]] of Object.entries(states)) {
      assert.equal(await go(page, stage.world, 'fr'), status, name);
    }
    assert.deepEqual(found, []);
    assert.deepEqual([...hosts], [stage.world.service]);
  });

  test('a violation is detected', async (t) => {
    const { page } = await stage.visitor(t);
    const found = complaints(page);
    await open(page, `${stage.world.service}/fr/`);
    await page.evaluate(() => {
      document.body.append(Object.assign(document.createElement('img'), { src: 'https://ailleurs.test/x.png' }));
      return new Promise((done) => { document.addEventListener('securitypolicyviolation', done, { once: true }); });
    });
    assert.ok(found.length > 0);
  });
});
