// An example portal similar to Opendatasoft's: plain pages that contain the HTML pasted
// into header and footer.
import { readFileSync } from 'node:fs';
import { stubs } from './stubs.mjs';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');

const pages = [
  [/^\/$/, 'home.html'],
  [/^\/explore\/$/, 'catalogue.html'],
  [/^\/explore\/dataset\/[a-z-]+\/$/, 'dataset.html'],
];

/**
 * Returns a request handler. Every page starts with header, ends with footer and is sent with headers. Its own header has
 * a filter, inside which nothing can be fixed to the window, unless plain is set. name is that of the site; links are
 * list items for its footer; end is HTML after the text of each page.
 */
export function portalSite({ header = '', footer = '', headers = {}, plain = false, name = 'Données ouvertes de Port-Lanval', links = '', end = '' } = {}) {
  const layout = read('layout.html');
  const style = read('portal.css');
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'https://portal.invalid');
    if (pathname === '/portal.css') {
      response.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=3600' });
      return response.end(style);
    }
    if (stubs[pathname]) {
      const { type, body, headers: own, wait = 0 } = stubs[pathname];
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache', ...own });
      return setTimeout(() => response.end(body), wait);
    }
    const found = pages.find(([path]) => path.test(pathname));
    const body = layout
      .replace('lang="fr"', () => `lang="${searchParams.get('flg')?.slice(0, 2) ?? 'fr'}"`) // as the platform does
      .replace('class="state"', plain ? '' : 'class="state"')
      .replace('<!-- links -->', () => links)
      .replace('<!-- header -->', () => header)
      .replace('<!-- footer -->', () => footer)
      .replace('<!-- end -->', () => end)
      .replace('<!-- content -->', () => (found ? read(found[1]) : '<h1>Page introuvable</h1>'))
      .replaceAll('Données ouvertes de Port-Lanval', name);
    response.writeHead(found ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', ...headers });
    response.end(body);
  };
}
