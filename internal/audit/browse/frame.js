// Returns what a frame stores in the browser (names, never values), its links and its
// visible text. Runs in an isolated world, apart from the page's scripts.
(async () => {
  const maxItems = 1000;
  const names = (list) => Array.from(list).slice(0, maxItems).map((name) => String(name).slice(0, 500));
  const wait = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 1000, []))]);
  const attempt = async (read) => {
    try { return names(await read()); } catch { return []; } // a sandboxed frame has no storage
  };
  const all = (selector, property) => names(Array.from(document.querySelectorAll(selector)).slice(0, maxItems).map((e) => e[property]));
  // Text that is painted, in open shadow trees too, up to a limit.
  const visible = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const painted = (() => {
    let text = '', nodes = 0;
    const walk = (root) => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
      while (walker.nextNode() && text.length < 10000 && nodes++ < 50000) {
        const node = walker.currentNode;
        if (node.shadowRoot) walk(node.shadowRoot);
        if (node.nodeType !== Node.TEXT_NODE) continue;
        const words = node.data.trim().replace(/\s+/g, ' ');
        const parent = node.parentElement ?? node.getRootNode().host;
        if (words && parent && !/^(script|style|noscript|template)$/i.test(parent.localName) && visible(parent)) text += (text && ' ') + words;
      }
    };
    if (document.body) walk(document.body);
    return text;
  })();
  return JSON.stringify({
    address: location.href,
    text: Math.min(painted.length, 10000),
    start: (document.title + ' | ' + painted).slice(0, 2000),
    password: Array.from(document.querySelectorAll('input[type=password]')).slice(0, 20).some(visible),
    origin: location.origin,
    localStorage: await attempt(() => Object.keys(localStorage)),
    sessionStorage: await attempt(() => Object.keys(sessionStorage)),
    indexedDB: await attempt(async () => (await wait(indexedDB.databases())).map((database) => database.name)),
    cache: await attempt(() => wait(caches.keys())),
    links: all('a[href]:not([download])', 'href'),
    embedded: [...all('iframe[src]', 'src'), ...all('script[src]', 'src')],
  });
})()
