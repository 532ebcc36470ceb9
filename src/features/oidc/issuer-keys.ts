import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../shared/clock.js';
import type { Logger } from '../../shared/logger.js';
import { findJwksUrl, readKeySet } from './issuer-document.js';
import { IssuerUnavailable, type OidcSettings } from './oidc.js';

/** How long keys are used before they are read again: after that a key that was withdrawn is a key no more. */
const FRESH_MS = 600_000;
/** How long they are used when the issuer does not answer. */
const LONGEST_MS = 86_400_000;
/** Between two tries, good or bad: a token can name any key, so that it must not decide how often the issuer is asked. */
const COOLDOWN_MS = 30_000;

interface Deps {
  readonly settings: Pick<OidcSettings, 'issuer' | 'jwksUrl'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The issuer's public keys, read when a token needs one that is not there. Nothing in a token says where they are read. */
export class IssuerKeys {
  #jwksUrl: string | undefined;
  #keys: { readonly pick: JWTVerifyGetKey; readonly readAt: number } | undefined;
  #triedAt: number | undefined;
  #hasFailed = false;
  #trying: Promise<void> | undefined;

  constructor(private readonly deps: Deps) {
    this.#jwksUrl = deps.settings.jwksUrl;
  }

  /** @throws IssuerUnavailable when the key may be one that the issuer cannot be asked for now */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (this.#age(this.#keys?.readAt) >= FRESH_MS) {
      const trying = this.#read();
      // Once the issuer is known to be away, the next try holds nobody up.
      if (!this.#keys || !this.#hasFailed) await trying;
    }
    const known = await this.#pick(header, token);
    if (known) return known;
    await this.#read();
    const fresh = await this.#pick(header, token);
    if (fresh) return fresh;
    if (!this.#hasFailed) throw new errors.JWKSNoMatchingKey();
    throw new IssuerUnavailable(Math.max(1, Math.ceil((COOLDOWN_MS - this.#age(this.#triedAt)) / 1_000)));
  };

  async #pick(...asked: Parameters<JWTVerifyGetKey>) {
    if (!this.#keys || this.#age(this.#keys.readAt) >= LONGEST_MS) return undefined;
    try {
      return await this.#keys.pick(...asked);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return undefined;
      throw error;
    }
  }

  /** Reads the keys anew unless that was tried a moment ago; all who want them meanwhile share one try. It never rejects. */
  #read(): Promise<void> {
    if (this.#trying) return this.#trying;
    if (this.#age(this.#triedAt) < COOLDOWN_MS) return Promise.resolve();
    this.#trying = this.#try().finally(() => {
      this.#trying = undefined;
    });
    return this.#trying;
  }

  async #try(): Promise<void> {
    const { settings, clock, logger } = this.deps;
    try {
      this.#jwksUrl ??= await findJwksUrl(settings.issuer);
      this.#keys = { pick: createLocalJWKSet(await readKeySet(this.#jwksUrl)), readAt: clock.now().getTime() };
      this.#hasFailed = false;
    } catch (error) {
      this.#hasFailed = true;
      logger.warn({ err: error }, 'keys of the issuer not read');
    }
    this.#triedAt = clock.now().getTime();
  }

  /** A clock that was set back makes an instant look as if it were still to come: that is as good as long ago. */
  #age(since: number | undefined): number {
    const age = since === undefined ? Number.POSITIVE_INFINITY : this.deps.clock.now().getTime() - since;
    return age < 0 ? Number.POSITIVE_INFINITY : age;
  }
}
