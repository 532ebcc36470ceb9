import type { SharedTime } from '../../database/database-time.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { firstDay, type Month } from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import { Failure, FailureCode } from '../../shared/failure.js';
import type { AccountService } from '../accounts/account.service.js';
import { AuditAction, changesBetween } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import type { JobDue } from '../jobs/job-task.js';
import { dueReports } from '../spam-settings/next-report.js';
import type { SpamSettings } from '../spam-settings/spam-settings.js';

/** How an account brings reports to ConnectWise, and which it has begun by itself. */
export interface ScheduledSettings {
  find(caller: Caller): Promise<SpamSettings | undefined>;
  /** Notes the month as the newest one that was begun; answers false when it is not newer. */
  begin(tx: WriteTransaction, caller: Caller, month: Month): Promise<boolean>;
}

interface Deps {
  readonly time: SharedTime;
  readonly accounts: AccountService;
  readonly audit: AuditService;
  readonly events: EventService;
  readonly settings: ScheduledSettings;
}

export const NO_SETTINGS = {
  code: FailureCode.NOT_CONFIGURED,
  message: 'Nothing says how spam statistics are brought to ConnectWise. Save the settings for that first.',
};

/**
 * Begins the reports of a month when they are due. A month is noted as begun in the transaction that makes its job, so
 * that it has one, whatever ends, starts again or is asked at the same moment.
 */
export class ScheduleReports {
  constructor(private readonly deps: Deps) {}

  async due(caller: Caller): Promise<JobDue> {
    const { settings, accounts, time } = this.deps;
    const [found, { timeZone }, now] = await Promise.all([
      settings.find(caller),
      accounts.own(caller),
      time.now(caller.accountId),
    ]);
    if (!found) return { kind: 'rest' };
    const { start, missed, next } = dueReports(found, { timeZone, now });
    if (!start) return next ? { kind: 'at', at: next } : { kind: 'rest' };
    return { kind: 'start', input: { month: start }, prepare: (tx) => this.begin(tx, caller, { start, missed }) };
  }

  private async begin(
    tx: WriteTransaction,
    caller: Caller,
    { start, missed }: { readonly start: Month; readonly missed: readonly Month[] },
  ): Promise<void> {
    const { settings, audit, events } = this.deps;
    if (!(await settings.begin(tx, caller, start))) throw begunAlready();
    const months = missed.map((month) => ({ month: firstDay(month) }));
    await audit.record(
      tx,
      caller,
      ...months.map((told) => ({
        action: AuditAction.SPAM_REPORTS_MISSED,
        changes: changesBetween(undefined, told),
      })),
    );
    await events.append(
      tx,
      caller.accountId,
      ...months.map((facts) => ({ kind: EventKind.SPAM_REPORTS_MISSED, facts })),
    );
  }
}

/** Somebody else began them meanwhile, or turned them off: there is nothing to do any more. */
function begunAlready(): Failure {
  const message = 'The reports of this month were begun already, or turned off.';
  return new Failure({ code: FailureCode.VERSION_CONFLICT, message });
}
