// `make demo`: an ordinary portal (exempt Matomo to which one can object, and a map that
// needs consent) and the service over plain HTTP on this machine, until Ctrl-C. Both use
// names under localhost, so that frame and cookie are same-site.
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
const content = ordinaryFor(folder, scripts, `name: Cartes de la Communauté d’exemple\n    origin: https://cartes.ville.test`, `name: Portail sans script\n    origin: ${frames}`);

const print = (number, ...flags) => kit(number, service, '--content', content, ...flags);
const link = print(3).footer;
const sites = {
  [frames]: { header: print(1).header + ordinaryTrackers, footer: print(1, '--footer').footer + link },
  [scripts]: { header: print(2).head + ordinaryGated, footer: link, plain: true },
};
const servers = Object.entries(sites).map(([origin, parts]) => http.createServer(portalSite(parts)).listen(new URL(origin).port, 'localhost'));
const child = spawn(join(out, 'charte'), [
  '--listen', 'localhost:8080', '--base-url', service, '--portal', `${frames},${scripts}`, '--registry', `sqlite:${join(folder, 'demo.db')}`, '--content', content,
], { stdio: ['ignore', 'ignore', 'inherit'] });

console.log(`Portal with kit 1, no script: ${frames}/
Portal with kit 2, a script:  ${scripts}/
The charter:                  ${service}/fr/
Ctrl-C ends all three and forgets every choice.`);

child.on('exit', (code) => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
  process.exitCode = code ?? 0;
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill('SIGTERM'));
