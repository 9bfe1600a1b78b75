// The content for pictures: the demo charter, in fonts that are the same on every machine.
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../harness/build.mjs';

/** Creates a folder for --content: the demo charter with theme and logo of another folder. The caller removes it. */
export function pinnedContent(dress = fileURLToPath(new URL('plain/', import.meta.url))) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-look-'));
  cpSync(join(root, 'internal/charter/testdata/demo'), folder, { recursive: true });
  cpSync(dress, folder, { recursive: true });
  if (existsSync(join(folder, 'logo.svg'))) {
    const words = 'logo_alt: Port-Lanval\n';
    for (const name of ['charter.md', 'charter.en.md']) edit(join(folder, name), (text) => text.replace('---\n', `---\n${words}`));
  }
  return folder;
}

const edit = (file, change) => writeFileSync(file, change(readFileSync(file, 'utf8')));
