// The content that pictures are taken of: the demo charter, in fonts that are the
// same on every machine.
import { copyFileSync, cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../harness/build.mjs';

/** Makes a folder for --content; whoever asks for it removes it. */
export function pinnedContent(theme = fileURLToPath(new URL('theme.css', import.meta.url))) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-look-'));
  cpSync(join(root, 'internal/charter/testdata/demo'), folder, { recursive: true });
  copyFileSync(theme, join(folder, 'theme.css'));
  return folder;
}
