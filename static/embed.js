/* Kit 2. Served without comments and blanks (static.Script), 2 kB at most gzipped: hence the short names.
   F: /charter.json. A: its purposes that are asked about. L: the page's language. C: the choice that holds.
   K: whether the choice is known yet. B: the frame. S: the address that the frame was told of. */
(() => {
  const me = document.currentScript, d = document, w = window;
  if (!me || w.charte?.choice) return; /* an element may have that id */
  const base = new URL(me.src).origin;
  let F, A, L, C, K, B, S;

  const add = (name, set) => Object.assign(d.createElement(name), set);
  const here = (path = '/choice?kit&') => base + path + 'lang=' + d.documentElement.lang + '&return=' + encodeURIComponent(location.href);
  const open = () => here('/?') + '#choices';
  const pairs = () => d.cookie.split('; ').map(c => c.split('='));
  const end = name => d.cookie = name + ';Max-Age=0;Path=/;Secure';
  const on = p => !!C && C[p.id];
  const opens = (t, any) => A.some(p => (any || on(p)) && p.platform_keys.includes(t));
  const flat = json => json.slice(1, -1).split(',').sort().join();

  /* The choice that holds; nothing on any doubt. The cookie must be exactly what the server makes of
     its answers under its own scope: every key, no other, none twice. */
  const read = () => {
    try {
      const all = pairs().filter(c => c[0] === F.cookie).map(c => c[1]), text = decodeURIComponent(all[0]), c = JSON.parse(text), s = F.scopes[c.scope];
      const day = new Date(c.timestamp), x = { functional_cookies: true, timestamp: +day, scope: c.scope, v: 1 }, ids = Object.keys(s), r = {};
      ids.forEach(i => x[i] = c[i] === true);
      F.tools.forEach(t => x[t] = ids.some(i => x[i] && s[i].includes(t)));
      if (all.some(v => v !== all[0]) || day % 864e5 || day > Date.now() + 864e5 || flat(JSON.stringify(x)) !== flat(text) ||
        Date.now() >= day.setUTCMonth(day.getUTCMonth() + 6, day.getUTCDate() + 1)) return;
      A.forEach(p => r[p.id] = !!x[p.id]);
      return r;
    } catch (e) {}
  };

  /* Ends what is declared and not granted, on this host and its parents. */
  const clean = () => pairs().forEach(([n]) => {
    const m = F.purposes.filter(p => RegExp(p.match).test(n));
    if (!m[0] || m.some(p => p.exempt || on(p))) return;
    end(n + '=');
    location.hostname.split('.').forEach((_, i, h) => end(n + '=;Domain=' + h.slice(i).join('.')));
  });

  /* Tells the tools. Consent Mode is basic: the tool itself waits behind a gate, and reads first what it may. */
  const tell = () => {
    if (opens('ga', 1)) {
      const q = w.dataLayer = w.dataLayer || [], tag = function () { K ? q.push(arguments) : q.unshift(arguments) };
      tag('consent', 'update', { analytics_storage: opens('ga') ? 'granted' : 'denied' });
      if (!K) tag('consent', 'default', { ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied', analytics_storage: 'denied' });
    }
    if (opens('matomo')) (w._paq = w._paq || []).push(['setConsentGiven']);
    else if (w._paq) w._paq.push(['forgetConsentGiven'], ['deleteCookies']);
    if (opens('piano', 1)) {
      const m = opens('piano') ? 'opt-in' : 'opt-out';
      (w._pac = w._pac || {}).consentDefaultMode = m;
      if (w.pa) w.pa.consent.setMode(m);
    }
  };

  /* Opens what is granted; says of a frame that is not, what is missing. */
  const gate = () => {
    d.querySelectorAll('script[type="text/plain"],iframe[data-src]').forEach(e => {
      const p = A.find(p => p.id === e.dataset.purpose);
      if (!p) return;
      if (!on(p)) {
        if (!e.dataset.src) return;
        if (!e.note) {
          e.hidden = true;
          e.before(e.note = add('p', { className: 'charte-gate', textContent: e.title + ' – ' + p.texts[L].blocked + ' ' }));
          e.note.append(add('a', { textContent: F.manage[L] }));
        }
        e.note.lastChild.href = open();
      } else if (e.dataset.src) {
        if (e.note) e.note.remove();
        e.hidden = false;
        e.src = e.dataset.src;
        e.removeAttribute('data-src');
      } else e.replaceWith(Object.assign(e.cloneNode(true), { type: '', nonce: e.nonce, async: false }));
    });
    if (B && S !== (S = location.href)) B.contentWindow.location.replace(here());
  };

  const size = () => {
    const q = C || !F.asks || navigator.globalPrivacyControl, [x, y] = q ? F.handle : F.heights.filter(h => h[0] <= innerWidth).pop() || F.heights[0];
    B.style = 'position:fixed;left:0;bottom:0;border:0;z-index:2147483647;width:' + (q ? x + 'px' : '100%') + ';height:min(60vh,' + y + 'px)';
  };

  /* A choice that cannot be read may be one of the platform's own, on this host alone: it goes. */
  const update = () => {
    const old = JSON.stringify(C);
    if (!(C = read())) {
      end(F.cookie + '=');
      C = read();
    }
    clean();
    if (K && old === JSON.stringify(C)) return;
    tell();
    K = 1;
    gate();
    if (B) size();
    d.dispatchEvent(new CustomEvent('charte:choice', { detail: C }));
  };

  const start = () => {
    if (!F.sites.some(s => s.origin === location.origin)) return;
    A = F.purposes.filter(p => !p.exempt);
    L = F.languages.find(l => d.documentElement.lang.startsWith(l)) || F.languages[0];
    if (!d.querySelector('.charte')) {
      S = location.href;
      d.body.prepend(B = add('iframe', { title: 'Cookies', src: here() }));
      w.addEventListener('resize', size);
    }
    update();
    new MutationObserver(gate).observe(d, { childList: true, subtree: true });
    d.addEventListener('visibilitychange', update);
    (w.navigation || d).addEventListener('currententrychange', gate);
  };

  w.charte = { choice: () => C, open: () => location = open() };
  fetch(base + '/charter.json').then(r => r.json()).then(f => {
    F = f;
    d.body ? start() : d.addEventListener('DOMContentLoaded', start);
  }).catch(() => {});
})();
