// axe-core in a page or frame.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const { source } = createRequire(import.meta.url)('axe-core');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Returns the violations in a page or frame, one per line: rule, element, fix. */
export async function violations(where) {
  await where.evaluate(source);
  const { violations: found, passes } = await where.evaluate((values) => axe.run({ runOnly: values }), tags);
  assert.ok(passes.length > 5, 'axe looked at something');
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}
