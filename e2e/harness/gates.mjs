// A portal's page with the script of kit 2, and what got through its gates.
import { eventually, open } from './acts.mjs';
import { kit } from './kits.mjs';

/** Hears the script's word, as a portal would; the kit itself; and what else the page holds. */
export const scripted = (service, more = '') =>
  `<script>addEventListener('charte:choice', (e) => { (window.told ??= []).push(e.detail) }, true)</script>${kit(2, service).head}${more}`;

/** Opens a page of the portal and waits until the script has said what holds. */
export async function openScripted({ page }, world, path = '/') {
  await open(page, world.portal + path);
  await eventually('the script’s word', () => page.evaluate(() => Boolean(window.told)));
}

/** Gathers the hits and tools that a page asks for, by name, from now on. */
export function watchTrackers(page) {
  const seen = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/collect' && searchParams.get('tool') !== 'probe') seen.push(`hit ${searchParams.get('tool')}`);
    else if (/^\/stub\/.*(\.js|video)$/.test(pathname)) seen.push(pathname);
  });
  return seen;
}

/** Sends a request of our own and waits for it: whatever the page asked for before has been seen by then. */
export async function probe(page) {
  let came = false;
  const hear = (request) => { came ||= request.url().endsWith('/collect?tool=probe'); };
  page.on('request', hear);
  await page.evaluate(() => { fetch('/collect?tool=probe'); });
  await eventually('the probe', () => came);
  page.off('request', hear);
}
