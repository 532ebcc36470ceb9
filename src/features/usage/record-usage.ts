import type { Database } from '../../database/database.js';
import {
  type BulkErrorPolicy,
  type BulkOutcome,
  type CheckedItem,
  refuseRepeated,
  requireFew,
  writeChecked,
} from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { type Day, dayAfter, dayIn } from '../../shared/day.js';
import { FailureCode, type Problem, ProblemList } from '../../shared/failure.js';
import type { SourceId, UserId } from '../../shared/ids.js';
import type { AccountService } from '../accounts/account.service.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { resolveSource } from '../sources/resolve-source.js';
import type { SourceService } from '../sources/source.service.js';
import { NOT_REPORTED, userKey } from '../users/user.js';
import type { UserService } from '../users/user.service.js';
import { type Product, productKey } from './product.js';
import type { ProductService } from './product.service.js';
import { checkQuantity, MOST_DECIMALS } from './quantity.js';
import type { UsageKey, UsageQuantities } from './usage.js';
import type { UsageRepository } from './usage.repository.js';

export interface RecordUsageItem {
  /** Code of the source; an INGEST token may leave it out, being bound to one. */
  readonly source: string | undefined;
  /** The source's own key of the user. */
  readonly userExternalId: string;
  /** Code of the product. */
  readonly product: string;
  readonly day: Day;
  /** Texts as they came. */
  readonly used: string | undefined;
  readonly purchased: string | undefined;
}

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: AuditService;
  readonly accounts: AccountService;
  readonly sources: SourceService;
  readonly users: UserService;
  readonly products: ProductService;
  readonly usage: UsageRepository;
}

/** An item whose source was looked at; what is wrong with it is being collected. */
interface Begun {
  readonly item: RecordUsageItem;
  readonly sourceId: SourceId | undefined;
  readonly problems: ProblemList;
}

interface Known {
  readonly users: ReadonlyMap<string, UserId>;
  readonly products: ReadonlyMap<string, Product>;
  readonly lastDay: Day;
}

type Row = UsageKey & UsageQuantities;

const REPEATED: Problem = {
  ...{ code: FailureCode.INVALID, message: 'The same day of this user and product stands above in this call.' },
  field: ['day'],
};

/** Takes what users used and purchased, day by day. Whether the user is mapped or at work does not matter here. */
export class RecordUsage {
  constructor(private readonly deps: Deps) {}

  /** The result of an item that was written is `true`. */
  async record(
    caller: Caller,
    items: readonly RecordUsageItem[],
    onError: BulkErrorPolicy,
  ): Promise<BulkOutcome<true>> {
    requireFew(items, 'days of usage');
    const sources = await this.deps.sources.named(caller);
    const begun = items.map((item) => {
      const problems = new ProblemList();
      return { item, problems, sourceId: resolveSource(caller, sources, { code: item.source, problems }) };
    });
    const known = await this.known(caller, begun);
    const checked = refuseRepeated(
      begun.map((one) => check(one, known)),
      ({ userId, productId, day }) => `${userId}/${productId}/${day}`,
      REPEATED,
    );
    return writeChecked(checked, onError, async (rows) => {
      await this.write(caller, rows);
      return new Map(rows.map((row) => [row, true as const]));
    });
  }

  private async known(caller: Caller, begun: readonly Begun[]): Promise<Known> {
    const { clock, accounts, users, products } = this.deps;
    // Each once: many days of a user are told, and many users of a product.
    const of = <Key>(toKey: (sourceId: SourceId, item: RecordUsageItem) => Key, toText: (key: Key) => string) => {
      const keys = begun.flatMap(({ sourceId, item }) => (sourceId ? [toKey(sourceId, item)] : []));
      return [...new Map(keys.map((key) => [toText(key), key])).values()];
    };
    const userKeys = of((sourceId, item) => ({ sourceId, externalId: item.userExternalId.trim() }), userKey);
    const productKeys = of((sourceId, { product }) => ({ sourceId, code: product.trim() }), productKey);
    const [{ timeZone }, foundUsers, foundProducts] = await Promise.all([
      accounts.own(caller),
      users.findByKeys(caller, userKeys),
      products.findByKeys(caller, productKeys),
    ]);
    return {
      users: new Map(foundUsers.map((user) => [userKey(user), user.id])),
      products: new Map(foundProducts.map((product) => [productKey(product), product])),
      // A source may count in a time zone that is ahead of the account's.
      lastDay: dayAfter(dayIn(timeZone, clock.now())),
    };
  }

  private async write(caller: Caller, rows: readonly Row[]): Promise<void> {
    const { database, audit, users, usage } = this.deps;
    await database.write(caller.accountId, async (tx) => {
      await users.refuseErasedRows(tx, caller, rows);
      const { added, replaced } = await usage.record(tx, caller.accountId, rows);
      if (added + replaced === 0) return;
      const changes = Object.entries({ added, replaced }).map(([field, count]) => ({
        ...{ field, before: null, after: String(count) },
      }));
      await audit.record(tx, caller, { action: AuditAction.USAGE_RECORDED, changes });
    });
  }
}

function check({ item, sourceId, problems }: Begun, { users, products, lastDay }: Known): CheckedItem<Row> {
  const { day } = item;
  const userId = sourceId && users.get(userKey({ sourceId, externalId: item.userExternalId.trim() }));
  const product = sourceId && products.get(productKey({ sourceId, code: item.product.trim() }));
  if (sourceId && !userId) problems.add('userExternalId', NOT_REPORTED.message, NOT_REPORTED.code);
  if (sourceId && !product) problems.add('product', 'The source has no such product.', FailureCode.NOT_FOUND);
  if (day > lastDay) problems.add('day', 'This day is in the future.');
  const quantity = (field: 'used' | 'purchased') =>
    item[field] === undefined
      ? undefined
      : checkQuantity(item[field], { field, decimals: product?.decimals ?? MOST_DECIMALS, problems });
  const quantities = { used: quantity('used'), purchased: quantity('purchased') };
  if (item.used === undefined && item.purchased === undefined) problems.add('used', 'Give one of the two quantities.');
  const found = problems.list();
  return userId && product && found.length === 0
    ? { row: { userId, productId: product.id, day, ...quantities } }
    : { problems: found };
}
