// Evaluated in the portal's page. It returns what placement.pageState decodes.
(async (service) => {
  const frame = [...document.querySelectorAll('iframe')].find((f) => f.src.startsWith(service + '/'));
  const ours = (e) => [e.getAttribute('src'), e.getAttribute('srcset')].some((a) => a && a.startsWith(service + '/'));
  const elements = [...document.querySelectorAll('[class^="charte"], img, source, iframe, link[rel=preconnect]')]
    .filter((e) => ours(e) || e.className.startsWith?.('charte') || e.href?.startsWith(service))
    .map((e) => ({ name: e.localName, attributes: Object.fromEntries([...e.attributes].map((a) => [a.name, a.value])) }));
  if (!frame) return { elements };

  const name = (e) => e.localName + (e.id ? '#' + e.id : '') + [...e.classList].map((c) => '.' + c).join('');
  const style = (e) => getComputedStyle(e);
  const parents = (e) => { const all = []; for (let p = e.parentElement; p; p = p.parentElement) all.push(p); return all; };
  // The outermost element of the kit: the frame itself for kit 2.
  const kit = frame.closest('.charte') || frame;
  // The properties that make an element the containing block of what is fixed in it (CSS Positioned Layout, CSS Contain).
  const containing = ['transform', 'translate', 'rotate', 'scale', 'perspective', 'filter', 'backdropFilter'];
  const holds = (e) => {
    const s = style(e);
    for (const p of containing) if (s[p] && s[p] !== 'none') return p.replace(/[A-Z]/g, (c) => '-' + c.toLowerCase()) + ': ' + s[p];
    if (/transform|perspective|filter|translate|rotate|scale/.test(s.willChange)) return 'will-change: ' + s.willChange;
    if (/layout|paint|strict|content/.test(s.contain)) return 'contain: ' + s.contain;
    if (s.contentVisibility && s.contentVisibility !== 'visible') return 'content-visibility: ' + s.contentVisibility;
    return '';
  };
  // The properties that make an element a stacking context in which the kit's z-index has no effect outside.
  const stacks = (e) => {
    const s = style(e);
    if (s.zIndex !== 'auto' && s.position !== 'static') return 'z-index: ' + s.zIndex;
    if (s.position === 'fixed' || s.position === 'sticky') return 'position: ' + s.position;
    if (s.opacity < 1) return 'opacity: ' + s.opacity;
    if (s.isolation === 'isolate') return 'isolation: isolate';
    if (s.mixBlendMode !== 'normal') return 'mix-blend-mode: ' + s.mixBlendMode;
    return holds(e);
  };
  const first = (test) => {
    for (const e of parents(kit)) if (e !== document.documentElement && test(e)) return name(e) + ' { ' + test(e) + ' }';
    return '';
  };
  const box = () => { const r = frame.getBoundingClientRect(); return { left: r.left, top: r.top, width: r.width, height: r.height }; };
  const settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const root = document.scrollingElement;
  const wide = () => root.scrollWidth;
  const before = root.scrollTop;
  const rect = box();
  root.scrollTo({ top: root.scrollHeight, behavior: 'instant' });
  await settled();
  const scrolled = box();
  root.scrollTo({ top: before, behavior: 'instant' });
  await settled();
  const withKit = wide();
  const shown = kit.style.cssText;
  kit.style.setProperty('display', 'none', 'important');
  const without = wide();
  kit.style.cssText = shown;
  await settled();
  return {
    elements, frame: true, rect, scrolled, fixed: style(kit).position === 'fixed',
    window: { width: document.documentElement.clientWidth, height: innerHeight }, wider: withKit - Math.max(without, document.documentElement.clientWidth),
    containing: first(holds), stacking: first(stacks), hidden: parents(frame).concat(frame).some((e) => style(e).display === 'none'),
  };
})(SERVICE)
