import { createHash, timingSafeEqual } from 'node:crypto';

/** A key pair of an API member, and the name under which its changes are recorded. */
export interface ApiKeys {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly member: string;
}

/** The key pairs that are good now; a member may hold several, so that they can be turned without a stop. */
export class KeyRing {
  readonly #keys = new Map<string, ApiKeys>();

  add(keys: ApiKeys): void {
    this.#keys.set(keys.publicKey, keys);
  }

  revoke(publicKey: string): boolean {
    return this.#keys.delete(publicKey);
  }

  /** The member whose keys these are; undefined when there is no such pair. */
  member(publicKey: string, privateKey: string): string | undefined {
    const keys = this.#keys.get(publicKey);
    return keys && isSame(keys.privateKey, privateKey) ? keys.member : undefined;
  }
}

function isSame(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
