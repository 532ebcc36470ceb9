import type { Month } from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import type { Day } from '../../shared/day.js';
import { Failure, FailureCode, ProblemList } from '../../shared/failure.js';
import type { UserId } from '../../shared/ids.js';
import type { AccountService } from '../accounts/account.service.js';
import { OutgoingWork } from '../integration/health.js';
import { type Job, JobKind } from '../jobs/job.js';
import type { JobService } from '../jobs/job.service.js';
import { holdProblem, type WorkGate } from '../mappings/work-gate.js';
import { monthOf, monthProblem } from '../spam-reports/report-month.js';
import { SpamRouteChoice } from '../spam-settings/spam-settings.js';
import type { User } from '../users/user.js';
import type { UserService } from '../users/user.service.js';
import type { SpamRoutes } from './plan-slice.js';
import { NO_SETTINGS, type ScheduledSettings } from './schedule-reports.js';

interface Deps {
  readonly clock: Clock;
  readonly accounts: AccountService;
  readonly users: UserService;
  readonly gate: WorkGate;
  readonly jobs: JobService;
  readonly settings: ScheduledSettings;
  readonly routes: SpamRoutes;
}

export interface SendRequest {
  /** First day of the month. */
  readonly month: Day;
  /** Undefined: everybody. */
  readonly userIds: readonly UserId[] | undefined;
  readonly idempotencyKey: string | undefined;
}

/** Sends the reports of a month now, beside those of the calendar and in the place of none. */
export class StartReports {
  constructor(private readonly deps: Deps) {}

  /**
   * Of the current month it is a report of the days so far; what was sent of a month before is replaced.
   * @throws Failure INVALID, NOT_FOUND, NOT_CONFIGURED, JOB_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED, and what
   * holds the work of the account or of a chosen user
   */
  async start(caller: Caller, { month: first, userIds, idempotencyKey }: SendRequest): Promise<Job> {
    const { jobs, gate, settings } = this.deps;
    const month = await this.check(caller, first, userIds);
    const input = { month, ...(userIds && { userIds: [...new Set(userIds)].sort() }) };
    const wanted = { kind: JobKind.SPAM_DELIVERY, input, idempotencyKey };
    const earlier = await jobs.earlier(caller, wanted);
    if (earlier) return earlier;
    const users = await this.users(caller, userIds ?? []);
    if (!(await settings.find(caller))) throw new Failure(NO_SETTINGS);
    await gate.requireAccountOpen(caller, OutgoingWork.STATISTICS);
    await this.requireReports(caller, users);
    return jobs.start(caller, wanted);
  }

  private async check(caller: Caller, first: Day, userIds: readonly UserId[] | undefined): Promise<Month> {
    const { clock, accounts } = this.deps;
    const problems = new ProblemList();
    const { timeZone } = await accounts.own(caller);
    const problem = monthProblem(first, { at: clock.now(), timeZone });
    if (problem !== undefined) problems.add('month', problem);
    if (userIds?.length === 0) problems.add('userIds', 'Name a user, or leave it out for all of them.');
    problems.throwIfAny();
    return monthOf(first);
  }

  /** In the order given. @throws Failure NOT_FOUND */
  private async users(caller: Caller, ids: readonly UserId[]): Promise<User[]> {
    const found = new Map((await this.deps.users.find(caller, ids)).map((user) => [user.id, user]));
    const problems = new ProblemList();
    const users = ids.flatMap((id, index) => {
      const user = found.get(id);
      if (!user) problems.add(['userIds', String(index)], 'There is no such user.', FailureCode.NOT_FOUND);
      return user ?? [];
    });
    problems.throwIfAny();
    return users;
  }

  /** @throws Failure with why a user gets none, for each of them */
  private async requireReports(caller: Caller, users: readonly User[]): Promise<void> {
    const { gate, routes } = this.deps;
    const ids = users.map(({ id }) => id);
    const [holds, chosen] = await Promise.all([
      gate.holds(caller, users, OutgoingWork.STATISTICS),
      routes.routes(caller, ids),
    ]);
    const problems = new ProblemList();
    for (const [index, id] of ids.entries()) {
      const field = ['userIds', String(index)];
      const hold = holds.get(id);
      if (hold) problems.add(field, holdProblem(hold).message, holdProblem(hold).code);
      else if ((chosen.get(id) ?? SpamRouteChoice.NONE) === SpamRouteChoice.NONE) {
        problems.add(field, 'No route is set for the reports of this user.', FailureCode.NOT_CONFIGURED);
      }
    }
    problems.throwIfAny();
  }
}
