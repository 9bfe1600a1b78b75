// The fragment of kit 4 in a portal's page: it is in a shadow root, which selectors do not enter.
import { eventually, follow } from './acts.mjs';

/** Waits until the fragment has its style sheet. */
export const partShown = (page) => eventually('the style sheet of the fragment', () => page.evaluate(() => getComputedStyle(document.querySelector('#charte')).position === 'fixed'));

/** Clicks in the fragment and waits for the next page. */
export const clickPart = (page, selector) => follow(page, () => page.evaluate((inside) => document.querySelector('#charte').shadowRoot.querySelector(inside).click(), selector));

/** Returns the fragment's language, whether it asks, and the height of its handle. */
export const readPart = (page) => page.evaluate(() => {
  const inside = document.querySelector('#charte').shadowRoot;
  return { lang: inside.querySelector('.part').lang, asks: inside.querySelector('form') !== null, handle: inside.querySelector('.small .handle')?.getBoundingClientRect().height ?? 0 };
});
