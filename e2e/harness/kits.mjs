// The kits as the program prints them, and charters for the tests of kits.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { out, root } from './build.mjs';

const demo = join(root, 'internal/charter/testdata/demo');

/** The place of each part of a kit, recognised by the comment that charte embed prints above it. */
const places = { header: /^<!-- À coller directement dans l’élément body/, skip: /lien d’évitement du portail/, footer: /fin du pied de page du portail/, sheet: /feuille de style/, head: /l’élément head/ };

const printed = new Map();

/** Returns what charte embed prints with these arguments; it runs once for the same ones. */
function print(...args) {
  const key = args.join(' ');
  if (!printed.has(key)) printed.set(key, execFileSync(join(out, 'charte'), ['embed', ...args], { encoding: 'utf8' }));
  return printed.get(key);
}

/** Returns the parts of a kit, each with its place, for the service at that origin. */
export function kit(number, service, ...flags) {
  const parts = {};
  const text = print('--kit', String(number), '--base-url', service, '--portal', 'https://data.ville.test',
    ...(flags.includes('--content') ? [] : ['--content', demo]), ...flags);
  for (const piece of text.split(/^(?=<!-- |\/\* )/m)) {
    const place = Object.keys(places).find((name) => places[name].test(piece.split('\n')[0]));
    if (place) parts[place] = piece.slice(piece.indexOf('\n') + 1).trim();
  }
  return parts;
}

/**
 * Copies a content folder (default: the shipped charter) to folder and changes its sites to the portal and the given
 * hosts, because no service starts with a charter for other addresses.
 */
export function contentFor(folder, portal, content = root) {
  const copy = mkdtempSync(join(folder, 'content-'));
  const own = content === root ? ['charter.md', 'charter.en.md'] : readdirSync(content);
  for (const name of own) cpSync(join(content, name), join(copy, name), { recursive: true });
  const file = join(copy, 'charter.md');
  const sites = [portal, 'https://cartes.ville.test'];
  writeFileSync(file, readFileSync(file, 'utf8').replace(/(?<=^ +origin: ).*$/gm, () => sites.shift()));
  return copy;
}

/** Removes the second site of a folder's charter, because a cookie on the portal's host alone does not reach it. */
export function withOneSite(folder) {
  const file = join(folder, 'charter.md');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^ {2}- name: Cartes .*\n {4}origin: .*\n/m, ''));
  return folder;
}

/** Copies the demo charter to folder for the portal; changes are pairs of texts to replace. */
export const charterFor = (folder, portal, ...changes) => changed(contentFor(folder, portal, demo), changes);

/** Copies the charter of an ordinary portal: exempt measurement to which one can object, and maps that need consent. */
export const ordinaryFor = (folder, portal, ...changes) => changed(contentFor(folder, portal, join(root, 'internal/charter/testdata/ordinary')), changes);

function changed(copy, changes) {
  for (const name of ['charter.md', 'charter.en.md']) {
    let text = readFileSync(join(copy, name), 'utf8');
    for (let i = 0; i < changes.length; i += 2) text = text.replaceAll(changes[i], changes[i + 1]);
    writeFileSync(join(copy, name), text);
  }
  return copy;
}
