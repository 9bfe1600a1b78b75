// What a frame keeps in the browser, and where it leads; runs apart from the page's
// scripts, in a world of its own. Names only, never a value.
(async () => {
  const most = 1000;
  const names = (list) => Array.from(list).slice(0, most).map((name) => String(name).slice(0, 500));
  const wait = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 1000, []))]);
  const attempt = async (read) => {
    try { return names(await read()); } catch { return []; } // a sandboxed frame has no storage
  };
  const all = (selector, property) => names(Array.from(document.querySelectorAll(selector)).slice(0, most).map((e) => e[property]));
  return JSON.stringify({
    origin: location.origin,
    localStorage: await attempt(() => Object.keys(localStorage)),
    sessionStorage: await attempt(() => Object.keys(sessionStorage)),
    indexedDB: await attempt(async () => (await wait(indexedDB.databases())).map((database) => database.name)),
    cache: await attempt(() => wait(caches.keys())),
    links: all('a[href]:not([download])', 'href'),
    embedded: [...all('iframe[src]', 'src'), ...all('script[src]', 'src')],
  });
})()
