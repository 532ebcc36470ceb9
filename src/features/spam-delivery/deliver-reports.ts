import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { SharedTime } from '../../database/database-time.js';
import { firstDay, type Month, monthShape } from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import { type Day, dayIn } from '../../shared/day.js';
import { Failure } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import type { AccountService } from '../accounts/account.service.js';
import { EventKind } from '../events/event.js';
import type { EventService } from '../events/event.service.js';
import { JobKind } from '../jobs/job.js';
import type { JobDue, JobRun, JobTask } from '../jobs/job-task.js';
import { SpamLanguage } from '../spam-settings/spam-settings.js';
import type { UserService } from '../users/user.service.js';
import type { DeliveryWorkRepository } from './delivery-work.repository.js';
import type { Occasion, PlanSlice } from './plan-slice.js';
import { NO_SETTINGS, type ScheduledSettings, type ScheduleReports } from './schedule-reports.js';
import type { SendWaiting } from './send-waiting.js';

interface Deps {
  readonly database: Database;
  readonly time: SharedTime;
  readonly accounts: AccountService;
  readonly users: UserService;
  readonly events: EventService;
  readonly settings: ScheduledSettings;
  readonly schedule: ScheduleReports;
  readonly slices: PlanSlice;
  readonly sending: SendWaiting;
  readonly deliveries: DeliveryWorkRepository;
}

const isText = (value: unknown) => typeof value === 'string';

/** Without users it is for all of whom a source ever told. */
export const deliveryInput = z.object({
  month: monthShape,
  userIds: z.array(z.custom<UserId>(isText)).optional(),
});

const stateShape = z.object({
  language: z.enum(SpamLanguage),
  /** Users up to this one have their deliveries. */
  after: z.custom<UserId>(isText).optional(),
});
type State = z.infer<typeof stateShape>;

/** Users whose reports are written together. */
const SLICE = 50;
/** With so many domains in all: their days and files are in hand at the same time. */
const DOMAINS_A_SLICE = 2_000;

/**
 * Brings the reports of a month to ConnectWise: those of some users are written and stored as deliveries, which are sent
 * one by one, and then come the next ones. So what is sent is what the history shows, also after a crash in between.
 */
export class DeliverReports implements JobTask {
  readonly kind = JobKind.SPAM_DELIVERY;

  constructor(private readonly deps: Deps) {}

  async due(caller: Caller): Promise<JobDue> {
    const { database, deliveries, schedule } = this.deps;
    await database.write(caller.accountId, (tx) => deliveries.withdraw(tx, caller.accountId));
    return schedule.due(caller);
  }

  async part(system: Caller, run: JobRun): Promise<void> {
    // The trail names who asked for it.
    const caller = { ...system, actor: run.job.actor };
    const waiting = await this.deps.deliveries.nextWaiting(caller.accountId, run.job.id);
    await (waiting ? this.deps.sending.send(caller, run, waiting) : this.plan(caller, run));
  }

  private async plan(caller: Caller, run: JobRun): Promise<void> {
    const { users, slices, deliveries } = this.deps;
    const { accountId } = caller;
    const { month, userIds } = deliveryInput.parse(run.job.input);
    const isFirst = run.job.state === undefined;
    const state = isFirst ? await this.begin(caller) : stateShape.parse(run.job.state);
    const next = userIds ? some(userIds, state) : await deliveries.usersAfter(accountId, { ...state, most: SLICE });
    const ids = await deliveries.fitting(accountId, next, DOMAINS_A_SLICE);
    const last = ids.at(-1);
    if (last === undefined) return this.finish(caller, run, month);
    const known = run.job.total ?? userIds?.length ?? (await deliveries.countUsers(accountId));
    const occasion: Occasion = { month, asOf: await this.today(caller), language: state.language };
    const planned = await slices.plan(caller, occasion, ids);
    // Users may have come meanwhile.
    const total = Math.max(known, run.job.done + ids.length);
    await run.save({ state: { ...state, after: last } satisfies State, total }, async (tx) => {
      const { erased } = await users.lockGone(tx, caller, ids);
      const drafts = planned.filter(({ userId }) => !erased.has(userId));
      // What an earlier job left must never be sent behind what this one sends.
      if (isFirst) await deliveries.withdraw(tx, accountId);
      await deliveries.insert(tx, accountId, { jobId: run.job.id, occasion, drafts });
      return {
        done: run.job.done + ids.length - countOf(drafts, 'WAITING'),
        counts: { SKIPPED: countOf(drafts, 'SKIPPED'), FAILED: countOf(drafts, 'FAILED') },
      };
    });
  }

  /** @throws Failure NOT_CONFIGURED */
  private async begin(caller: Caller): Promise<State> {
    const found = await this.deps.settings.find(caller);
    if (!found) throw new Failure(NO_SETTINGS);
    return { language: found.language };
  }

  /** In the account's time zone. A job that waits can go on for days. */
  private async today(caller: Caller): Promise<Day> {
    const { time, accounts } = this.deps;
    const [{ timeZone }, now] = await Promise.all([accounts.own(caller), time.now(caller.accountId)]);
    return dayIn(timeZone, now);
  }

  private async finish({ accountId }: Caller, run: JobRun, month: Month): Promise<void> {
    const { id, done, counts } = run.job;
    const facts = { sent: counts.SENT ?? 0, skipped: counts.SKIPPED ?? 0, failed: counts.FAILED ?? 0 };
    await run.save({ isLast: true, total: done }, async (tx) => {
      await this.deps.events.append(tx, accountId, {
        ...{ kind: EventKind.SPAM_REPORTS_DONE, subject: { kind: 'Job', id } },
        facts: { month: firstDay(month), ...facts },
      });
    });
  }
}

/** The next ones of those that were named, in the order of ids. */
function some(userIds: readonly UserId[], { after = '' as UserId }: State): UserId[] {
  return userIds
    .filter((id) => id > after)
    .sort()
    .slice(0, SLICE);
}

function countOf(drafts: readonly { readonly state: string }[], state: string): number {
  return drafts.filter((draft) => draft.state === state).length;
}
