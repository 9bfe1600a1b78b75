// The HTML in the portal's header, per candidate. The other products are served from the
// same second host as our frame, compressed once, and set up as in their guides.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { kit } from '../../e2e/harness/kits.mjs';
import { part } from '../../e2e/harness/world.mjs';

const services = ['matomo', 'youtube', 'hotjar'];

/** Per candidate: the HTML for the second host's origin, the accept button, and the service's path where it is on the portal's host. */
export const candidates = {
  'charte, kit 1': { header: (service) => kit(1, service).header, accept: 'button[value="accept"]' },
  'charte, kit 4': { header: () => part, accept: 'button[value="accept"]', path: '/charte' },
  'the same form, inline': { header: () => '', accept: 'button[value="accept"]', path: '/charte', inline: true },
  'klaro 0.7.22': {
    header: (service) => `<script>var klaroConfig = { version: 1, acceptAll: true, lang: 'fr', privacyPolicy: '/', services: ${
      JSON.stringify(services.map((name) => ({ name, title: name, purposes: ['statistics'] })))} };</script>
<script defer src="${service}/klaro/dist/klaro.js"></script>`,
    accept: '.klaro .cm-btn-success',
  },
  'orejime 3.2.1': {
    header: (service) => `<script>window.orejimeConfig = { privacyPolicyUrl: '/', purposes: ${
      JSON.stringify(services.map((id) => ({ id, title: id, cookies: [id] })))} };</script>
<link rel="stylesheet" href="${service}/orejime/dist/orejime-standard.css">
<script defer src="${service}/orejime/dist/orejime-standard-fr.js"></script>`,
    accept: '.orejime-Banner-saveButton',
  },
  'tarteaucitron 1.34.0': {
    header: (service) => `<script src="${service}/tarteaucitronjs/tarteaucitron.min.js"></script>
<script>tarteaucitron.init({ privacyUrl: '/', orientation: 'bottom', cookieName: 'tarteaucitron', highPrivacy: true, AcceptAllCta: true, DenyAllCta: true,
  showIcon: true, iconPosition: 'BottomRight', mandatory: true });
(tarteaucitron.job = tarteaucitron.job || []).push('youtube');</script>`,
    accept: '#tarteaucitronPersonalize2',
  },
  'vanilla-cookieconsent 3.1.0': {
    header: (service) => `<link rel="stylesheet" href="${service}/vanilla-cookieconsent/dist/cookieconsent.css">
<script defer src="${service}/vanilla-cookieconsent/dist/cookieconsent.umd.js"></script>
<script>addEventListener('DOMContentLoaded', () => CookieConsent.run({
  hideFromBots: false, // an automated browser counts as one
  categories: { necessary: { enabled: true, readOnly: true }, statistics: {} },
  language: { default: 'fr', translations: { fr: {
    consentModal: { title: 'Cookies', description: 'Ce site utilise des cookies.', acceptAllBtn: 'Tout accepter', acceptNecessaryBtn: 'Tout refuser', showPreferencesBtn: 'Choisir' },
    preferencesModal: { title: 'Cookies', acceptAllBtn: 'Tout accepter', acceptNecessaryBtn: 'Tout refuser', savePreferencesBtn: 'Enregistrer', closeIconLabel: 'Fermer', sections: [] },
  } } } }));</script>`,
    accept: '#cc-main [data-role="all"]',
  },
};

const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };
const packages = new URL('node_modules/', import.meta.url);
const packed = new Map();

/** Serves the packages' files. */
export function packageFiles(request, response) {
  const { pathname } = new URL(request.url, 'https://files.invalid');
  try {
    if (!packed.has(pathname)) packed.set(pathname, gzipSync(readFileSync(new URL(`.${pathname}`, packages)), { level: 9 }));
  } catch {
    return response.writeHead(404).end();
  }
  response.writeHead(200, {
    'content-type': types[pathname.split('.').at(-1)] ?? 'application/octet-stream', 'content-encoding': 'gzip', 'cache-control': 'public, max-age=86400',
    'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin',
  });
  return response.end(packed.get(pathname));
}

/** Returns the fragment of kit 4 with its style sheet in it. */
export function inlineForm(fragment, sheet) {
  return fragment.replace(/<link[^>]*>/, () => `<style>${sheet}</style>`);
}

/** Returns the address of the fragment's style sheet. */
export const sheetOf = (fragment) => fragment.match(/<link rel="stylesheet" href="([^"]*)"/)[1];
