// The Nu HTML checker accepts every kind of page. It is started once, for all of them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { out } from './harness/build.mjs';
import { freePort } from './harness/service.mjs';
import { ordinary, request, routes } from './harness/routes.mjs';
import { openWorld } from './harness/world.mjs';

const jar = createRequire(import.meta.url)('vnu-jar');

/** Returns the visitors' pages of a charter by name, and the operator's. */
async function pagesOf(content) {
  const port = await freePort();
  const world = await openWorld({ content, flags: ['--admin', `localhost:${port}`] });
  const pages = new Map();
  try {
    for (const code of ['fr', 'en']) {
      for (const route of routes) pages.set(`${route[0]} (${code})`, (await request(world, code, route)).body);
      const admin = async (path) => {
        const answer = await fetch(`http://localhost:${port}/${code}/${path}`);
        assert.equal(answer.status, 200, path);
        const body = await answer.text();
        pages.set(`operator: ${path} (${code})`, body);
        return body;
      };
      for (const path of ['', '?days=365', 'proof?day=' + new Date().toISOString().slice(0, 10), 'health', 'kits', 'test']) await admin(path);
      const [, text] = /\/versions\/(\w+)/.exec(await admin('versions'));
      await admin(`versions/${text}`);
    }
  } finally {
    await world.close();
  }
  return pages;
}

/** Returns the checker's messages about pages, as "page: line: message". */
function messages(pages) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-nu-'));
  try {
    const names = [...pages.keys()];
    const files = names.map((name, i) => join(folder, `${i}.html`));
    names.forEach((name, i) => writeFileSync(files[i], pages.get(name)));
    const report = execFileSync('java', ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xss4m', '-jar', jar, '--stdout', '--exit-zero-always', '--format', 'json', ...files], { encoding: 'utf8', maxBuffer: 1 << 26 });
    return JSON.parse(report).messages.map(({ url, lastLine, message, extract }) => `${names[parseInt(/(\d+)\.html$/.exec(url)[1], 10)]}:${lastLine}: ${message} ${extract ?? ''}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the Nu checker accepts every page', async () => {
  const pages = new Map();
  for (const [charter, content] of [['demo', undefined], ['shipped', ''], ['ordinary', ordinary]]) {
    for (const [name, body] of await pagesOf(content)) pages.set(`${charter}, ${name}`, body);
  }
  for (const what of ['faulty', 'clean', 'changes']) {
    for (const code of ['fr', 'en']) pages.set(`audit, ${what} (${code})`, execFileSync(join(out, 'report'), [what, code], { encoding: 'utf8' }));
  }
  for (const [name, body] of pages) {
    const title = /<title>([^<]*)/.exec(body)[1].replaceAll(/&[#\w]+;/g, '’');
    assert.ok([...title].length <= 70, `${name} has the title “${title}”`);
    assert.doesNotMatch(body, /<[uo]l[^>]*>\s*<\/[uo]l>/, `${name} has an empty list`);
  }
  pages.set('a broken page', '<!doctype html><html lang="fr"><title>x</title><table role="table"></table>');
  const found = messages(pages);
  assert.ok(found.some((message) => message.startsWith('a broken page')), 'the checker works');
  assert.deepEqual(found.filter((message) => !message.startsWith('a broken page')), []);
});
