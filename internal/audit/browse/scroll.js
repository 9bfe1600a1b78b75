// Scrolls the page and its inner scrolling areas to the end, step by step, so that each
// part becomes visible, and then back to the top.
(async () => {
  const steps = 50, areas = 5;
  const frame = () => new Promise((resolve) => { requestAnimationFrame(() => resolve()); setTimeout(resolve, 25); });
  const scrolls = (e) => e.scrollHeight > e.clientHeight + 50 && /auto|scroll/.test(getComputedStyle(e).overflowY);
  const inner = Array.from(document.querySelectorAll('body *')).slice(0, 5000).filter(scrolls);
  inner.sort((a, b) => b.clientWidth * b.clientHeight - a.clientWidth * a.clientHeight);
  for (const area of [document.scrollingElement, ...inner.slice(0, areas)]) {
    if (!area) continue;
    const way = Math.max(area.scrollHeight - area.clientHeight, 0);
    const count = Math.min(Math.ceil(way / Math.max(area.clientHeight, 1)), steps);
    for (let i = 1; i <= count; i++) {
      area.scrollTo({ top: way * i / count, behavior: 'instant' });
      await frame();
    }
    area.scrollTo({ top: area.scrollHeight, behavior: 'instant' }); // it may have grown
    await frame();
  }
  document.scrollingElement?.scrollTo({ top: 0, behavior: 'instant' });
  return true;
})()
