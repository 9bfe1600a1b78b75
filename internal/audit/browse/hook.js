// Runs before a page's own scripts: tells which script sets which cookie, without
// its value. The page goes on as without it.
(() => {
  const tell = globalThis.BINDING;
  if (!tell) return;
  const script = () => {
    const lines = new Error().stack.split('\n').slice(3);
    const found = lines.map((line) => line.match(/https?:\/\/[^\s)]+?(?=:\d+(:\d+)?\)?$)/)).find(Boolean);
    return found ? found[0] : '';
  };
  const told = (name, domain) => {
    try {
      tell(JSON.stringify({ name: String(name).trim(), domain: String(domain || location.hostname), script: script() }));
    } catch { /* nothing of the page may fail for it */ }
  };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(Document.prototype, 'cookie', {
    ...cookie,
    set(text) {
      const [pair, ...attributes] = String(text).split(';');
      const domain = attributes.map((a) => a.trim().split('=')).find(([key]) => key.toLowerCase() === 'domain');
      told(pair.includes('=') ? pair.slice(0, pair.indexOf('=')) : '', domain && domain[1]);
      cookie.set.call(this, text);
    },
  });
  if (globalThis.CookieStore) {
    const { set } = CookieStore.prototype;
    CookieStore.prototype.set = function (first, ...rest) {
      const named = typeof first === 'object' && first !== null;
      told(named ? first.name : first, named && first.domain);
      return set.call(this, first, ...rest);
    };
  }
})();
