// The HTML of every route is valid and contains nothing that the CSP forbids.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { ordinary, request, routes } from './harness/routes.mjs';
import { openWorld } from './harness/world.mjs';

// Rules of the HTML standard and of accessibility, none of style.
const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    'require-sri': ['error', { target: 'crossorigin' }],
    'prefer-native-element': ['error', { exclude: ['region'] }], // the Nu checker wants a heading in a section
  },
});

for (const [charter, content] of [['the demo charter', undefined], ['the shipped charter', ''], ['the ordinary charter', ordinary]]) {
  describe(`HTML of ${charter}`, () => {
    let world;
    before(async () => { world = await openWorld({ content }); });
    after(() => world.close());

    for (const code of ['fr', 'en']) {
      for (const route of routes) {
        const [name, status] = route;
        test(`${name} is valid HTML without scripts and style attributes (${code})`, async () => {
          const answer = await request(world, code, route);
          assert.equal(answer.status, status);
          assert.match(answer.body, new RegExp(`^<!doctype html><html lang="${code}"`, 'i'));
          const report = await validator.validateString(answer.body);
          assert.deepEqual(report.results.flatMap(({ messages }) =>
            messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`)), []);
          assert.doesNotMatch(answer.body, /<script|<[^>]* style=|<[^>]* on[a-z]+=|javascript:/i);
        });
      }
    }
  });
}
