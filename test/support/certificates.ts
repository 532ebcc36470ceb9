import 'reflect-metadata';
import type { webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** PEM text of a certificate and its private key. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Certificates made on the spot, for names such as `IP:127.0.0.1` or `DNS:psa.example`. */
export interface CertificateShop {
  selfSigned(altName: string): Promise<Certificate>;
  /** Signed by an authority of the shop's own; `days` may be negative. */
  issued(altName: string, days?: number): Promise<Certificate>;
  readonly authority: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

export async function openShop(): Promise<CertificateShop> {
  const name = 'CN=Own Authority';
  const keys = await newKeys();
  const authority = await X509CertificateGenerator.createSelfSigned({
    ...validFor(10),
    ...{ name, keys, signingAlgorithm: ALGORITHM },
    extensions: [new BasicConstraintsExtension(true, undefined, true)],
  });
  return {
    authority: authority.toString('pem'),
    async selfSigned(altName) {
      const own = await newKeys();
      const extensions = [alternative(altName)];
      const made = { ...validFor(10), name: 'CN=self', keys: own, signingAlgorithm: ALGORITHM, extensions };
      return toPem(await X509CertificateGenerator.createSelfSigned(made), own);
    },
    async issued(altName, days = 10) {
      const own = await newKeys();
      const issued = await X509CertificateGenerator.create({
        ...validFor(days),
        ...{ subject: 'CN=leaf', issuer: name, signingKey: keys.privateKey, publicKey: own.publicKey },
        signingAlgorithm: ALGORITHM,
        extensions: [alternative(altName)],
      });
      return toPem(issued, own);
    },
  };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
}

/** From twenty days ago, so that one which ended yesterday is expired and not merely odd. */
function validFor(days: number) {
  const now = Date.now();
  return { notBefore: new Date(now - 20 * DAY), notAfter: new Date(now + days * DAY) };
}

function alternative(altName: string): SubjectAlternativeNameExtension {
  const [kind, value = ''] = altName.split(':');
  return new SubjectAlternativeNameExtension([{ type: kind === 'IP' ? 'ip' : 'dns', value }]);
}

async function toPem(
  certificate: { toString(format: 'pem'): string },
  keys: webcrypto.CryptoKeyPair,
): Promise<Certificate> {
  const key = PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
  return { key, cert: certificate.toString('pem') };
}
