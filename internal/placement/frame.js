// Evaluated in the kit's frame: the controls that a visitor needs, and whether the frame
// paints anything in the medium that is emulated.
(() => {
  const visible = (e) => e.checkVisibility({ visibilityProperty: true });
  const buttons = [...document.querySelectorAll('button[name=decision]')];
  const controls = (buttons.length ? buttons : [...document.querySelectorAll('a')]).filter(visible).map((e) => {
    const r = e.getBoundingClientRect();
    return { label: e.textContent.trim(), left: r.left, top: r.top, width: r.width, height: r.height };
  });
  return { controls, paints: !!document.body && visible(document.body) };
})()
