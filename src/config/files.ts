import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';

export function readText(path: string): string {
  return isReadableFile(path) ? readFileSync(path, 'utf8') : '';
}

export function isReadableFile(path: string): boolean {
  return succeeds(() => statSync(path).isFile() && readFileSync(path) !== undefined);
}

export function isCertificate(path: string): boolean {
  return succeeds(() => new X509Certificate(readText(path)).subject !== undefined);
}

export function isPrivateKey(path: string): boolean {
  return succeeds(() => createPrivateKey(readText(path)).type === 'private');
}

export function arePair(certFile: string, keyFile: string): boolean {
  return new X509Certificate(readText(certFile)).checkPrivateKey(createPrivateKey(readText(keyFile)));
}

function succeeds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}
