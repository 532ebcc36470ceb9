import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { OperatorError } from './operator-error.js';
import { Secret } from './secret.js';

/** Where a sealed value belongs. It is bound into the seal, so a value moved to another place does not open. */
export interface SealContext {
  readonly accountId: string;
  readonly record: string;
  readonly field: string;
}

/** A 256-bit key and the short name it goes by in sealed values. */
export interface SealingKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** The key that a sealed value names is not configured here. */
export class SealingKeyMissing extends OperatorError {
  constructor(readonly keyId: string) {
    super(`No sealing key "${keyId}" is configured, and a stored value needs it. Put it back beside the newer ones.`);
    this.name = 'SealingKeyMissing';
  }
}

/** The value was changed, cut, or moved since it was sealed, or the key is another one of the same name. */
export class SealBroken extends OperatorError {
  constructor() {
    super('A sealed value does not open: it was changed, or the key of its name is another one.');
    this.name = 'SealBroken';
  }
}

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals values with AES-256-GCM. Each value has a data key of its own, sealed by a sealing key, as
 * `v1.<keyId>.<base64url(iv|tag|sealed data key)>.<base64url(iv|tag|sealed value)>`. Turning keys seals the data keys
 * anew and leaves the values as they are. The first key given seals new values; all given keys open.
 */
export class SecretBox {
  readonly #newest: SealingKey;
  readonly #keys: ReadonlyMap<string, SealingKey>;

  constructor(keys: readonly [SealingKey, ...SealingKey[]]) {
    this.#newest = keys[0];
    this.#keys = new Map(keys.map((key) => [key.id, key]));
  }

  get newestKeyId(): string {
    return this.#newest.id;
  }

  seal(secret: Secret, context: SealContext): string {
    const dataKey = randomBytes(32);
    const data = associatedData(context);
    const wrapped = encrypt(this.#newest.bytes, dataKey, data);
    const value = encrypt(dataKey, Buffer.from(secret.reveal(), 'utf8'), data);
    return [VERSION, this.#newest.id, wrapped, value].join('.');
  }

  /** @throws SealingKeyMissing, SealBroken */
  open(sealed: string, context: SealContext): Secret {
    const parts = parse(sealed);
    const data = associatedData(context);
    const dataKey = decrypt(this.#key(parts.keyId).bytes, parts.wrapped, data);
    return new Secret(decrypt(dataKey, parts.value, data).toString('utf8'));
  }

  /** The same value under the newest key, or undefined when it is under it already. */
  rewrap(sealed: string, context: SealContext): string | undefined {
    const parts = parse(sealed);
    if (parts.keyId === this.#newest.id) return undefined;
    const data = associatedData(context);
    const dataKey = decrypt(this.#key(parts.keyId).bytes, parts.wrapped, data);
    const value = parts.value.toString('base64url');
    return [VERSION, this.#newest.id, encrypt(this.#newest.bytes, dataKey, data), value].join('.');
  }

  /** A keyed hash of parts under the newest key; nobody without the key can guess the parts from it. */
  fingerprint(parts: readonly string[], keyId = this.#newest.id): Buffer {
    const hmac = createHmac('sha256', this.#key(keyId).bytes);
    for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:${part}`);
    return hmac.digest();
  }

  #key(id: string): SealingKey {
    const key = this.#keys.get(id);
    if (!key) throw new SealingKeyMissing(id);
    return key;
  }
}

/** A JSON list, so that no two contexts give the same bytes. */
function associatedData(context: SealContext): Buffer {
  return Buffer.from(JSON.stringify([context.accountId, context.record, context.field]), 'utf8');
}

function encrypt(key: Buffer, plain: Buffer, data: Buffer): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(data);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

function decrypt(key: Buffer, bytes: Buffer, data: Buffer): Buffer {
  try {
    const iv = bytes.subarray(0, IV_BYTES);
    // Without a fixed tag length Node accepts tags cut down to four bytes.
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(data);
    decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    throw new SealBroken();
  }
}

function parse(sealed: string): { keyId: string; wrapped: Buffer; value: Buffer } {
  const [version, keyId, wrapped, value, ...rest] = sealed.split('.');
  if (version !== VERSION || !keyId || !wrapped || !value || rest.length > 0) throw new SealBroken();
  return { keyId, wrapped: strictBase64Url(wrapped), value: strictBase64Url(value) };
}

/** Node ignores stray characters and unused trailing bits; a changed value must never open, so neither is let through. */
function strictBase64Url(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new SealBroken();
  return bytes;
}
