import { createHash, randomBytes } from 'node:crypto';
import type { AccountId } from '../../shared/ids.js';
import { Secret } from '../../shared/secret.js';
import { SealingKeyMissing, type SecretBox } from '../../shared/secret-box.js';
import type { CallbackPath } from './ticket-watch.js';

const ROUTE = '/callbacks/connectwise/';
const FORM = /^[\w-]{43}$/;

/** Whether a text can be the last part of an address of ours at all; asked before the database is. */
export function isCallbackKey(key: string): boolean {
  return FORM.test(key);
}

export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/**
 * The part of the address that nobody can guess: 256 bits that a sealing key makes of a salt. So whoever has the
 * database alone can neither call it nor tell whose it is, and we can still register it again.
 */
export function openPath(box: SecretBox, accountId: AccountId, known: CallbackPath | undefined) {
  const path = (known && keyOf(box, accountId, known)) ?? newPath(box, accountId);
  return { ...path, isNew: path.hash !== known?.hash };
}

/** ConnectWise puts the number of the ticket behind it as it is. */
export function callbackUrl(publicUrl: string, key: Secret): string {
  return `${publicUrl}${ROUTE}${key.reveal()}?recordId=`;
}

/** The hash of the last part of an address of ours, under whichever public URL it is; undefined of any other address. */
export function hashInUrl(url: string): string | undefined {
  const key =
    url
      .split(ROUTE)
      .at(-1)
      ?.replace(/\?recordId=$/, '') ?? '';
  return isCallbackKey(key) ? hashOfKey(key).toString('hex') : undefined;
}

interface OpenPath extends CallbackPath {
  readonly key: Secret;
}

/** Undefined once the sealing key is gone: then there has to be another path. */
function keyOf(box: SecretBox, accountId: AccountId, path: CallbackPath): OpenPath | undefined {
  try {
    return { ...path, key: keyFrom(box, accountId, path) };
  } catch (error) {
    if (error instanceof SealingKeyMissing) return undefined;
    throw error;
  }
}

function newPath(box: SecretBox, accountId: AccountId): OpenPath {
  const made = { salt: randomBytes(16), keyId: box.newestKeyId };
  const key = keyFrom(box, accountId, made);
  return { ...made, key, hash: hashOfKey(key.reveal()) };
}

function keyFrom(box: SecretBox, accountId: AccountId, { salt, keyId }: Omit<CallbackPath, 'hash'>): Secret {
  const parts = ['ticket callbacks', accountId, Buffer.from(salt).toString('hex')];
  return new Secret(box.fingerprint(parts, keyId).toString('base64url'));
}
