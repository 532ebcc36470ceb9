import {
  type Calendar,
  firstDay,
  type Month,
  madeUpUntil,
  monthIn,
  monthsAfter,
  type Run,
  runOf,
  runsAfter,
} from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { type Day, dayAfter } from '../../shared/day.js';
import type { UserId } from '../../shared/ids.js';
import type { AccountService } from '../accounts/account.service.js';
import type { BillingOverrideService } from '../billing-settings/billing-override.service.js';
import type { BillingSettingsService } from '../billing-settings/billing-settings.service.js';
import type { UserService } from '../users/user.service.js';
import { dueDays } from './due.js';
import type { BillingTurns } from './turn.repository.js';

interface Deps {
  readonly clock: Clock;
  readonly accounts: AccountService;
  readonly users: UserService;
  readonly billingSettings: BillingSettingsService;
  readonly billingOverrides: BillingOverrideService;
  readonly turns: BillingTurns;
}

/** A run as it is told beforehand. */
export interface NextRun extends Run {
  /** Until when it is made up for; set exactly when it is overdue. */
  readonly makeUpUntil: Date | undefined;
}

/** Tells when somebody is billed next, and for which days. */
export class NextRunService {
  constructor(private readonly deps: Deps) {}

  /**
   * The next run of a user, or of whoever has no day of its own; undefined while scheduled runs are off.
   * @throws Failure NOT_FOUND
   */
  async find(caller: Caller, userId: UserId | undefined): Promise<NextRun | undefined> {
    const { clock, accounts, users, billingSettings, billingOverrides, turns } = this.deps;
    const { accountId } = caller;
    if (userId) await users.get(caller, userId);
    const [settings, { timeZone }] = await Promise.all([billingSettings.find(caller), accounts.own(caller)]);
    if (!settings?.isEnabled || !settings.scheduledSince) return undefined;
    const now = clock.now();
    const user = userId ? (await billingOverrides.calendars(caller, [userId])).get(userId) : undefined;
    const calendar: Calendar = { account: settings.calendar, timeZone, user };
    const ownDays = user?.flatMap(({ day }) => day ?? []) ?? [];
    const since = new Date(Math.max(settings.scheduledSince.getTime(), now.getTime() - MADE_UP_MS));
    const [overdue, taken] = await Promise.all([
      turns.due(accountId, dueDays({ ...calendar, ownDays, since, now }), userId),
      userId ? turns.taken(accountId, userId, firstDay(monthsAfter(monthIn('UTC', now), -3))) : NONE,
    ]);
    for (const { month, day } of overdue) {
      const run = runOf(calendar, month);
      const makeUpUntil = madeUpUntil(run, settings.makeUpDays);
      if (Number(run.day.slice(-2)) === day && now < makeUpUntil) return { ...goingOn(run, taken), makeUpUntil };
    }
    for (const run of runsAfter(calendar, now)) {
      if (!taken.has(run.month)) return { ...goingOn(run, taken), makeUpUntil: undefined };
    }
    return undefined;
  }
}

/** A run begins where the turn of the month before ended, whatever day counted then. */
function goingOn(run: Run, taken: ReadonlyMap<Month, Day>): Run {
  const to = taken.get(monthsAfter(run.month, -1));
  return to ? { ...run, period: { from: dayAfter(to), to: run.period.to } } : run;
}

/** Nothing is made up for any longer. */
const MADE_UP_MS = 31 * 24 * 60 * 60_000;

const NONE: ReadonlyMap<Month, Day> = new Map();
