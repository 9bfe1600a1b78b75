// Taking pictures of pages that look the same today and tomorrow.
import { decode } from './png.mjs';

// What differs from run to run: the text version, the dates of a choice, its receipt.
function still() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    texts.currentNode.data = texts.currentNode.data
      .replace(/\b[0-9a-f]{12}\b/g, '0123456789ab')
      .replace(/\b\d{1,2}(er)?\s\p{L}+\s\d{4}\b/gu, '1er janvier 2030');
  }
}

/** A picture of what the window shows; whole: as tall as the text is. */
export async function take(page, { whole = false } = {}) {
  await page.mouse.move(0, 0);
  await page.evaluate(still);
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  const { y, height } = await page.evaluate(() => ({ y: scrollY, height: document.body.getBoundingClientRect().height }));
  const { width, height: window } = page.viewport();
  return decode(await page.screenshot({ clip: { x: 0, y, width, height: whole ? Math.ceil(height) : window } }));
}
