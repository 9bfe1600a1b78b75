// What a visitor does, by mouse and by keyboard. Nothing here needs script to run
// in the page: Firefox, with JavaScript off, evaluates what answers at once and
// nothing that waits. So the waiting is done on this side.

/** Asks until the answer is neither undefined, null nor false; what it throws while a page changes counts as no answer. */
export async function eventually(what, ask) {
  const deadline = Date.now() + 30_000;
  let last;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
    } catch (error) {
      last = error;
    }
    await new Promise((done) => setTimeout(done, 15));
  }
  throw new Error(`${what} did not come about within 30 s`, { cause: last });
}

/** The frame of the service in a page, once it is loaded. */
export const frameOf = (page, world) => eventually('the frame of the service', async () => {
  const frame = await (await page.$('iframe')).contentFrame();
  const loaded = frame.url().startsWith(world.service) && await frame.evaluate(() => document.readyState === 'complete');
  return loaded && frame;
});

/** Opens a portal page and returns the frame in it. */
export async function openPortal({ page }, world, path = '/') {
  await open(page, world.portal + path);
  return frameOf(page, world);
}

/** Opens an address and returns the status of the page. puppeteer's own waiting is not used: in Firefox it can miss the end. */
export const open = (page, address) => follow(page, () => { page.goto(address).catch(() => {}); });

/** The address that the page is at, asked of the page itself: what puppeteer remembers comes late in Firefox. */
export const addressOf = (page) => page.evaluate(() => location.href);

// What tells a page from the next: the time of birth will not do, which WebKit reckons anew at each reading.
let marks = 0;

/** Does something that leaves the page, and returns the status of the page that it led to (in WebKit, true). */
export async function follow(page, act) {
  const mark = `left ${marks += 1}`;
  await page.evaluate((name) => { window.mark = name; }, mark);
  await act();
  return eventually('another page', () => page.evaluate((left) =>
    window.mark !== left && document.readyState === 'complete'
      // 0: Firefox’s blank page in between. WebKit does not tell the status.
      && ((performance.getEntriesByType('navigation')[0].responseStatus ?? location.href !== 'about:blank') || false), mark));
}

/** Presses an element by mouse. The browser says that the pointer is on it, and then that it is pressed: what still moves or scrolls would be missed. */
export async function press(page, element) {
  let step = 0;
  await eventually('the element to be pressed', async () => {
    await element.evaluate((e) => e.scrollIntoView({ block: 'nearest', behavior: 'instant' }));
    const { x, y, width, height } = await element.boundingBox();
    step = 1 - step; // a pointer that stays where it is would tell nothing new
    await page.mouse.move(x + width / 2 + step, y + height / 2);
    if (!await element.evaluate((e) => e.matches(':hover'))) return false;
    await page.mouse.down();
    const pressed = await element.evaluate((e) => e.matches(':active'));
    if (!pressed) await page.mouse.up();
    return pressed;
  });
  await page.mouse.up();
}

/** The control of a form that makes a decision; choose is the link beside the buttons. */
export const control = (decision) => (decision === 'choose' ? '.controls a' : `button[value="${decision}"]`);

/** Presses the first element of a selector, in a page or frame, and follows where it leads. */
export const click = (page, where, selector) => follow(page, async () => {
  const element = await where.$(selector);
  if (!element) throw new Error(`no ${selector} at ${await addressOf(page)}: ${await page.evaluate(() => document.body.textContent.trim())}`);
  await press(page, element);
});

// What has the focus, as a visitor would name it: a button or box by its value, a link by its text.
function nameFocus() {
  const at = document.activeElement;
  if (!at || at === document.body) return '';
  return ['button', 'input'].includes(at.localName) && at.value ? at.value : at.textContent.trim();
}

async function focused(page, frame) {
  const inFrame = frame && await page.evaluate(() => document.activeElement?.localName === 'iframe');
  return inFrame ? `frame: ${await frame.evaluate(nameFocus)}` : page.evaluate(nameFocus);
}

/** Presses Tab until wanted(name of the stop) holds, at most 40 times; returns every stop. frame is the service's, or none. */
export async function tabTo(page, frame, wanted) {
  const stops = [];
  while (stops.length < 40) {
    await page.keyboard.press('Tab');
    stops.push(await focused(page, frame));
    if (wanted(stops.at(-1))) return stops;
  }
  throw new Error(`no stop is the one wanted: ${stops.join(' | ')}`);
}
