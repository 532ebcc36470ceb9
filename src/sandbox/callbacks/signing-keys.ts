import { createHash, createHmac, randomUUID } from 'node:crypto';

/** The keys that callbacks are signed with; one that was replaced can still be asked for. */
export class SigningKeys {
  readonly #keys = new Map<string, string>();
  #current = '';

  constructor() {
    this.rotate();
  }

  get currentId(): string {
    return this.#current;
  }

  get(id: string): string | undefined {
    return this.#keys.get(id);
  }

  /** Signs with a new key from now on, under a new id. */
  rotate(): string {
    this.#current = randomUUID();
    this.#keys.set(this.#current, randomUUID());
    return this.#current;
  }

  /** The header `x-content-signature` of a body, by the current key. */
  sign(body: string): string {
    const secret = createHash('sha256')
      .update(this.#keys.get(this.#current) ?? '', 'utf8')
      .digest();
    return createHmac('sha256', secret).update(body, 'utf8').digest('base64');
  }
}
