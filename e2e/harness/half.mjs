// The browser tests run in two processes at once, each with its browsers: the engines
// wait a lot, and two cores are idle half of the time with one process.
import { readdirSync } from 'node:fs';

/** The files of the second half; those of the first are all others. The halves take about as long. */
const second = ['matrix', 'axe', 'journey', 'kit-limits', 'kit-portal'].map((name) => `${name}.test.mjs`);

const folder = new URL('../', import.meta.url);

/** Loads the test files of a half, 1 or 2, whose tests then run one after the other. */
export async function runHalf(number) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.mjs') && second.includes(name) === (number === 2));
  for (const name of files.sort()) await import(new URL(name, folder));
}
