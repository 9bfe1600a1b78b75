/* Kit 2. Served without comments and white space (static.Script), at most 4 kB gzipped. */
(() => {
  const script = document.currentScript;
  if (!script || window.charte?.choice) return; /* an element may have that id */
  const service = new URL(script.src).origin;
  /* facts: /charter.json. asked: its purposes that need consent. language: of the page. choice: the valid choice.
     known: true once the choice was read. opened: purposes whose content this page has loaded.
     banner: the frame. address: the page's address when the frame was loaded. */
  let facts, asked, language, choice, known, banner, address;
  const opened = new Set();

  const create = (name, set) => Object.assign(document.createElement(name), set);
  const link = path => service + path + 'lang=' + document.documentElement.lang + '&return=' + encodeURIComponent(location.href);
  const form = () => link('/?') + '#choices';
  const frame = () => link('/choice?kit&');
  const cookies = () => document.cookie.split('; ').map(cookie => cookie.split('='));
  const expire = name => document.cookie = name + ';Max-Age=0;Path=/;Secure';
  const remove = name => { /* on this host and its parents */
    expire(name + '=');
    location.hostname.split('.').forEach((_, i, labels) => expire(name + '=;Domain=' + labels.slice(i).join('.')));
  };
  const granted = purpose => !!choice && choice[purpose.id];
  const opens = (tool, any) => asked.some(purpose => (any || granted(purpose)) && purpose.platform_keys.includes(tool));
  const flat = json => json.slice(1, -1).split(',').sort().join();

  /* Returns the valid choice, or undefined. The cookie must be exactly what the server writes for these
     answers and this scope: every key once, and no other. */
  const read = () => {
    try {
      const all = cookies().filter(c => c[0] === facts.cookie).map(c => c[1]), text = decodeURIComponent(all[0]);
      const sent = JSON.parse(text), scope = facts.scopes[sent.scope], ids = Object.keys(scope), result = {};
      const day = new Date(sent.timestamp), want = { functional_cookies: true, timestamp: +day, scope: sent.scope, v: 1 };
      ids.forEach(id => want[id] = sent[id] === true);
      facts.tools.forEach(tool => want[tool] = ids.some(id => want[id] && scope[id].includes(tool)));
      if (all.some(value => value !== all[0]) || day % 864e5 || day > Date.now() + 864e5 || flat(JSON.stringify(want)) !== flat(text) ||
        Date.now() >= day.setUTCMonth(day.getUTCMonth() + 6, day.getUTCDate() + 1)) return;
      asked.forEach(purpose => result[purpose.id] = !!want[purpose.id]);
      return result;
    } catch (e) {}
  };

  /* Deletes the declared cookies that are not granted. Matomo ignores a grant while the cookie mtm_consent_removed
     exists, which it set because of earlier versions of this script. */
  const clean = () => cookies().forEach(([name]) => {
    if (name === 'mtm_consent_removed' && opens('matomo')) remove(name);
    const declared = facts.purposes.filter(purpose => RegExp(purpose.match).test(name));
    if (!declared[0] || declared.some(purpose => purpose.exempt || granted(purpose))) return;
    remove(name);
  });

  /* Passes the choice to the queues of Google and Piano, which their gated scripts read first. Matomo has no such
     call: its forgetConsentGiven sets a cookie, and setConsentGiven would come after the first page view. */
  const tell = () => {
    if (opens('ga', 1)) {
      const queue = window.dataLayer = window.dataLayer || [], tag = function () { known ? queue.push(arguments) : queue.unshift(arguments) };
      tag('consent', 'update', { analytics_storage: opens('ga') ? 'granted' : 'denied' });
      if (!known) tag('consent', 'default', { ad_storage: 'denied', ad_user_data: 'denied', ad_personalization: 'denied', analytics_storage: 'denied' });
    }
    if (opens('piano', 1)) {
      const mode = opens('piano') ? 'opt-in' : 'opt-out';
      (window._pac = window._pac || {}).consentDefaultMode = mode;
      if (window.pa) window.pa.consent.setMode(mode);
    }
  };

  /* Loads a granted script or frame. */
  const load = (element, purpose) => {
    opened.add(purpose);
    if (!element.dataset.src) return element.replaceWith(Object.assign(element.cloneNode(true), { type: '', nonce: element.nonce, async: false }));
    if (element.note) {
      element.note.remove();
      element.style = element.note.css;
    }
    element.src = element.dataset.src;
    element.removeAttribute('data-src');
  };

  /* Replaces a frame that is not granted by a description: title, host, purpose, and links to the purpose's box in
     the charter's form and to the whole form. Only the service can grant. */
  const describe = (element, purpose) => {
    const text = purpose.texts[language], note = create('div', { className: 'charte-gate', css: element.style.cssText });
    const line = (...parts) => {
      note.append(create('p'));
      note.lastChild.append(...parts);
    };
    note.setAttribute('role', 'group');
    note.setAttribute('aria-label', element.title);
    note.style = 'border:1px solid;padding:0 1em;overflow-wrap:break-word';
    line(create('strong', { textContent: element.title }), ' – ' + create('a', { href: element.dataset.src }).host);
    line(text.blocked);
    line(text.description + ' ' + text.from);
    line(note.accept = create('a', { textContent: text.accept }));
    line(note.manage = create('a', { textContent: facts.manage[language] }));
    element.style.setProperty('display', 'none', 'important');
    element.before(note);
    return note;
  };
  const hold = (element, purpose) => {
    const note = element.note = element.note || describe(element, purpose);
    note.accept.href = link('/?') + '#purpose-' + purpose.id;
    note.manage.href = form();
  };

  const gate = () => {
    document.querySelectorAll('script[type="text/plain"],iframe[data-src]').forEach(element => {
      const purpose = asked.find(p => p.id === element.dataset.purpose);
      if (!purpose) return;
      if (granted(purpose)) load(element, purpose);
      else if (element.dataset.src) hold(element, purpose);
    });
    if (banner && address !== (address = location.href)) banner.contentWindow.location.replace(frame());
  };

  const size = () => {
    const small = choice || !facts.asks || navigator.globalPrivacyControl;
    const [width, height] = small ? facts.handle : facts.heights.filter(row => row[0] <= innerWidth).pop() || facts.heights[0];
    banner.style = 'position:fixed;left:0;bottom:0;border:0;z-index:2147483647;width:' + (small ? width + 'px' : '100%') + ';height:min(60vh,' + height + 'px)';
  };

  /* An invalid choice on this host may have been set by the platform: it is deleted. After a withdrawal the page
     reloads, because nothing else stops a script that is already running. */
  const update = () => {
    const old = JSON.stringify(choice);
    if (!(choice = read())) {
      expire(facts.cookie + '=');
      choice = read();
    }
    clean();
    if (known && old === JSON.stringify(choice)) return;
    tell();
    known = 1;
    if ([...opened].some(purpose => !granted(purpose))) return location.reload();
    gate();
    if (banner) size();
    document.dispatchEvent(new CustomEvent('charte:choice', { detail: choice }));
  };

  const start = () => {
    if (!facts.sites.some(site => site.origin === location.origin)) return;
    asked = facts.purposes.filter(purpose => !purpose.exempt);
    language = facts.languages.find(code => document.documentElement.lang.startsWith(code)) || facts.languages[0];
    if (!document.querySelector('.charte')) {
      address = location.href;
      document.body.prepend(banner = create('iframe', { title: 'Cookies', src: frame() }));
      window.addEventListener('resize', size);
    }
    update();
    new MutationObserver(gate).observe(document, { childList: true, subtree: true });
    document.addEventListener('visibilitychange', update);
    (window.navigation || document).addEventListener('currententrychange', gate);
  };

  window.charte = { choice: () => choice, open: () => location = form() };
  fetch(service + '/charter.json').then(answer => answer.json()).then(charter => {
    facts = charter;
    document.body ? start() : document.addEventListener('DOMContentLoaded', start);
  }).catch(() => {});
})();
