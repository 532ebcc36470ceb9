import type { z } from 'zod';
import type { Call, Send, Step } from './call.js';
import { type ApiAddress, apiAddressOf, companyInfoShape } from './company-info.js';
import { ConnectWiseError } from './connectwise-error.js';
import type { ExpiringCache } from './expiring-cache.js';
import type { Site } from './site.js';

export interface AddressOptions {
  readonly site: Site;
  readonly loginCompanyId: string;
  /** Shared by all sessions; the key names site and login company id. */
  readonly cache: ExpiringCache<ApiAddress>;
  readonly cacheKey: string;
  /** Sends without credentials. */
  readonly ask: Send;
}

type CallFrame = Pick<Call, 'signal' | 'timeLeft'>;

/** Knows where the API of one instance is: asks its site, and remembers the answer for hours. */
export class AddressFinder {
  readonly #options: AddressOptions;

  constructor(options: AddressOptions) {
    this.#options = options;
  }

  remembered(): ApiAddress | undefined {
    return this.#options.cache.get(this.#options.cacheKey);
  }

  async find(frame: CallFrame): Promise<ApiAddress> {
    return this.remembered() ?? (await this.ask(frame));
  }

  async ask(frame: CallFrame): Promise<ApiAddress> {
    const { site, loginCompanyId, cache, cacheKey, ask } = this.#options;
    const answer = await ask({
      ...frame,
      timeLeft: () => frame.timeLeft(),
      method: 'GET',
      effect: 'read',
      route: '/login/companyinfo/{loginCompanyId}',
      path: `/login/companyinfo/${encodeURIComponent(loginCompanyId)}`,
      answer: { kind: 'json', shape: companyInfoShape },
      headers: { accept: 'application/json' },
      origin: site.origin,
      basePath: '',
    }).catch((error: unknown) => {
      throw isWrongRoute(error) && error.status === 400 ? unknownCompany(error) : error;
    });
    const info = answer.value as z.infer<typeof companyInfoShape>;
    if (info === null) throw unknownCompany();
    const address = apiAddressOf(info, site);
    cache.set(cacheKey, address);
    return address;
  }
}

/** Leads a call to the API. After an upgrade the remembered address is wrong: then it is asked for anew, once. */
export function address(finder: AddressFinder): Step {
  return (next) => async (call) => {
    const remembered = finder.remembered();
    const used = remembered ?? (await finder.ask(call));
    try {
      return await next(directed(call, used));
    } catch (error) {
      if (!remembered || !isWrongRoute(error)) throw error;
      const fresh = await finder.ask(call);
      if (fresh.origin === used.origin && fresh.basePath === used.basePath) throw error;
      return next(directed(call, fresh));
    }
  };
}

function directed(call: Call, { origin, basePath, apiVersion }: ApiAddress): Call {
  const accept = `application/vnd.connectwise.com+json; version=${apiVersion}`;
  // A call that names a type itself, as downloads must, keeps it.
  return { ...call, origin, basePath, headers: { accept, ...call.headers } };
}

function isWrongRoute(error: unknown): error is ConnectWiseError {
  return error instanceof ConnectWiseError && error.kind === 'wrong-route';
}

function unknownCompany(cause?: ConnectWiseError): ConnectWiseError {
  return new ConnectWiseError({ kind: 'unknown-login-company' }, { cause, status: cause?.status });
}
