import type { Addition } from '../../connectwise/addition.js';
import type { AgreementType } from '../../connectwise/agreement-types.js';
import type { Agreement } from '../../connectwise/agreements.js';
import { allOf } from '../../connectwise/all-of.js';
import type { CatalogItem } from '../../connectwise/catalog.js';
import { anyOf, contains, eq } from '../../connectwise/conditions.js';
import { ExpiringCache } from '../../connectwise/expiring-cache.js';
import type { ConnectWiseSession } from '../../connectwise/session.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import { isPrintable } from '../../shared/text.js';
import type { IntegrationService } from '../integration/integration.service.js';
import type { MappingService } from '../mappings/mapping.service.js';
import type { UserService } from '../users/user.service.js';

/** An agreement with what it has; of a cancelled one, which cannot be billed, that is not read. */
export interface AgreementChoice extends Agreement {
  readonly additions: readonly Addition[] | undefined;
}

export interface BillingOptions {
  /** Undefined when no user was asked for, or it has no company. */
  readonly agreements: readonly AgreementChoice[] | undefined;
  readonly agreementTypes: readonly AgreementType[];
  readonly catalog: readonly CatalogItem[];
}

export interface OptionsWanted {
  readonly userId: UserId | undefined;
  /** Part of an identifier or a description. */
  readonly catalogSearch: string | undefined;
}

const REMEMBERED_MS = 5 * 60_000;
const MOST_REMEMBERED = 1_000;
const MOST_ITEMS = 100;
const MOST_SEARCHED = 100;

interface Deps {
  readonly integration: IntegrationService;
  readonly users: UserService;
  readonly mappings: MappingService;
}

/**
 * What a rule can be made of, for a form. It is remembered for minutes, so that going through a form asks ConnectWise
 * once for each list; what is saved is checked against ConnectWise itself.
 */
export class BillingOptionsService {
  readonly #deps: Deps;
  readonly #types: ExpiringCache<readonly AgreementType[]>;
  readonly #catalogs: ExpiringCache<readonly CatalogItem[]>;
  readonly #agreements: ExpiringCache<readonly AgreementChoice[]>;

  constructor(deps: Deps, monotonic = () => performance.now()) {
    this.#deps = deps;
    this.#types = new ExpiringCache(MOST_REMEMBERED, REMEMBERED_MS, monotonic);
    this.#catalogs = new ExpiringCache(MOST_REMEMBERED, REMEMBERED_MS, monotonic);
    this.#agreements = new ExpiringCache(MOST_REMEMBERED, REMEMBERED_MS, monotonic);
  }

  /** @throws Failure NOT_FOUND, INVALID, NOT_CONFIGURED, INTEGRATION_DISABLED, and why ConnectWise cannot be asked */
  async read(caller: Caller, { userId, catalogSearch }: OptionsWanted): Promise<BillingOptions> {
    const search = catalogSearch?.trim() ?? '';
    requireSearchable(search);
    const companyId = userId && (await this.companyOf(caller, userId));
    const { integration } = this.#deps;
    const { id: instanceId } = await integration.instance(caller);
    const here = `${caller.accountId}/${instanceId}`;
    const ask = <Answer>(question: (session: ConnectWiseSession) => Promise<Answer>) =>
      integration.ask(caller, question);
    const agreementTypes = await remembered(this.#types, here, () => ask(typesInUse));
    const catalog = await remembered(this.#catalogs, `${here}/${search}`, () =>
      ask((session) => itemsFor(session, search)),
    );
    const agreements =
      companyId === undefined
        ? undefined
        : await remembered(this.#agreements, `${here}/${companyId}`, () =>
            ask((session) => agreementsOf(session, companyId)),
          );
    return { agreements, agreementTypes, catalog };
  }

  private async companyOf(caller: Caller, userId: UserId): Promise<number | undefined> {
    const { users, mappings } = this.#deps;
    await users.get(caller, userId);
    const [mapping] = await mappings.findByUsers(caller, [userId]);
    return mapping?.connectWiseId;
  }
}

async function remembered<Value>(cache: ExpiringCache<Value>, key: string, read: () => Promise<Value>): Promise<Value> {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const value = await read();
  cache.set(key, value);
  return value;
}

async function typesInUse({ agreementTypes }: ConnectWiseSession): Promise<AgreementType[]> {
  return (await allOf(agreementTypes.list())).filter(({ isInactive }) => !isInactive);
}

async function itemsFor({ catalog }: ConnectWiseSession, search: string): Promise<CatalogItem[]> {
  const conditions = search === '' ? undefined : anyOf(contains('identifier', search), contains('description', search));
  const items: CatalogItem[] = [];
  for await (const item of catalog.list({ conditions })) {
    if (!item.isInactive) items.push(item);
    if (items.length === MOST_ITEMS) break;
  }
  return items;
}

async function agreementsOf(
  { agreements, additions }: ConnectWiseSession,
  companyId: number,
): Promise<AgreementChoice[]> {
  const choices: AgreementChoice[] = [];
  for await (const agreement of agreements.list({ conditions: eq('company/id', companyId) })) {
    const isReadable = !agreement.isCancelled;
    choices.push({ ...agreement, additions: isReadable ? await allOf(additions.list(agreement.id)) : undefined });
  }
  return choices;
}

function requireSearchable(search: string): void {
  if (search.length <= MOST_SEARCHED && isPrintable(search)) return;
  const message = `This takes up to ${MOST_SEARCHED} characters, without control characters.`;
  throw new Failure({ code: FailureCode.INVALID, message, field: ['catalogSearch'] });
}
