// Builds the programs for the browser tests, once before them: the service, the reader of
// its registry, the writer of audit pages, and the judge of cookies.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const out = fileURLToPath(new URL('../out/', import.meta.url));

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(out, { recursive: true });
  execFileSync('go', ['build', '-o', out, '.', './e2e/harness/rows', './e2e/harness/report', './e2e/harness/judged'], { cwd: root, stdio: 'inherit' });
}
