// What the tests of a suite use: a separate world, a browser shared with other suites, and
// for each test a visitor without cookies.
import { after, before } from 'node:test';
import { sharedBrowser } from './shared.mjs';
import { openWorld } from './world.mjs';

const usual = { width: 1280, height: 800 };

/** Registers the hooks that open and close the stage; call it inside describe. */
export function setStage(engine, { javascript = true, thirdParty, ...options } = {}) {
  let reader;
  const stage = {
    engine,
    /** Returns a page for all tests of the suite that only read: they make no choice and set no cookie. */
    async reader({ viewport = usual } = {}) {
      reader ??= await stage.visitor({ after: (close) => { stage.closeReader = close; } });
      await reader.page.setViewport(viewport);
      return reader.page;
    },
    /** Creates a visitor, closed when the test ends. */
    async visitor(t, { viewport = usual } = {}) {
      const context = await stage.browser.createBrowserContext();
      t.after(() => context.close());
      const page = await context.newPage();
      page.setDefaultTimeout?.(120_000); // for waits that are not in eventually; WebKit has none
      await page.setViewport(viewport);
      if (!javascript && engine === 'chromium') await page.setJavaScriptEnabled(false);
      const already = (await stage.world.rows()).length;
      return {
        page, context,
        rows: async () => (await stage.world.rows()).slice(already),
        cookie: async (name) => (await context.cookies()).find((cookie) => cookie.name === name),
      };
    },
  };
  before(async () => {
    stage.world = await openWorld(options);
    stage.browser = await sharedBrowser(engine, { pin: stage.world.pin, javascript, thirdParty });
  });
  after(async () => {
    await stage.closeReader?.();
    await stage.world?.close();
  });
  return stage;
}
