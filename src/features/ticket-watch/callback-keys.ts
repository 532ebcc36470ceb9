import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ExpiringCache } from '../../connectwise/expiring-cache.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import { Secret } from '../../shared/secret.js';
import type { IntegrationService } from '../integration/integration.service.js';

/** A signing key, or why there is none. */
export type KeyFound =
  | { readonly kind: 'key'; readonly key: Secret }
  /** The address is not one of this ConnectWise, or there is no key. */
  | { readonly kind: 'none' }
  | { readonly kind: 'not-now'; readonly retryAfterSeconds: number };

const KEPT = 1_000;
const KEPT_MS = 600_000;
const MINUTE = 60;
/** Of one account, in each process. ConnectWise has one key at a time, so more are asked for by forgers alone. */
const ASKED_A_MINUTE = 6;

/** There is no key at the address, or no page. */
const NOWHERE = new Set<FailureCode>([
  FailureCode.INVALID,
  FailureCode.CONNECTWISE_REJECTED,
  FailureCode.CONNECTWISE_BAD_ANSWER,
]);

/** The keys that callbacks are signed with: asked for once, for all that come meanwhile, and then kept for a while. */
export class CallbackKeys {
  readonly #keys = new ExpiringCache<Secret>(KEPT, KEPT_MS, () => performance.now());
  readonly #asking = new Map<string, Promise<KeyFound>>();
  readonly #limiter = new RateLimiterMemory({ points: ASKED_A_MINUTE, duration: MINUTE });
  readonly #integration: IntegrationService;

  constructor(integration: IntegrationService) {
    this.#integration = integration;
  }

  /** `site` is where the account's ConnectWise is now; a key of another one is not taken for its own. */
  find(caller: Caller, { site, keyUrl }: { readonly site: string; readonly keyUrl: string }): Promise<KeyFound> {
    const name = JSON.stringify([caller.accountId, site, keyUrl]);
    const key = this.#keys.get(name);
    if (key) return Promise.resolve({ kind: 'key', key });
    const asked = this.#asking.get(name) ?? this.#ask(caller, name, keyUrl).finally(() => this.#asking.delete(name));
    this.#asking.set(name, asked);
    return asked;
  }

  async #ask(caller: Caller, name: string, keyUrl: string): Promise<KeyFound> {
    try {
      await this.#limiter.consume(caller.accountId);
      const key = new Secret(await this.#integration.ask(caller, ({ callbacks }) => callbacks.signingKey(keyUrl)));
      this.#keys.set(name, key);
      return { kind: 'key', key };
    } catch (error) {
      if (error instanceof RateLimiterRes) {
        return { kind: 'not-now', retryAfterSeconds: Math.ceil(error.msBeforeNext / 1_000) };
      }
      if (!(error instanceof Failure)) throw error;
      const [{ code, retryAfterSeconds = MINUTE }] = error.problems;
      return NOWHERE.has(code) ? { kind: 'none' } : { kind: 'not-now', retryAfterSeconds };
    }
  }
}
