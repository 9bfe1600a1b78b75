// Evaluated in the portal's page: for each point, "" if the kit's frame is on top there,
// else the element that is, or "outside".
((service, points) => {
  const name = (e) => e.localName + (e.id ? '#' + e.id : '') + [...e.classList].map((c) => '.' + c).join('');
  const frame = [...document.querySelectorAll('iframe')].find((f) => f.src.startsWith(service + '/'));
  const box = frame.getBoundingClientRect();
  return points.map(([x, y]) => {
    if (y < 0 || y > box.height || x < 0 || x > box.width) return 'outside';
    const top = document.elementFromPoint(box.left + x, box.top + y);
    return top === frame ? '' : top ? name(top) : 'outside';
  });
})(SERVICE, POINTS)
