// What a test file stands on: a world and a browser for all its tests, and a
// visitor with empty cookies for each.
import { after, before } from 'node:test';
import { launch } from './browsers.mjs';
import { openWorld } from './world.mjs';

/** Registers the hooks that open and close the stage; call it inside describe. */
export function setStage(engine, { javascript = true, thirdParty, ...options } = {}) {
  const stage = {
    engine,
    /** A new visitor, gone when the test ends. */
    async visitor(t, { viewport = { width: 1280, height: 800 } } = {}) {
      const context = await stage.browser.createBrowserContext();
      t.after(() => context.close());
      const page = await context.newPage();
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
    stage.browser = await launch(engine, { pin: stage.world.pin, folder: stage.world.folder, javascript, thirdParty });
  });
  after(async () => {
    await stage.browser?.close();
    await stage.world?.close();
  });
  return stage;
}
