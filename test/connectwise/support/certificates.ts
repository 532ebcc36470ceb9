import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Certificate } from './far-side.js';

/** Certificates made on the spot with the openssl command. */
export interface CertificateShop {
  selfSigned(name: string): Certificate;
  /** Signed by an authority of its own; `days` may be negative. */
  issued(altName: string, days?: number): Certificate;
  readonly authority: string;
}

export function openShop(): CertificateShop {
  const folder = mkdtempSync(join(tmpdir(), 'psa-bridge-tls-'));
  const file = (name: string) => join(folder, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  const ecKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...ecKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '10', '-subj', '/CN=Own Authority');
  let made = 0;
  return {
    authority: readFileSync(file('ca.pem'), 'utf8'),
    selfSigned(name) {
      openssl(
        'req',
        '-x509',
        ...ecKey,
        '-keyout',
        'self.key',
        '-out',
        'self.pem',
        '-days',
        '10',
        '-subj',
        '/CN=self',
        '-addext',
        `subjectAltName=${name}`,
      );
      return { key: readFileSync(file('self.key'), 'utf8'), cert: readFileSync(file('self.pem'), 'utf8') };
    },
    issued(altName, days = 10) {
      const id = `leaf${made++}`;
      writeFileSync(file(`${id}.ext`), `subjectAltName=${altName}\n`);
      openssl('req', ...ecKey, '-keyout', `${id}.key`, '-out', `${id}.csr`, '-subj', `/CN=${id}`);
      openssl(
        'x509',
        '-req',
        '-in',
        `${id}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-set_serial',
        String(made),
        '-out',
        `${id}.pem`,
        '-days',
        String(days),
        '-extfile',
        `${id}.ext`,
      );
      return { key: readFileSync(file(`${id}.key`), 'utf8'), cert: readFileSync(file(`${id}.pem`), 'utf8') };
    },
  };
}
