// Runs before a page's own scripts: reports which script sets which cookie, without
// its value, and which database or cache is opened. The page works as without it.
(() => {
  const tell = globalThis.BINDING;
  if (!tell) return;
  const { stringify } = JSON;
  const script = () => {
    const lines = new Error().stack.split('\n').slice(3);
    const found = lines.map((line) => line.match(/https?:\/\/[^\s)]+?(?=:\d+(:\d+)?\)?$)/)).find(Boolean);
    return found ? found[0] : '';
  };
  const attempt = (report) => {
    try { tell(stringify(report())); } catch { /* nothing of the page may fail for it */ }
  };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  // A cookie may be removed again at once, and one that the browser refused was never
  // there.
  const kept = (name) => {
    try { return cookie.get.call(document).split('; ').some((pair) => pair.startsWith(name + '=')); } catch { return false; }
  };
  Object.defineProperty(Document.prototype, 'cookie', {
    ...cookie,
    set(text) {
      const [pair, ...attributes] = String(text).split(';');
      const name = (pair.includes('=') ? pair.slice(0, pair.indexOf('=')) : '').trim();
      const before = kept(name);
      cookie.set.call(this, text);
      attempt(() => {
        const domain = attributes.map((a) => a.trim().split('=')).find(([key]) => key.toLowerCase() === 'domain');
        return { name, domain: domain && domain[1] || location.hostname, script: script(), attributes: attributes.join(';'), kept: !before && kept(name) };
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
        return { name: String(name), domain: domain || location.hostname, script: from, attributes: attributes.join(';'), kept: true };
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
