// What a visitor does by mouse and keyboard. Nothing here runs asynchronous script in the
// page: Firefox, with JavaScript off, evaluates synchronous expressions only. All waiting
// is therefore in this process.

let asking = 0; // questions of eventually that have no answer yet

/** Reports whether eventually repeats what fails: a command may be given up early. */
export const isRepeated = () => asking > 0;

/** Repeats ask until it returns a value other than undefined, null or false; errors while a page changes are ignored. */
export async function eventually(what, ask) {
  const deadline = Date.now() + 60_000;
  let last;
  for (let pause = 10; Date.now() < deadline; pause = Math.min(1.5 * pause, 60)) { // milliseconds; a question costs processor time
    asking++;
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
    } catch (error) {
      last = error;
    } finally {
      asking--;
    }
    await new Promise((done) => setTimeout(done, pause));
  }
  throw new Error(`${what} did not come about within 60 s${last ? `: ${last.message}` : ''}`, { cause: last });
}

/** Returns the service's frame in a page, once loaded. Its address is read in it, because WebDriver has no frame.url(). */
export const frameOf = (page, world) => eventually('the frame of the service', async () => {
  const frame = await (await page.$(`iframe[src^="${world.service}"]`)).contentFrame();
  const address = await frame.evaluate(() => document.readyState === 'complete' && location.href);
  return address && address.startsWith(world.service) && frame;
});

/** Opens a portal page and returns the frame in it. */
export async function openPortal({ page }, world, path = '/') {
  await open(page, world.portal + path);
  return frameOf(page, world);
}

/** Opens an address and returns the page's status. puppeteer's own goto can miss the load event in Firefox. */
export const open = (page, address) => follow(page, () => { page.goto(address).catch(() => {}); });

/** Returns the page's address, read in the page: puppeteer's own value is late in Firefox. */
export const addressOf = (page) => page.evaluate(() => location.href);

// Identifies a page: timeOrigin cannot, because WebKit computes it at each reading.
let marks = 0;

/**
 * Runs act, which leaves the page, and returns the status of the next page (in WebKit, true). While a page is being left, only
 * values are exchanged with it: if an element disappears, puppeteer rejects in Firefox a promise that it does not await yet.
 */
export async function follow(page, act) {
  const mark = `left ${marks += 1}`;
  await page.evaluate((name) => { window.mark = name; }, mark);
  await act();
  return eventually('another page', () => page.evaluate((left) =>
    window.mark !== left && document.readyState === 'complete'
      // 0: Firefox’s blank page in between. WebKit does not report the status.
      && ((performance.getEntriesByType('navigation')[0].responseStatus ?? location.href !== 'about:blank') || false), mark));
}

/** Clicks an element. Both events must arrive in the page, because a click on a moving or scrolling element can be lost. */
export async function press(page, element) {
  let step = 0;
  await eventually('the element to be pressed', async () => {
    await element.evaluate((e) => e.scrollIntoView({ block: 'nearest', behavior: 'instant' }));
    const { x, y, width, height } = await element.boundingBox();
    step = 1 - step; // a pointer that does not move sends no event
    await page.mouse.move(x + width / 2 + step, y + height / 2);
    if (!await element.evaluate((e) => e.matches(':hover'))) return false;
    await page.mouse.down();
    if (await element.evaluate((e) => e.matches(':active'))) return true;
    await page.mouse.move(0, 0); // released there, the button clicks nothing
    await page.mouse.up();
    return false;
  });
  await page.mouse.up();
}

/** Returns the selector of the control for a decision; choose is the link beside the buttons. */
export const control = (decision) => (decision === 'choose' ? '.controls a' : `button[value="${decision}"]`);

/** Clicks the first match of a selector in a page or frame, and waits for the next page. */
export const click = (page, where, selector) => follow(page, async () => {
  const element = await where.$(selector);
  if (!element) throw new Error(`no ${selector} at ${await addressOf(page)}: ${await page.evaluate(() => document.body.textContent.trim())}`);
  await press(page, element);
});

// Returns the name of the focused element: value of a button or box, text of a link.
function nameFocus() {
  const at = document.activeElement;
  if (!at || at === document.body) return '';
  return ['button', 'input'].includes(at.localName) && at.value ? at.value : at.textContent.trim();
}

async function focused(page, frame) {
  const inFrame = frame && await page.evaluate(() => document.activeElement?.localName === 'iframe');
  return inFrame ? `frame: ${await frame.evaluate(nameFocus)}` : page.evaluate(nameFocus);
}

/** Presses Tab until wanted(name of the stop) is true, at most 40 times, and returns every stop. frame is optional. */
export async function tabTo(page, frame, wanted) {
  const stops = [];
  while (stops.length < 40) {
    await page.keyboard.press('Tab');
    stops.push(await focused(page, frame));
    if (wanted(stops.at(-1))) return stops;
  }
  throw new Error(`no stop is the one wanted: ${stops.join(' | ')}`);
}
