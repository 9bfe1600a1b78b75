// Test cases from axes (a name and its values): all combinations, or as few as contain
// every pair of values.

/** Returns every combination of values. */
export const product = (axes) => Object.entries(axes).reduce(
  (cases, [name, values]) => cases.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))), [{}]);

/** Returns the pairs of values in a case, each as a text. */
export function pairsIn(one) {
  const parts = Object.entries(one).map(([name, value]) => `${name}=${value}`);
  return parts.flatMap((a, i) => parts.slice(i + 1).map((b) => `${a}, ${b}`));
}

/** Returns as few of the candidates as contain every pair of values in them. Greedy: each next case covers the most uncovered pairs. */
export function pairwise(candidates) {
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
