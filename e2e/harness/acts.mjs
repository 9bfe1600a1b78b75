// What a visitor does, by mouse and by keyboard.

/** The frame of the service in a page, once it is loaded. */
export async function frameOf(page, world) {
  const frame = await page.waitForFrame((f) => f.url().startsWith(world.service));
  await frame.waitForSelector('main');
  return frame;
}

/** Opens a portal page and returns the frame in it. */
export async function openPortal({ page }, world, path = '/') {
  await page.goto(world.portal + path);
  return frameOf(page, world);
}

/** Does something that leaves the page, and waits for the next one. */
export async function follow(page, act) {
  const [answer] = await Promise.all([page.waitForNavigation({ timeout: 10_000 }), act()]);
  return answer;
}

/** The control of a form that makes a decision; choose is the link beside the buttons. */
export const control = (decision) => (decision === 'choose' ? '.controls a' : `button[value="${decision}"]`);

/** Presses the control of a decision by mouse and follows where it leads. */
export const click = (page, where, decision) => follow(page, async () => (await where.waitForSelector(control(decision))).click());

// What has the focus, as a visitor would name it; inside the frame where it is there.
async function focused(page, frame) {
  const name = () => {
    const at = document.activeElement;
    if (!at || at === document.body) return '';
    return at.localName === 'iframe' ? 'iframe' : at.value && at.localName === 'button' ? at.value : at.textContent.trim();
  };
  const outer = await page.evaluate(name);
  return outer === 'iframe' ? `frame: ${await frame.evaluate(name)}` : outer;
}

/** Presses Tab from the top of the page until wanted(name) holds, at most 30 times; returns every stop. */
export async function tabTo(page, frame, wanted) {
  const stops = [];
  while (stops.length < 30) {
    await page.keyboard.press('Tab');
    stops.push(await focused(page, frame));
    if (wanted(stops.at(-1))) return stops;
  }
  throw new Error(`no stop is the one wanted: ${stops.join(' | ')}`);
}
