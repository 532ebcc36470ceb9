import { X509Certificate } from 'node:crypto';
import { ConnectWiseError } from './connectwise-error.js';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * The certificates in a PEM text. Throws a ConnectWiseError of kind `tls` when there is none or one cannot be read:
 * TLS itself would pass over it in silence and then call a good server unknown.
 */
export function readAuthorities(pem: string, host: string): string[] {
  const certificates = pem.match(CERTIFICATE) ?? [];
  if (certificates.length === 0 || !certificates.every(isCertificate)) {
    throw new ConnectWiseError({ kind: 'tls', problem: 'unreadable-ca', host });
  }
  return certificates;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
