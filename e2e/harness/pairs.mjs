// Cases out of axes, an axis being a name and its values: all of them, or as few as
// hold every pair of values.

/** Every combination of values. */
export const product = (axes) => Object.entries(axes).reduce(
  (cases, [name, values]) => cases.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))), [{}]);

/** The pairs of values that a case holds, each as a text. */
export function pairsIn(one) {
  const parts = Object.entries(one).map(([name, value]) => `${name}=${value}`);
  return parts.flatMap((a, i) => parts.slice(i + 1).map((b) => `${a}, ${b}`));
}

/** Cases that together hold every pair of values. Greedy: each is the one that holds the most pairs not yet held. */
export function pairwise(axes) {
  const candidates = product(axes);
  const missing = new Set(candidates.flatMap(pairsIn));
  const gain = (one) => pairsIn(one).filter((pair) => missing.has(pair)).length;
  const cases = [];
  while (missing.size) {
    const best = candidates.reduce((a, b) => (gain(b) > gain(a) ? b : a));
    for (const pair of pairsIn(best)) missing.delete(pair);
    cases.push(best);
  }
  return cases;
}
