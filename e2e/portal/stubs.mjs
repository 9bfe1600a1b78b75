// The portal's trackers, modelled on real ones: each sets a cookie and sends a hit. The
// platform's own reader starts them.
import { matomo, matomoLines } from './matomo.mjs';

const script = 'text/javascript; charset=utf-8';

export const stubs = {
  // Sets its cookies on the whole domain, as gtag does.
  '/stub/ga.js': {
    type: script,
    body: `for (const name of ['_ga', '_ga_TEST1']) document.cookie = name + '=x; Domain=ville.test; Path=/; Max-Age=3600; Secure';
fetch('/collect?tool=ga');`,
  },
  // Sets its cookie on the portal's host alone, as Matomo does.
  '/stub/matomo.js': {
    type: script,
    body: `document.cookie = '_pk_id.1.1fff=x; Path=/; Max-Age=3600; Secure';
fetch('/collect?tool=matomo');`,
  },
  // Reads the choice as the platform does: splits, decodes, parses; but a missing cookie
  // counts as a refusal, as the guides require.
  '/stub/platform.js': {
    type: script,
    body: `const found = document.cookie.split('; ').map((c) => c.split('=')).find(([name]) => name === 'cookies_preferences');
const choice = found ? JSON.parse(decodeURIComponent(found[1])) : {};
for (const tool of ['ga', 'matomo']) {
  if (choice[tool] !== true) continue;
  document.head.append(Object.assign(document.createElement('script'), { src: '/stub/' + tool + '.js' }));
}`,
  },
  // Starts exempt measurement unless the platform's key is false, as the platform's own
  // reader does, and the map only where it was accepted.
  '/stub/ordinary.js': {
    type: script,
    body: `const found = document.cookie.split('; ').map((c) => c.split('=')).find(([name]) => name === 'cookies_preferences');
const choice = found ? JSON.parse(decodeURIComponent(found[1])) : {};
if (choice.matomo !== false) document.head.append(Object.assign(document.createElement('script'), { src: '/stub/matomo.js' }));
for (const map of document.querySelectorAll('iframe[data-map]')) {
  if (choice.maps === true) map.src = map.dataset.map;
  else map.replaceWith(Object.assign(document.createElement('p'), { textContent: 'Carte : acceptez « Voir les cartes » pour l’afficher.' }));
}`,
  },
  '/stub/map': { type: 'text/html; charset=utf-8', body: '<!DOCTYPE html><html lang="fr"><title>Carte</title><p>Carte des équipements publics' },
  // Reads the choice as the platform does, and blocks Matomo only where its key is false.
  '/stub/exempt.js': {
    type: script,
    body: `const found = document.cookie.split('; ').map((c) => c.split('=')).find(([name]) => name === 'cookies_preferences');
if (!found || JSON.parse(decodeURIComponent(found[1])).matomo !== false) {
  ${matomoLines()}
}`,
  },
  // Processes its queue as gtag does; its hit contains the consent at that time.
  '/stub/gtag.js': {
    type: script,
    body: `const consent = {};
const run = ([what, , values]) => {
  if (what === 'consent') Object.assign(consent, values);
  if (what === 'config') fetch('/collect?tool=gtag&' + new URLSearchParams(consent));
};
dataLayer.forEach(run);
const push = dataLayer.push;
dataLayer.push = (...entries) => { entries.forEach(run); return push.apply(dataLayer, entries); };`,
  },
  '/stub/video': { type: 'text/html; charset=utf-8', body: '<!DOCTYPE html><title>Vidéo</title><p>Vidéo' },
  // Delays the load event, as a map on a real portal does.
  '/stub/map.svg': { type: 'image/svg+xml', wait: 700, body: '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' },
  // For a foreign page's frame, to test whether the browser stores third-party cookies.
  '/stub/third-party': {
    type: 'text/html; charset=utf-8', body: '<!DOCTYPE html><title>Tiers</title>',
    headers: { 'cache-control': 'no-store', 'set-cookie': 'third=x; Path=/; Secure; SameSite=None' },
  },
  '/matomo.js': { type: script, body: matomo },
  '/matomo.php': { type: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>', headers: { 'cache-control': 'no-store' } },
  '/collect': { type: 'text/plain', body: '' },
};

/** The HTML of a portal whose platform starts the trackers. */
export const platformTrackers = '<script src="/stub/platform.js" defer></script>';

/** The HTML of an ordinary portal without a script of ours: the platform measures, and shows a map. */
export const ordinaryTrackers = `<iframe data-map="/stub/map" title="Carte"></iframe><script src="/stub/ordinary.js" defer></script>`;

/** The same where the script of kit 2 starts both. */
export const ordinaryGated = `<script type="text/plain" data-purpose="audience" src="/stub/matomo.js"></script>
<iframe data-src="/stub/map" data-purpose="maps" title="Carte"></iframe>`;

/** The HTML of a portal where the script of kit 2 starts the trackers. */
export const gatedTrackers = `<script type="text/plain" data-purpose="campaigns" src="/stub/ga.js"></script>
<script type="text/plain" data-purpose="audience" src="/stub/matomo.js"></script>
<iframe data-src="/stub/video" data-purpose="video" title="Vidéo" id="video"></iframe>`;
