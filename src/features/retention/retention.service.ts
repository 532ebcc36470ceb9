import type { Database } from '../../database/database.js';
import type { SharedTime } from '../../database/database-time.js';
import type { Caller } from '../../shared/caller.js';
import type { Day } from '../../shared/day.js';
import { type Failure, ProblemList, versionConflict } from '../../shared/failure.js';
import type { AccountService } from '../accounts/account.service.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import {
  BOUNDS,
  firstDayKept,
  MOST_MONTHS,
  monthsOf,
  RETENTION_KINDS,
  type RetentionKind,
  type RetentionMonths,
  type RetentionRun,
} from './retention.js';
import type { RetentionRepository } from './retention.repository.js';

interface Deps {
  readonly database: Database;
  readonly time: SharedTime;
  readonly accounts: AccountService;
  readonly audit: AuditService;
  readonly rows: RetentionRepository;
}

/** How long one kind is kept, and what came of that last. */
export interface RetentionRule {
  readonly kind: RetentionKind;
  readonly months: number;
  /** What is from before this day goes. */
  readonly keptFrom: Day;
  readonly lastRun: RetentionRun | undefined;
}

export interface RetentionOverview {
  readonly rules: readonly RetentionRule[];
  readonly version: number;
}

/** Kinds that are left out stay as they are; without months one has its default again. */
export interface RetentionChange {
  readonly rules: readonly { readonly kind: RetentionKind; readonly months?: number | null }[];
  readonly expectedVersion?: number | null;
}

/** How long things are kept: as people set it and see it. */
export class RetentionService {
  constructor(private readonly deps: Deps) {}

  async read(caller: Caller): Promise<RetentionOverview> {
    const { time, accounts, rows } = this.deps;
    const { accountId } = caller;
    const [settings, runs, { timeZone }, now] = await Promise.all([
      ...([rows.settings(accountId), rows.runs(accountId), accounts.own(caller), time.now(accountId)] as const),
    ]);
    const rules = RETENTION_KINDS.map((kind) => {
      const months = monthsOf(settings, kind);
      const lastRun = runs.find((run) => run.kind === kind);
      return { kind, months, keptFrom: firstDayKept(now, timeZone, months), lastRun };
    });
    return { rules, version: settings.version };
  }

  /** What is kept shorter goes with the next daily removal. @throws Failure INVALID, VERSION_CONFLICT */
  async save(caller: Caller, { rules, expectedVersion }: RetentionChange): Promise<RetentionOverview> {
    check(rules);
    const { database, rows, audit } = this.deps;
    const { accountId } = caller;
    const before = await rows.settings(accountId);
    if (expectedVersion != null && expectedVersion !== before.version) throw conflict(before.version);
    const months = changed(before.months, rules);
    const changes = changesBetween(before.months, months);
    if (changes.length > 0) {
      await database.write(accountId, async (tx) => {
        if (!(await rows.save(tx, accountId, { months, version: before.version }))) throw conflict(before.version + 1);
        await audit.record(tx, caller, { action: AuditAction.RETENTION_SETTINGS_SAVED, changes });
      });
    }
    return this.read(caller);
  }
}

function check(rules: RetentionChange['rules']): void {
  const problems = new ProblemList();
  for (const [index, { kind, months }] of rules.entries()) {
    const { least } = BOUNDS[kind];
    const field = ['rules', String(index)];
    if (rules.findIndex((other) => other.kind === kind) < index) problems.add(field, 'This kind stands above already.');
    if (months != null && (months < least || months > MOST_MONTHS))
      problems.add([...field, 'months'], `This takes ${least} to ${MOST_MONTHS} months.`);
  }
  problems.throwIfAny();
}

function changed(before: RetentionMonths, rules: RetentionChange['rules']): RetentionMonths {
  const after = new Map(Object.entries(before));
  for (const { kind, months } of rules) {
    if (months == null) after.delete(kind);
    else after.set(kind, months);
  }
  return Object.fromEntries(after);
}

function conflict(currentVersion: number): Failure {
  return versionConflict('The settings changed since they were read. Read them again.', currentVersion);
}
