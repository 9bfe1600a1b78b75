// A self-signed certificate for the host names of the tests, made once per process: the
// shared browsers trust it by its pin.
import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let made;

/** The key and the certificate; pin is the hash of its public key, by which Chromium trusts it. */
export const certificateFor = (names) => made ??= makeCertificate(names);

function makeCertificate(names) {
  const folder = mkdtempSync(join(tmpdir(), 'charte-certificate-'));
  const key = join(folder, 'key.pem');
  const cert = join(folder, 'cert.pem');
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', `/CN=${names[0]}`, '-addext', `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`,
    '-keyout', key, '-out', cert,
  ], { stdio: 'pipe' });
  const pem = readFileSync(cert);
  const publicKey = new X509Certificate(pem).publicKey.export({ type: 'spki', format: 'der' });
  const privateKey = readFileSync(key);
  rmSync(folder, { recursive: true });
  return { key: privateKey, cert: pem, pin: createHash('sha256').update(publicKey).digest('base64') };
}
