// A visitor on a portal with a kit: reads a page, chooses, returns.
import { addressOf, click, control, eventually, frameOf, open } from './acts.mjs';
import { kit } from './kits.mjs';
import { clickPart, partShown, readPart } from './part.mjs';
import { part } from './world.mjs';
import { gatedTrackers, platformTrackers } from '../portal/stubs.mjs';

const listen = '<script>addEventListener("charte:choice", () => { window.told = true }, true)</script>';
const link = (service) => kit(3, service).footer;

/** The HTML for header and footer per kit; kit 2 also has the link, for visitors without JavaScript. */
export const kits = {
  1: [(service) => kit(1, service).header + platformTrackers, () => ''],
  2: [(service) => listen + kit(2, service).head + gatedTrackers, link],
  3: [() => platformTrackers, link],
  4: [() => part + platformTrackers, () => ''],
};

/** Starts a visit to a portal with that kit; javascript states whether the browser runs scripts. */
export function visit({ page }, world, number, javascript) {
  const framed = number === '1' || number === '2' && javascript, inPage = number === '4';

  /** Returns the kit's frame, if it has one, once the kit is idle. */
  async function settled() {
    if (number === '1') {
      await eventually('the kit’s images', () => page.evaluate(() => [...document.querySelectorAll('.charte img')].every((e) => e.complete && e.naturalWidth > 0)));
    } else if (inPage) {
      await partShown(page);
    } else if (framed) {
      await eventually('the script’s word', () => page.evaluate(() => window.told === true));
    }
    return framed ? frameOf(page, world) : undefined;
  }

  const clickKit = (frame, selector) => (inPage ? clickPart(page, selector) : click(page, frame, selector));
  /** Returns the page's address without #charte, with which a choice in the page ends it. */
  const address = async () => (await addressOf(page)).replace(/#charte$/, '');

  return {
    framed,
    inPage,
    settled,
    async read(path) {
      await open(page, world.portal + path);
      return settled();
    },
    /** Follows the portal's link to the charter. */
    toCharter: () => click(page, page, `a[href^="${world.service}/"]`),
    /** Chooses in the frame or on the charter's page, depending on the kit, and returns to the same address. */
    async choose(decision) {
      const here = await address();
      const frame = await settled();
      const asks = inPage ? (await readPart(page)).asks : frame && await frame.$('form');
      const direct = asks && decision !== 'custom';
      if (framed || inPage) await clickKit(frame, direct ? control(decision) : asks ? control('choose') : '.handle');
      else await this.toCharter();
      if (!direct) {
        if (decision === 'custom') await page.$eval('#purpose-audience', (box) => { box.checked = true; });
        await click(page, page, control(decision));
        await click(page, page, '[role="status"] a.back');
      }
      await eventually('the same address', async () => await address() === here);
      return settled();
    },
  };
}
