import type { Database } from '../../database/database.js';
import { refreshStatistics } from '../../database/statistics.js';
import {
  type BulkErrorPolicy,
  type BulkOutcome,
  type CheckedItem,
  refuseSeen,
  requireFew,
  writeChecked,
} from '../../shared/bulk.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { type Day, dayAfter, dayIn, parseDay } from '../../shared/day.js';
import { Failure, FailureCode, type Problem, ProblemList } from '../../shared/failure.js';
import type { SourceId, UserId } from '../../shared/ids.js';
import type { AccountService } from '../accounts/account.service.js';
import { AuditAction } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { resolveSource } from '../sources/resolve-source.js';
import type { SourceService } from '../sources/source.service.js';
import { NOT_REPORTED, userKey } from '../users/user.js';
import type { UserService } from '../users/user.service.js';
import { type Counters, checkCounters } from './counters.js';
import type { DomainRoomRepository } from './domain-room.repository.js';
import { normaliseMailDomain } from './mail-domain.js';
import { refuseCrowded } from './refuse-crowded.js';
import { type DayToRecord, recordDays } from './spam-recording.repository.js';

/** A day as it was told; what is wrong with it is found here. */
export interface RecordSpamItem extends Counters {
  /** Code of the source; an INGEST token may leave it out, being bound to one. */
  readonly source: string | undefined;
  /** The source's own key of the user. */
  readonly userExternalId: string;
  readonly domain: string;
  readonly day: string;
}

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: AuditService;
  readonly accounts: AccountService;
  readonly sources: SourceService;
  readonly users: UserService;
  readonly domains: DomainRoomRepository;
}

/** An item whose source was looked at; what is wrong with it is being collected. */
interface Begun {
  readonly item: RecordSpamItem;
  readonly sourceId: SourceId | undefined;
  readonly problems: ProblemList;
}

interface Known {
  readonly users: ReadonlyMap<string, UserId>;
  readonly lastDay: Day;
}

const REPEATED: Problem = {
  ...{ code: FailureCode.INVALID, message: 'The same day of this user and domain stands above.' },
  field: ['day'],
};

/** Takes what mail filters saw, day by day. Whether the user is mapped or at work does not matter here. */
export class RecordSpam {
  constructor(private readonly deps: Deps) {}

  /** The result of an item that was written is `true`. */
  async record(caller: Caller, items: readonly RecordSpamItem[], onError: BulkErrorPolicy): Promise<BulkOutcome<true>> {
    requireFew(items, 'days of spam statistics');
    return this.write(caller, await this.check(caller, items), onError);
  }

  /** What each item asks for. `seen` holds the days that stand above, for a list that comes in parts. */
  async check(
    caller: Caller,
    items: readonly RecordSpamItem[],
    seen = new Set<string>(),
  ): Promise<CheckedItem<DayToRecord>[]> {
    const sources = await this.deps.sources.named(caller);
    const begun = items.map((item) => {
      const problems = new ProblemList();
      return { item, problems, sourceId: resolveSource(caller, sources, { code: item.source, problems }) };
    });
    const known = await this.known(caller, begun);
    const checked = refuseSeen(
      begun.map((one) => check(one, known)),
      ({ userId, domain, day }) => `${userId}/${domain}/${day}`,
      { refusal: REPEATED, seen },
    );
    const good = checked.flatMap((one) => ('row' in one ? [one.row] : []));
    return refuseCrowded(checked, await this.deps.domains.crowded(caller.accountId, good));
  }

  /** @throws Failure INVALID when a sum would outgrow what can be told */
  write(
    caller: Caller,
    checked: readonly CheckedItem<DayToRecord>[],
    onError: BulkErrorPolicy,
  ): Promise<BulkOutcome<true>> {
    return writeChecked(checked, onError, async (rows) => {
      await this.writeRows(caller, rows);
      return new Map(rows.map((row) => [row, true as const]));
    });
  }

  private async known(caller: Caller, begun: readonly Begun[]): Promise<Known> {
    const { clock, accounts, users } = this.deps;
    const keys = begun.flatMap(({ sourceId, item }) =>
      sourceId ? [{ sourceId, externalId: item.userExternalId.trim() }] : [],
    );
    const [{ timeZone }, found] = await Promise.all([accounts.own(caller), users.findByKeys(caller, keys)]);
    return {
      users: new Map(found.map((user) => [userKey(user), user.id])),
      // A source may count in a time zone that is ahead of the account's.
      lastDay: dayAfter(dayIn(timeZone, clock.now())),
    };
  }

  private async writeRows(caller: Caller, rows: readonly DayToRecord[]): Promise<void> {
    const { database, audit, users } = this.deps;
    await database.write(caller.accountId, async (tx) => {
      await users.refuseErasedRows(tx, caller, rows);
      const { added, replaced, greatest } = await recordDays(tx, caller.accountId, rows);
      if (greatest > Number.MAX_SAFE_INTEGER) throw tooMany();
      if (added + replaced === 0) return;
      const changes = Object.entries({ added, replaced }).map(([field, count]) => ({
        ...{ field, before: null, after: String(count) },
      }));
      await audit.record(tx, caller, { action: AuditAction.SPAM_STATISTICS_RECORDED, changes });
      if (added > 0) await refreshStatistics(tx);
    });
  }
}

function check({ item, sourceId, problems }: Begun, { users, lastDay }: Known): CheckedItem<DayToRecord> {
  const userId = sourceId && users.get(userKey({ sourceId, externalId: item.userExternalId.trim() }));
  if (sourceId && !userId) problems.add('userExternalId', NOT_REPORTED.message, NOT_REPORTED.code);
  const domain = normaliseMailDomain(item.domain);
  if (!domain) problems.add('domain', 'Give a domain such as example.com; it may have letters of any script.');
  const day = parseDay(item.day);
  if (!day) problems.add('day', 'Give a day such as 2026-01-31.');
  else if (day > lastDay) problems.add('day', 'This day is in the future.');
  checkCounters(item, problems);
  const found = problems.list();
  if (!sourceId || !userId || !domain || !day || found.length > 0) return { problems: found };
  const { totalMessages, accountMessages, spam, phishing, viruses } = item;
  return { row: { sourceId, userId, domain, day, totalMessages, accountMessages, spam, phishing, viruses } };
}

/** Sums that could never be told again as numbers. */
function tooMany(): Failure {
  const message = 'All messages of a source and day together are at most 9007199254740991, and these would be more.';
  return new Failure({ code: FailureCode.INVALID, message, field: ['items'] });
}
