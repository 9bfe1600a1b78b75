// `make demo`: two portals of an invented town (exempt Matomo to which one can object, and
// a map that needs consent) and the service over plain HTTP on this machine, until Ctrl-C.
// All are on localhost, so that frame and cookie are same-site.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { out, root } from './harness/build.mjs';
import { kit, ordinaryFor } from './harness/kits.mjs';
import { portalSite } from './portal/portal.mjs';
import { ordinaryGated, ordinaryTrackers } from './portal/stubs.mjs';

const [service, frames, scripts] = [8080, 8091, 8092].map((port) => `http://localhost:${port}`);
execFileSync('go', ['build', '-o', `${out}/`, '.'], { cwd: root, stdio: 'inherit' });
const folder = mkdtempSync(join(tmpdir(), 'charte-demo-'));
const content = ordinaryFor(folder, frames, 'https://cartes.ville.test', scripts);

const print = (number, ...flags) => kit(number, service, '--content', content, ...flags);
const links = `<li>${print(3).footer}</li>`;
const sites = {
  [frames]: { header: print(1).header, end: ordinaryTrackers, footer: print(1, '--footer').footer, links },
  [scripts]: { name: 'Cartes de Port-Lanval', header: print(2).head, end: ordinaryGated, links, plain: true },
};
const servers = Object.entries(sites).map(([origin, parts]) => http.createServer(portalSite(parts)).listen(new URL(origin).port, 'localhost'));
const child = spawn(join(out, 'charte'), [
  '--listen', 'localhost:8080', '--base-url', service, '--portal', `${frames},${scripts}`, '--registry', `sqlite:${join(folder, 'demo.db')}`, '--content', content,
], { stdio: ['ignore', 'ignore', 'inherit'] });

console.log(`Port-Lanval's open data (kit 1, no script): ${frames}/
Port-Lanval's maps (kit 2, a script):       ${scripts}/
The charter:                                ${service}/fr/
Ctrl-C ends all three and forgets every choice.`);

child.on('exit', (code) => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = code ?? 0;
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'));
