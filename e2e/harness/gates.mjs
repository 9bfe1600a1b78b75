// A portal's page with the script of kit 2, and the trackers that its gates let through.
import { eventually, open } from './acts.mjs';
import { kit } from './kits.mjs';

/** A listener for the script's event, the kit, and more HTML. */
export const scripted = (service, more = '') =>
  `<script>addEventListener('charte:choice', (e) => { (window.told ??= []).push(e.detail) }, true)</script>${kit(2, service).head}${more}`;

/** Opens a page of the portal; resolves after the script's event. */
export async function openScripted({ page }, world, path = '/') {
  await open(page, world.portal + path);
  await eventually('the script’s word', () => page.evaluate(() => Boolean(window.told)));
}

/** Collects the hits and tools that a page requests from now on, by name. */
export function watchTrackers(page) {
  const seen = [];
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url());
    if (pathname === '/collect' && searchParams.get('tool') !== 'probe') seen.push(`hit ${searchParams.get('tool')}`);
    else if (/^\/stub\/.*(\.js|video)$/.test(pathname)) seen.push(pathname);
  });
  return seen;
}

/** Sends a request and reads the response, so that all earlier requests of the page have been seen. */
export async function probe(page) {
  let came = false;
  const hear = (request) => { came ||= request.url().endsWith('/collect?tool=probe'); };
  page.on('request', hear);
  await page.evaluate(() => { fetch('/collect?tool=probe'); });
  await eventually('the probe', () => came);
  page.off('request', hear);
}

/** Returns the page that an address of the service, as kit 2 writes it, returns to. */
export const returnOf = (address) => Buffer.from(new URL(address).searchParams.get('back') ?? '', 'base64url').toString();
