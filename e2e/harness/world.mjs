// A world: a portal and the service on two hosts of one domain, an unlisted page of that
// domain and a foreign site, all behind TLS on one port, with a separate registry.
import http from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentFor, withOneSite } from './kits.mjs';
import { foreignSite } from '../portal/foreign.mjs';
import { portalSite } from '../portal/portal.mjs';
import { root } from './build.mjs';
import { certificateFor } from './certificate.mjs';
import { openFront, proxyTo } from './front.mjs';
import { readRows, startService } from './service.mjs';

const names = {
  portal: 'data.ville.test', service: 'cookies.ville.test', below: 'cookies.data.ville.test', unlisted: 'autre.ville.test', unlistedPortal: 'carte.ville.test', foreign: 'ailleurs.test',
};

/** A frame for any page; kits are passed as header and footer instead. */
export const plainFrame = (service) =>
  `<iframe title="Cookies" src="${service}/choice" referrerpolicy="no-referrer-when-downgrade" style="width:100%;height:20rem;border:0"></iframe>`;

/** Where a page has the fragment of kit 4. */
export const part = '<!-- the fragment -->';

/** Returns a portal's request handler that includes the fragment in pages, as a proxy does; files are sent at once. */
function including(portal, { header, footer }, port, path) {
  const files = portal({ header, footer });
  return async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'https://portal.invalid');
    if (/\.\w+$/.test(pathname)) return files(request, response);
    const own = Object.fromEntries(['cookie', 'accept-language', 'sec-gpc'].flatMap((name) => (request.headers[name] ? [[name, request.headers[name]]] : [])));
    const language = searchParams.get('flg')?.slice(0, 2) ?? 'fr';
    const fragment = await ask(port(), `${path}/${language}/part`, { ...own, host: request.headers[':authority'] ?? request.headers.host });
    return portal({ header: header.replace(part, () => fragment), footer })(request, response);
  };
}

function ask(port, path, headers) {
  return new Promise((done, fail) => {
    http.get({ host: '127.0.0.1', port, path, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (more) => { body += more; }).on('end', () => done(answer.statusCode === 200 ? body : ''));
    }).on('error', fail);
  });
}

/**
 * Opens a world. content is a folder with a charter that is copied for these hosts (default: the shipped charter), or a
 * function that fills an empty folder for the portal's origin and returns it. header and footer are functions from the
 * service's origin to the HTML that the webmaster pastes; portal makes the portal's request handler from these two.
 * flags are the service's flags, or a function that returns them. below puts the service below the portal's host, and the
 * cookie on that host; path is the service's path on the portal's host, in place of a host of its own and a cookie domain.
 */
export async function openWorld({
  content = join(root, 'internal/charter/testdata/demo'), header = plainFrame, footer = () => '', portal = portalSite, flags = [], below = false, path = '',
} = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-e2e-'));
  const certificate = certificateFor(Object.values(names));
  let service;
  const own = below ? names.below : names.service;
  const hosts = { [own]: proxyTo(() => service.port) };
  const front = await openFront(certificate, hosts);
  const origin = (name) => `https://${name}:${front.port}`;
  const world = {
    portal: origin(names.portal), service: path ? origin(names.portal) + path : origin(own), foreign: origin(names.foreign),
    unlisted: origin(names.unlisted), unlistedPortal: origin(names.unlistedPortal), pin: certificate.pin,
    folder,
    rows: () => readRows(folder),
    /** Every request to the portal so far: address and cookies. */
    visits: [],
    /** Pastes other header and footer HTML, from functions as above, into the portal's pages. */
    async paste(top, end) {
      const pasted = { header: top(world.service), footer: end(world.service) };
      const site = pasted.header.includes(part) ? including(portal, pasted, () => service.port, path) : await portal(pasted);
      hosts[names.unlistedPortal] = site;
      hosts[names.portal] = (request, response) => {
        if (path && request.url.startsWith(`${path}/`)) return proxyTo(() => service.port)(request, response);
        world.visits.push({ url: new URL(request.url, world.portal), cookies: request.headers.cookie ?? '' });
        return site(request, response);
      };
    },
    log: () => service.log,
    port: () => service.port,
    /** Answers in place of the service until restore() is called. */
    breakWith(handler) { hosts[own] = handler; },
    restore() { hosts[own] = proxyTo(() => service.port); },
    /** Restarts the service on the same registry with another charter. */
    async restart(other) {
      await service.stop();
      service = await start(contentFor(folder, world.portal, other));
    },
    async close() {
      await front.close();
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await world.paste(header, footer);
  hosts[names.unlisted] = hosts[names.foreign] = foreignSite(world.service, world.portal);
  const more = typeof flags === 'function' ? await flags() : flags;
  const start = (charter) => startService(folder, [
    '--base-url', world.service, '--portal', world.portal, ...(path ? [] : ['--cookie-domain', below ? names.portal : 'ville.test']),
    '--content', path ? withOneSite(charter) : charter, ...more,
  ]);
  try {
    service = await start(typeof content === 'function' ? content(folder, world.portal) : contentFor(folder, world.portal, content || undefined));
  } catch (error) {
    await front.close(); // an open port would keep the process alive
    throw error;
  }
  return world;
}
