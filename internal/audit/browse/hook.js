// Runs before a page's own scripts. Reports which script sets which cookie, without its
// value, and which database or cache is opened. The page behaves as without it.
(() => {
  const send = globalThis.BINDING;
  if (!send) return;
  const { stringify } = JSON;
  const script = () => {
    const lines = new Error().stack.split('\n').slice(3);
    const found = lines.map((line) => line.match(/https?:\/\/[^\s)]+?(?=:\d+(:\d+)?\)?$)/)).find(Boolean);
    return found ? found[0] : '';
  };
  const attempt = (report) => {
    try { send(stringify(report())); } catch { /* must not break the page */ }
  };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  // Read at once, because a script may remove the cookie, and because the browser may
  // have refused it.
  const exists = (name) => {
    try { return cookie.get.call(document).split('; ').some((pair) => pair.startsWith(name + '=')); } catch { return false; }
  };
  Object.defineProperty(Document.prototype, 'cookie', {
    ...cookie,
    set(text) {
      const [pair, ...attributes] = String(text).split(';');
      const name = (pair.includes('=') ? pair.slice(0, pair.indexOf('=')) : '').trim();
      const before = exists(name);
      cookie.set.call(this, text);
      attempt(() => {
        const domain = attributes.map((a) => a.trim().split('=')).find(([key]) => key.toLowerCase() === 'domain');
        return { name, domain: domain && domain[1] || location.hostname, script: script(), attributes: attributes.join(';'), accepted: !before && exists(name) };
      });
    },
  });
  if (globalThis.CookieStore) {
    const { set } = CookieStore.prototype;
    CookieStore.prototype.set = function (first, ...rest) {
      const done = set.call(this, first, ...rest);
      const from = script();
      const options = typeof first === 'object' && first !== null ? first : { name: first };
      done.then(() => attempt(() => {
        const { name, domain, path = '/', expires, sameSite = 'strict' } = options;
        const attributes = ['Secure', 'Path=' + path, 'SameSite=' + sameSite];
        if (domain) attributes.push('Domain=' + domain);
        if (typeof expires === 'number') attributes.push('Expires=' + new Date(expires).toUTCString());
        return { name: String(name), domain: domain || location.hostname, script: from, attributes: attributes.join(';'), accepted: true };
      }), () => {});
      return done;
    };
  }
  const opens = (kind, prototype) => {
    if (!prototype) return;
    const { open } = prototype;
    prototype.open = function (name, ...rest) {
      attempt(() => ({ kind, name: String(name), origin: location.origin }));
      return open.call(this, name, ...rest);
    };
  };
  opens('indexedDB', globalThis.IDBFactory?.prototype);
  opens('cache', globalThis.CacheStorage?.prototype);
})();
