// A replacement for Matomo's tracker, which no npm package contains. It has the behaviour of js/piwik.js in Matomo 5 for
// cookies, consent and requests, and nothing else:
// - the queue runs once the file is loaded: setters, requireConsent and setConsentGiven first, the rest in its order;
// - trackPageView sets _pk_id and _pk_ses and sends a request, unless consent is required and was not given: then the
//   request waits for setConsentGiven, and cookies are off until then;
// - with cookies off, each page view has a new visitor id;
// - forgetConsentGiven sets mtm_consent_removed for 30 years, whether or not consent was ever given, and
//   setConsentGiven deletes it; while it is there, no request is sent.
// MATOMO_JS=FILE runs the tests with the real tracker instead.
import { readFileSync } from 'node:fs';

function tracker() {
  const find = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1];
  const set = (name, value, seconds) => { document.cookie = `${name}=${value}; Max-Age=${seconds}; Path=/; SameSite=Lax`; };
  const newId = () => [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const removed = 'mtm_consent_removed';
  let address, site, cookies = true, consent = !find(removed), waiting = [];
  const send = (id) => {
    if (find(removed)) consent = false;
    if (consent) new Image().src = `${address}?idsite=${site}&rec=1&_id=${id}`;
    else waiting.push(id);
  };
  const calls = {
    setTrackerUrl(url) { address = url; },
    setSiteId(id) { site = id; },
    enableLinkTracking() {},
    requireConsent() { consent = false; cookies = false; },
    setConsentGiven() {
      consent = true;
      set(removed, '', 0);
      waiting.splice(0).forEach(send);
      cookies = true;
    },
    trackPageView() {
      const id = (cookies && find(`_pk_id.${site}.1fff`)?.split('.')[0]) || newId();
      if (cookies) {
        set(`_pk_id.${site}.1fff`, `${id}.1`, 33_955_200);
        set(`_pk_ses.${site}.1fff`, '1', 1800);
      }
      send(id);
    },
    forgetConsentGiven() {
      set(removed, Date.now(), 946_080_000);
      calls.requireConsent();
    },
    deleteCookies() { for (const name of ['id', 'ses']) set(`_pk_${name}.${site}.1fff`, '', 0); },
  };
  const first = ['setTrackerUrl', 'setSiteId', 'enableLinkTracking', 'requireConsent', 'setConsentGiven'];
  const run = ([name, ...values]) => calls[name](...values);
  const queue = window._paq;
  for (const name of first) queue.filter((entry) => entry[0] === name).forEach(run);
  queue.filter(([name]) => !first.includes(name)).forEach(run);
  window._paq = { push: (...entries) => entries.forEach(run) };
}

export const matomo = process.env.MATOMO_JS ? readFileSync(process.env.MATOMO_JS, 'utf8') : `(${tracker})()`;

/** Matomo's lines for a page, as its administration prints them, after the lines in before. */
export const matomoLines = (before = '') => `var _paq = window._paq = window._paq || [];
${before}_paq.push(['trackPageView']);
_paq.push(['enableLinkTracking']);
(function() {
  _paq.push(['setTrackerUrl', '/matomo.php']);
  _paq.push(['setSiteId', '1']);
  var d = document, g = d.createElement('script'), s = d.getElementsByTagName('script')[0];
  g.async = true; g.src = '/matomo.js'; s.parentNode.insertBefore(g, s);
})();`;
