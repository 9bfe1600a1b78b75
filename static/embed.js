/* Kit 2. Served without comments and white space (static.Script), at most 4 kB gzipped. */
(() => {
  const script = document.currentScript;
  if (!script || window.charte?.choice) return; /* an element may have that id */
  const { origin, hostname, href } = new URL('.', script.src), service = href.slice(0, -1), day = 864e5;
  /* A portal inside another page shows no banner: its answer would replace the outer page. */
  const framed = window.top !== window, prerendered = document.prerendering;
  /* facts: /charter.json. lead: milliseconds by which the service's clock is ahead of this one. asked: the purposes that
     need consent. gated: these, and those to which one can object. language: of the page. */
  let facts, lead, asked, gated, language;
  /* choice: the valid choice. objected: the ids of purposes that the visitor objected to; undefined before any act.
     known: true once the choice was read. ran: the purposes whose scripts have run in this page. */
  let choice, objected, known;
  const ran = new Set();
  /* region: the banner's place, which contains the frame. address: the page to return to when the frame was loaded.
     spacer: the width of kit 1's image, which the service chooses by its own judgement of the visitor's choice: 32,000 if
     the banner asks, that of the handle (at most 4,000), or 1 if nothing is to be shown. 0: it did not load. */
  let region, frame, address, spacer;

  const create = (name, set) => Object.assign(document.createElement(name), set);
  /* The page to return to, no longer than the service reads. A fragment belongs to the browser alone: it may hold a secret,
     and a map writes its place there at each move. */
  const page = () => {
    const [here] = location.href.split('#');
    return here.length > 2048 ? here.split('?')[0] : here;
  };
  const link = path => service + path + 'lang=' + document.documentElement.lang + '&back=' +
    btoa(page()).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, ''); /* firewalls take some plain addresses for an attack */
  const form = () => link('/?') + '#choices';
  const now = () => Date.now() + lead;
  const signal = () => navigator.globalPrivacyControl; /* a refusal; so is the older DNT for measurement without consent */
  const cookies = () => document.cookie.split('; ').map(cookie => cookie.split(/=(.*)/s));
  const expire = name => document.cookie = name + ';Max-Age=0;Path=/;Secure';
  const remove = name => { /* on this host and its parents */
    expire(name + '=');
    location.hostname.split('.').forEach((_, i, labels) => expire(name + '=;Domain=' + labels.slice(i).join('.')));
  };
  const objectedTo = purpose => !!objected && !!purpose.objection && objected.includes(purpose.id);
  const granted = purpose => purpose.exempt ? objected ? !objectedTo(purpose) : !signal() && navigator.doNotTrack !== '1' : !!choice && choice[purpose.id];
  const opens = (tool, any) => asked.some(purpose => (any || granted(purpose)) && purpose.platform_keys.includes(tool)) &&
    (any || !gated.some(purpose => objectedTo(purpose) && purpose.platform_keys.includes(tool)));

  /* The end of a choice, as the server computes it: six months and a day later, counted from the month's last day
     where that month is shorter. */
  const end = time => {
    const date = new Date(time), year = date.getUTCFullYear(), month = date.getUTCMonth();
    return Math.min(Date.UTC(year, month + 6, date.getUTCDate()), Date.UTC(year, month + 7, 0)) + day;
  };
  const flat = json => json.slice(1, -1).split(',').sort().join();
  const own = ['timestamp', 'scope', 'v', 'objected', 'objected_at'];
  const isID = text => /^[a-z][a-z0-9_]{0,31}$/.test(text);

  /* Returns what a value of the cookie contains, and throws unless it is written exactly as the server writes it: each
     key once, in any order, and no other. purposes: the ids of the purposes in it. ids: those objected to. */
  const decode = value => {
    const text = decodeURIComponent(value), sent = JSON.parse(text), tools = ['functional_cookies', ...facts.tools];
    const purposes = Object.keys(sent).filter(key => !own.includes(key) && !tools.includes(key));
    const early = sent.scope === '', acted = 'objected' in sent, ids = acted && sent.objected ? sent.objected.split('.') : [];
    const dated = time => Number.isInteger(time) && time % day === 0 && time <= now() + day;
    if (flat(JSON.stringify(sent)) !== flat(text) || sent.v !== 1 || !dated(sent.timestamp) || acted !== 'objected_at' in sent ||
      acted && (typeof sent.objected !== 'string' || !dated(sent.objected_at)) ||
      (early ? !acted || purposes[0] || sent.timestamp !== sent.objected_at : typeof sent.scope !== 'string' || sent.scope.length !== 8) ||
      [...tools, ...purposes].some(key => typeof sent[key] !== 'boolean') || ![...purposes, ...ids].every(isID) ||
      ids.some((id, i) => i > 11 || ids.indexOf(id) < i || own.includes(id) || tools.includes(id))) throw 0;
    return { sent, purposes, ids, acted };
  };

  /* Reports whether the decoded value's grants and platform keys follow from a scope that still holds. A purpose that is
     null in the scope has gained something since: only a refusal of it still holds. */
  const agrees = ({ sent, purposes, ids }) => {
    const scope = Object.keys(facts.scopes).includes(sent.scope) && facts.scopes[sent.scope]; /* every object has "toString" */
    return scope && now() < end(sent.timestamp) && sent.functional_cookies && Object.keys(scope).sort().join() === purposes.sort().join() &&
      purposes.every(id => scope[id] || !sent[id]) && facts.tools.every(tool => {
        const grants = purposes.some(id => sent[id] && scope[id].includes(tool));
        const exempt = gated.filter(purpose => purpose.exempt && purpose.platform_keys.includes(tool));
        return sent[tool] ? (grants || exempt[0]) && !exempt.some(purpose => ids.includes(purpose.id)) : !grants || exempt[0] || ids[0];
      });
  };

  /* Reads choice and objected. Two different values of the cookie grant nothing, and the objections of both hold. */
  const read = () => {
    const values = cookies().filter(cookie => cookie[0] === facts.cookie).map(cookie => cookie[1]);
    choice = objected = undefined;
    values.forEach((value, i) => {
      try {
        const decoded = decode(value), { sent, purposes, ids, acted } = decoded, granting = purposes.some(id => sent[id]);
        if (acted && now() < end(granting ? sent.timestamp : Math.max(sent.timestamp, sent.objected_at))) objected = [...objected || [], ...ids];
        if (i || values.some(other => other !== value) || !agrees(decoded)) return;
        choice = {};
        asked.forEach(purpose => choice[purpose.id] = !!sent[purpose.id]);
      } catch (e) {}
    });
  };

  /* Deletes the declared cookies that are neither granted nor exempt; of an exempt purpose, those that the visitor
     objected to. A cookie that a tool reads as an objection is never deleted: it may come from the tool's own form.
     Without such a form, Matomo ignores a grant while the cookie mtm_consent_removed exists, which it set because of
     earlier versions of this script. */
  const clean = () => cookies().forEach(([name]) => {
    if (gated.some(purpose => purpose.opt_out_cookies?.some(cookie => cookie.split('=')[0] === name))) return;
    if (name === 'mtm_consent_removed' && opens('matomo')) remove(name);
    const declared = facts.purposes.filter(purpose => RegExp(purpose.match).test(name));
    if (!declared[0] || declared.some(purpose => purpose.exempt ? !objectedTo(purpose) : granted(purpose))) return;
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

  /* Runs a gated script. A clone of one that came by innerHTML would never run, so its attributes are copied. */
  const run = element => {
    const fresh = create('script');
    [...element.attributes].forEach(attribute => fresh.setAttributeNode(attribute.cloneNode())); /* accepts each name that a parser does, such as =true */
    element.replaceWith(Object.assign(fresh, { type: element.dataset.type || '', textContent: element.textContent, nonce: element.nonce, async: false }));
  };

  /* Replaces a frame that is not granted by a description: title, host, purpose, and links to the purpose's box in
     the charter's form and to the whole form. Only the service can grant. */
  const describe = (element, purpose) => {
    const text = purpose.texts[language], note = create('div', { className: 'charte-gate', css: element.style.cssText });
    const line = (...parts) => {
      note.append(create('p'));
      note.lastChild.append(...parts);
    };
    const anchor = textContent => create('a', { textContent, target: framed ? '_blank' : '' });
    note.setAttribute('role', 'group');
    note.setAttribute('aria-label', element.title);
    note.style = 'border:1px solid;padding:0 1em;overflow-wrap:break-word';
    line(create('strong', { textContent: element.title }), ' – ' + create('a', { href: element.dataset.src }).host);
    line(text.blocked);
    line(text.description + ' ' + text.from);
    line(note.accept = anchor(text.accept));
    line(note.manage = anchor(facts.manage[language]));
    element.style.setProperty('display', 'none', 'important');
    element.before(note);
    return note;
  };
  const hold = (element, purpose) => {
    if (element.getAttribute('src') === element.dataset.src) { /* it was opened; only its removal unloads it at once */
      const fresh = element.cloneNode();
      fresh.removeAttribute('src');
      element.replaceWith(fresh);
      element = fresh;
    }
    const note = element.note = element.note || describe(element, purpose);
    note.accept.href = link('/?') + (purpose.exempt ? '#objections' : '#purpose-' + purpose.id);
    note.manage.href = form();
  };
  const show = element => {
    if (element.getAttribute('src') === element.dataset.src) return;
    if (element.note) {
      element.note.remove();
      element.style = element.note.css;
    }
    element.src = element.dataset.src;
  };

  const gate = () => {
    document.querySelectorAll('script[type="text/plain"],iframe[data-src]').forEach(element => {
      const purpose = gated.find(p => p.id === element.dataset.purpose);
      if (!purpose) return;
      if (element.localName === 'iframe') granted(purpose) ? show(element) : hold(element, purpose);
      else if (granted(purpose)) {
        ran.add(purpose);
        run(element);
      }
    });
    place();
  };

  /* Puts the banner before the body, which an application may replace or transform. Kit 1 in the same page takes
     precedence, and is recognised by the address of its frame. A new address of the page loads the frame again. */
  const place = anew => {
    const moved = address !== (address = page());
    if (!region || [...document.querySelectorAll('iframe[src^="' + service + '/"]')].some(other => other !== frame)) region && region.remove();
    else if (!region.isConnected) {
      frame.src = link('/choice?kit&');
      document.documentElement.insertBefore(region, document.body);
      size();
    } else if (moved || anew) frame.contentWindow.location.replace(link('/choice?kit&'));
  };

  /* Asks the service whether the banner asks, by the width of its image: the frame contains no script. After a
     change the frame is loaded again. */
  const look = changed => {
    const image = create('img', { referrerPolicy: 'origin' });
    image.onload = image.onerror = () => {
      const before = spacer;
      spacer = image.naturalWidth;
      size();
      if (changed || before >= 0 && before !== spacer) place(1);
    };
    image.src = service + '/embed/width?' + Date.now();
  };

  /* Sizes are in em of the browser's own text size, as the banner's are, whatever size the portal's page has. Nothing is
     shown until the service has answered; where the image is blocked, this script's own judgement decides. */
  const size = () => {
    if (!region || !region.isConnected) return;
    const style = (display, width, height, left = 0) => region.style = 'all:initial;color-scheme:inherit;position:fixed;bottom:0;z-index:2147483647;'.concat(
      'left:', left, ';display:', display, ';width:', width, ';height:min(60vh,', height, 'em)').replace(/;|$/g, '!important;');
    style('block', '100em', 1);
    const scale = region.offsetWidth / 1600, width = spacer || (choice || !facts.asks || signal() ? facts.handle[0] : 32e3);
    if (spacer === undefined || width < 25) style('none', 0, 0);
    else if (width <= 4e3) style('block', 'min(100% - 16px,' + facts.handle[0] / 16 + 'em)', facts.handle[1] / 16, '16px');
    else style('block', '100%', (facts.heights.filter(row => row[0] * scale <= innerWidth).pop() || facts.heights[0])[1] / 16);
  };

  /* An invalid choice on this host may have been set by the platform: it is deleted, unless the service's own choice is on
     its host only, which may be this one. After a withdrawal the page reloads
     if a gated script has run, because nothing else stops it. A page that is being left changes nothing: the next one
     does. */
  const update = () => {
    if (document.hidden && known) return;
    const old = JSON.stringify([choice, objected]);
    read();
    if (!choice && facts.cookie_domain !== hostname) {
      expire(facts.cookie + '=');
      read();
    }
    clean();
    const again = known, changed = old !== JSON.stringify([choice, objected]);
    if (again) look(changed);
    if (again && !changed) return;
    tell();
    known = 1;
    if ([...ran].some(purpose => !granted(purpose))) return location.reload();
    gate();
    document.dispatchEvent(new CustomEvent('charte:choice', { detail: choice }));
  };

  const start = () => {
    if (!facts.sites.some(site => site.origin === location.origin)) return;
    asked = facts.purposes.filter(purpose => !purpose.exempt);
    gated = facts.purposes.filter(purpose => !purpose.exempt || purpose.objection);
    language = facts.languages.find(code => document.documentElement.lang.toLowerCase().startsWith(code.toLowerCase())) || facts.languages[0];
    if (!framed) {
      const title = facts.title?.[language] || 'Cookies'; /* an older version of the service has none */
      region = create('div');
      region.setAttribute('role', 'region');
      region.setAttribute('aria-label', title);
      region.append(frame = create('iframe', { title }));
      frame.style = 'all:initial!important;color-scheme:inherit!important;display:block!important;width:100%!important;height:100%!important';
      window.addEventListener('resize', size);
    }
    update();
    if (prerendered) look(); /* the visitor may have chosen in the page before since */
    new MutationObserver(gate).observe(document, { childList: true, subtree: true });
    document.addEventListener('visibilitychange', update);
    window.addEventListener('pageshow', event => event.persisted && update());
    (window.navigation || document).addEventListener('currententrychange', gate);
  };

  /* A frame that the portal's own policy forbids would be an error's box. */
  document.addEventListener('securitypolicyviolation', event => {
    if (event.effectiveDirective !== 'frame-src' || event.disposition === 'report' || !event.blockedURI.startsWith(origin) || !region) return;
    region.remove();
    region = undefined;
  });
  window.charte = { choice: () => choice, open: () => framed ? window.open(form()) : location = form() };
  look();
  /* The server's day counts, because a visitor's clock may be wrong. It is read from the response's header: the body is
     the same every day, and "no-cache" makes a browser ask even where a proxy lets it keep the body for a month. */
  fetch(service + '/charter.json', { cache: 'no-cache' }).then(answer => {
    lead = Date.parse(answer.headers.get('date')) - Date.now() || 0;
    return answer.json();
  }).then(charter => {
    facts = charter;
    document.body ? start() : document.addEventListener('DOMContentLoaded', start);
  }).catch(() => {});
})();
