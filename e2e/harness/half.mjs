// The browser tests run in two processes, each with its own browsers: one process leaves two
// cores idle half of the time.
import { readdirSync } from 'node:fs';

/** The files of the second half, which takes about as long as all others. */
const second = ['matrix', 'axe', 'journey', 'objection', 'operator', 'ring', 'edges', 'kit-limits', 'kit-portal', 'kit-sheets'].map((name) => `${name}.test.mjs`);

const folder = new URL('../', import.meta.url);

/** Loads the test files of a half, 1 or 2, whose tests then run one after the other. */
export async function runHalf(number) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs') && second.includes(name) === (number === 2));
  for (const name of files.sort()) await import(new URL(name, folder));
}
