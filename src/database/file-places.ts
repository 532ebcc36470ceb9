import type { AccountId } from '../shared/ids.js';
import type { Logger } from '../shared/logger.js';
import type { PaceDoor } from './pace.js';

const AT_ONCE = 2;
const LEASE_MS = 90_000;
const RENEW_MS = 30_000;

/** Files are kept apart from calls by a name that no instance has. */
const INSTANCE = 'files';

/**
 * Two files at once for each account, over all processes. They take their places where calls to ConnectWise take theirs,
 * under leases that are renewed, so that a process that died holds them for a minute and a half at the most.
 */
export class SharedFilePlaces {
  constructor(
    private readonly pace: PaceDoor,
    private readonly logger: Logger,
  ) {}

  async take(accountId: AccountId): Promise<{ leave(): Promise<void> } | undefined> {
    const taken = await this.#claim(accountId, AT_ONCE);
    if (taken === undefined) return undefined;
    let lease = Promise.resolve(taken);
    const timer = setInterval(() => {
      lease = lease.then((old) => this.#renew(accountId, old));
    }, RENEW_MS);
    return {
      leave: async () => {
        clearInterval(timer);
        await this.#giveBack(accountId, await lease);
      },
    };
  }

  async #claim(accountId: AccountId, inFlight: number): Promise<string | undefined> {
    const pace = { lane: 'background', inFlight, aSecond: 1_000, leaseMs: LEASE_MS } as const;
    const key = { accountId, instance: INSTANCE };
    const verdict = await this.pace.claim(key, { ...pace, breaker: undefined, isTrial: false });
    return verdict.kind === 'go' ? verdict.lease : undefined;
  }

  /** The new lease is there before the old one goes, so that nobody slips in between. */
  async #renew(accountId: AccountId, old: string): Promise<string> {
    try {
      const renewed = await this.#claim(accountId, 2 * AT_ONCE);
      if (renewed === undefined) return old;
      await this.#giveBack(accountId, old);
      return renewed;
    } catch (error) {
      this.logger.warn({ err: error }, 'the place of a file was not renewed');
      return old;
    }
  }

  /** What is not given back comes free by itself. */
  async #giveBack(accountId: AccountId, lease: string): Promise<void> {
    try {
      await this.pace.settle({ accountId, instance: INSTANCE }, lease, { kind: 'unknown' });
    } catch (error) {
      this.logger.warn({ err: error }, 'the place of a file was not given back');
    }
  }
}
