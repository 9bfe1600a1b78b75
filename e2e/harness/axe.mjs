// axe-core in a page or frame.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

const { source } = createRequire(import.meta.url)('axe-core');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The rules that read colours or sizes: a mode of the visitor's system changes nothing else. */
export const lookRules = ['color-contrast', 'link-in-text-block', 'target-size'];

/** The rules that depend on words or the language: in another language nothing else of a page changes. */
export const wordRules = [
  'html-has-lang', 'html-lang-valid', 'valid-lang', 'document-title', 'page-has-heading-one', 'empty-heading', 'empty-table-header', 'heading-order', 'frame-title',
  'button-name', 'input-button-name', 'link-name', 'image-alt', 'svg-img-alt', 'image-redundant-alt', 'label', 'label-title-only', 'form-field-multiple-labels', 'select-name', 'summary-name',
  'aria-command-name', 'aria-input-field-name', 'aria-toggle-field-name', 'aria-meter-name', 'aria-progressbar-name', 'landmark-unique', 'skip-link', 'target-size',
];

/** Returns the violations in a page or frame, one per line: rule, element, fix. rules are the ids of some, iframes false leaves frames out. */
export async function violations(where, { rules, iframes = true } = {}) {
  if (!await where.evaluate(() => 'axe' in window)) await where.evaluate(source);
  const { violations: found, passes } = await where.evaluate((options) => axe.run(options), { runOnly: rules ?? tags, iframes });
  assert.ok(passes.length > (rules ? 0 : 5), 'axe looked at something');
  return found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}
