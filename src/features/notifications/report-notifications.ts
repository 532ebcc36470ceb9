import type { Database } from '../../database/database.js';
import { wake } from '../../database/wake.js';
import type { WriteTransaction } from '../../database/write-door.js';
import {
  type BulkErrorPolicy,
  type BulkOutcome,
  type BulkResult,
  type CheckedItem,
  refuseRepeated,
  requireFew,
  writeChecked,
} from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { FailureCode, type Problem, ProblemList } from '../../shared/failure.js';
import type { NotificationId, UserId } from '../../shared/ids.js';
import { limits } from '../../shared/limits.js';
import { WorkKind } from '../../shared/work.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { type NamedSources, resolveSource } from '../sources/resolve-source.js';
import type { SourceService } from '../sources/source.service.js';
import { NOT_REPORTED, userKey } from '../users/user.js';
import type { UserService } from '../users/user.service.js';
import { checkKey, checkResolution, type NotificationReport, normaliseReport } from './notification.js';
import {
  type ConditionKey,
  type ConditionToResolve,
  conditionKey,
  type NotificationBatchRepository,
  type ReportToRaise,
} from './notification-batch.repository.js';

interface FromSource {
  /** Code of the source; an INGEST token may leave it out, being bound to one. */
  readonly source: string | undefined;
}

export interface RaiseItem extends FromSource, Omit<NotificationReport, 'occurredAt'> {
  /** The source's own key of the user; absent for what concerns the whole account. */
  readonly userExternalId: string | undefined;
  /** Now, unless given. */
  readonly occurredAt: Date | undefined;
}

export interface ResolveItem extends FromSource {
  readonly key: string;
  readonly resolution: string | undefined;
}

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: AuditService;
  readonly sources: SourceService;
  readonly users: UserService;
  readonly batch: NotificationBatchRepository;
}

type Outcome = BulkOutcome<NotificationId>;

const REPEATED: Problem = {
  ...{ code: FailureCode.INVALID, message: 'The same key stands above in this call.' },
  field: ['key'],
};

/** Takes what sources tell of their conditions: raised, raised again with news, resolved. */
export class ReportNotifications {
  constructor(private readonly deps: Deps) {}

  async raise(caller: Caller, items: readonly RaiseItem[], onError: BulkErrorPolicy): Promise<Outcome> {
    requireFew(items, 'notifications', limits.notificationItems);
    const { batch, clock } = this.deps;
    const sources = await this.deps.sources.named(caller);
    const now = clock.now();
    const checked = items.map((item) => checkReport(caller, item, { sources, now }));
    const users = await this.usersOf(caller, checked);
    const rows = refuseRepeated(
      checked.map((entry) => withUser(entry, users)),
      conditionKey,
      REPEATED,
    );
    return this.write(caller, { rows, onError, action: AuditAction.NOTIFICATIONS_RAISED }, async (tx, good) => {
      await this.deps.users.refuseErasedRows(tx, caller, good);
      return batch.raise(tx, caller.accountId, good);
    });
  }

  async resolve(caller: Caller, items: readonly ResolveItem[], onError: BulkErrorPolicy): Promise<Outcome> {
    requireFew(items, 'notifications', limits.notificationItems);
    const sources = await this.deps.sources.named(caller);
    const rows = refuseRepeated(
      items.map((item) => checkResolve(caller, item, sources)),
      conditionKey,
      REPEATED,
    );
    return this.write(caller, { rows, onError, action: AuditAction.NOTIFICATIONS_RESOLVED }, (tx, good) =>
      this.deps.batch.resolve(tx, caller.accountId, good),
    );
  }

  private async usersOf(
    caller: Caller,
    checked: readonly CheckedItem<Reported>[],
  ): Promise<ReadonlyMap<string, UserId>> {
    const keys = checked.flatMap((entry) =>
      'row' in entry && entry.row.externalId !== undefined
        ? [{ sourceId: entry.row.sourceId, externalId: entry.row.externalId }]
        : [],
    );
    const users = await this.deps.users.findByKeys(caller, keys);
    return new Map(users.map((user) => [userKey(user), user.id]));
  }

  private async write<Row extends ConditionKey>(
    caller: Caller,
    { rows, onError, action }: { rows: readonly CheckedItem<Row>[]; onError: BulkErrorPolicy; action: AuditAction },
    store: (tx: WriteTransaction, good: readonly Row[]) => Promise<number>,
  ): Promise<Outcome> {
    const { database, audit, batch } = this.deps;
    const { accountId } = caller;
    const { results, problems } = await writeChecked(rows, onError, (good) =>
      database.write(accountId, async (tx) => {
        const changed = await store(tx, good);
        const ids = await batch.idsOf(tx, accountId, good);
        const changes = [{ field: 'count', before: null, after: String(changed) }];
        if (changed > 0) await audit.record(tx, caller, { action, changes });
        if (changed > 0) await wake(tx, accountId, WorkKind.TICKETS);
        return new Map(
          good.flatMap((row) => {
            const id = ids.get(conditionKey(row));
            return id === undefined ? [] : [[row, id] as const];
          }),
        );
      }),
    );
    // What was good and written, and has no id all the same, nobody ever raised.
    const isKnown = (one: BulkResult<NotificationId>) =>
      one.result !== undefined || one.problems.length > 0 || problems.length > 0;
    return { results: results.map((one) => (isKnown(one) ? one : { problems: [unknownCondition()] })), problems };
  }
}

/** A report whose user is not looked up yet. */
interface Reported extends Omit<ReportToRaise, 'userId'> {
  readonly externalId: string | undefined;
}

function checkReport(
  caller: Caller,
  item: RaiseItem,
  { sources, now }: { readonly sources: NamedSources; readonly now: Date },
): CheckedItem<Reported> {
  const problems = new ProblemList();
  const sourceId = resolveSource(caller, sources, { code: item.source, problems });
  const { source: _source, userExternalId, occurredAt = now, ...given } = item;
  const report = normaliseReport({ ...given, occurredAt }, { now, problems });
  const found = problems.list();
  const externalId = userExternalId?.trim();
  return sourceId && found.length === 0 ? { row: { ...report, sourceId, externalId } } : { problems: found };
}

function withUser(entry: CheckedItem<Reported>, users: ReadonlyMap<string, UserId>): CheckedItem<ReportToRaise> {
  if (!('row' in entry)) return entry;
  const { externalId, ...row } = entry.row;
  if (externalId === undefined) return { row: { ...row, userId: undefined } };
  const userId = users.get(userKey({ sourceId: row.sourceId, externalId }));
  return userId ? { row: { ...row, userId } } : { problems: [NOT_REPORTED] };
}

function checkResolve(caller: Caller, item: ResolveItem, sources: NamedSources): CheckedItem<ConditionToResolve> {
  const problems = new ProblemList();
  const sourceId = resolveSource(caller, sources, { code: item.source, problems });
  const key = checkKey(item.key, problems);
  const resolution = checkResolution(item.resolution, problems);
  const found = problems.list();
  return sourceId && found.length === 0 ? { row: { sourceId, key, resolution } } : { problems: found };
}

function unknownCondition(): Problem {
  return { code: FailureCode.NOT_FOUND, message: 'Nothing was raised with this key.', field: ['key'] };
}
