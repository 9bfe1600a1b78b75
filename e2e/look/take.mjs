// Takes reproducible pictures of pages.
import { decode } from './png.mjs';

// Replaces what differs between runs: text version, dates and receipt.
function still() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    texts.currentNode.data = texts.currentNode.data
      .replace(/\b[0-9a-f]{12}\b/g, '0123456789ab')
      .replace(/\b\d{1,2}(er)?\s\p{L}+\s\d{4}\b/gu, '1er janvier 2030');
  }
}

/** Takes a picture of the window; whole: of the full page. */
export async function take(page, { whole = false } = {}) {
  await page.mouse.move(0, 0);
  await page.evaluate(still);
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  const { y, height } = await page.evaluate(() => ({ y: scrollY, height: document.body.getBoundingClientRect().height }));
  const { width, height: window } = page.viewport();
  return decode(await page.screenshot({ clip: { x: 0, y, width, height: whole ? Math.ceil(height) : window } }));
}
