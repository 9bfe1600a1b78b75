// The browsers that the tests of one process share: to start one takes longer than most
// tests do. A visitor's context keeps their cookies and caches apart from others'.
import { after } from 'node:test';
import { launch } from './browsers.mjs';

const browsers = new Map();

/** Returns the browser with these settings (see launch); the first call starts it, and it ends with the last test. */
export function sharedBrowser(engine, { pin, javascript = true, thirdParty }) {
  // In Chromium a page, not the browser, has its scripts switched off.
  const key = JSON.stringify([engine, engine === 'chromium' || javascript, thirdParty]);
  if (!browsers.has(key)) browsers.set(key, launch(engine, { pin, javascript, thirdParty }));
  return browsers.get(key);
}

after(async () => {
  const started = await Promise.allSettled(browsers.values());
  await Promise.all(started.map(({ value }) => value?.close()));
});
