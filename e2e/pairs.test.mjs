// The generator of test cases: few cases contain every pair of values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairsIn, pairwise, product } from './harness/pairs.mjs';

const axes = { kit: ['1', '2', '3'], state: ['a', 'b', 'c', 'd', 'e'], javascript: ['on', 'off'], language: ['fr', 'en'] };

test('every pair of values is in a case', () => {
  const cases = pairwise(product(axes));
  const names = Object.keys(axes);
  let pairs = 0;
  for (const [i, a] of names.entries()) {
    for (const b of names.slice(i + 1)) {
      for (const va of axes[a]) {
        for (const vb of axes[b]) {
          pairs += 1;
          assert.ok(cases.some((one) => one[a] === va && one[b] === vb), `${a} ${va} with ${b} ${vb}`);
        }
      }
    }
  }
  assert.equal(pairs, 15 + 6 + 6 + 10 + 10 + 4);
});

test('the cases are as few as the two longest axes allow, and none is repeated', () => {
  const cases = pairwise(product(axes));
  assert.equal(cases.length, 15);
  assert.equal(new Set(cases.map((one) => JSON.stringify(one))).size, 15);
});

test('impossible cases are left out, and every other pair is in a case', () => {
  const possible = ({ kit, javascript }) => kit !== '2' || javascript === 'on';
  const cases = pairwise(product(axes).filter(possible));
  assert.ok(cases.every(possible));
  assert.equal(new Set(cases.flatMap(pairsIn)).size, 51 - 1);
});

test('the full product contains each combination once', () => {
  const all = product(axes);
  assert.equal(all.length, 3 * 5 * 2 * 2);
  assert.equal(new Set(all.map((one) => JSON.stringify(one))).size, all.length);
});
