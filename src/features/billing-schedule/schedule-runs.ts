import type { Database } from '../../database/database.js';
import type { SharedTime } from '../../database/database-time.js';
import { type Calendar, madeUpUntil, monthIn, monthsAfter, runsAfter } from '../../shared/calendar.js';
import type { Caller } from '../../shared/caller.js';
import type { InstanceId } from '../../shared/ids.js';
import type { AccountService } from '../accounts/account.service.js';
import type { OpenPlan } from '../billing-plans/open-plan.js';
import { PlanKind } from '../billing-plans/plan.js';
import type { BillingSettingsService } from '../billing-settings/billing-settings.service.js';
import type { BillingSettings } from '../billing-settings/settings.js';
import { type DueDay, dueDays } from './due.js';
import type { BillingTurns, DueGroup } from './turn.repository.js';

interface Deps {
  readonly database: Database;
  readonly time: SharedTime;
  readonly accounts: AccountService;
  readonly billingSettings: BillingSettingsService;
  readonly turns: BillingTurns;
  readonly plans: OpenPlan;
}

export interface ScheduleOutcome {
  /** Plans, missed ones included. */
  readonly opened: number;
  /** When to look again, if nothing is saved before; undefined while scheduled runs are off. */
  readonly next: Date | undefined;
}

/** After a long outage there is one for each day of each month. */
const MOST_OPENED = 50;

/** Later than this a run is told to be late. */
const LATE_MS = 60 * 60_000;

const DAY_MS = 24 * 60 * 60_000;

/**
 * What is settled is looked at for some days more: clocks differ, a user may have been made in a transaction that ended
 * later, and another time zone of the account moves the days of its users by up to 26 hours.
 */
const LOOKED_BACK_MS = 3 * DAY_MS;

/** Somebody else has opened it meanwhile, or changed when it is due. */
class NothingToOpen extends Error {}

/** Begins the scheduled runs that are due. Any number of replicas may do so at once, and at any time again. */
export class ScheduleRuns {
  constructor(private readonly deps: Deps) {}

  async open(caller: Caller): Promise<ScheduleOutcome> {
    const { billingSettings, accounts, turns, time } = this.deps;
    const { accountId } = caller;
    const [settings, current, { timeZone }, ownDays, now] = await Promise.all([
      billingSettings.find(caller),
      billingSettings.current(caller),
      accounts.own(caller),
      turns.ownDays(accountId),
      time.now(accountId),
    ]);
    if (!settings?.isEnabled || !settings.scheduledSince) return { opened: 0, next: undefined };
    const ground = { account: settings.calendar, timeZone };
    const days = dueDays({ ...ground, ownDays, since: lookedAtFrom(settings.scheduledSince, settings), now });
    const byKey = new Map(days.map((due) => [`${due.month}/${due.day}`, due]));
    const instanceId = 'whyNot' in current ? undefined : current.instanceId;
    const waits: Date[] = [];
    let opened = 0;
    let isSettled = true;
    const groups = await turns.due(accountId, days);
    for (const group of groups.slice(0, MOST_OPENED)) {
      const due = byKey.get(`${group.month}/${group.day}`);
      if (!due) continue;
      const until = madeUpUntil(due.run, settings.makeUpDays);
      const isMissed = now >= until;
      // Without a ConnectWise that the settings are for, a run can only be missed.
      if (!isMissed && instanceId === undefined) waits.push(until);
      else if (await this.openOne(caller, { settings, group, due, isMissed, instanceId, now })) opened += 1;
      else isSettled = false;
    }
    if (groups.length > MOST_OPENED) return { opened, next: now };
    if (isSettled && waits.length === 0) await this.settle(caller, settings, now);
    const upcoming = [undefined, ...ownDays].map((day) => nextOf(ground, day, now));
    const next = new Date(Math.min(...[...upcoming, ...waits].map((at) => at.getTime())));
    return { opened, next };
  }

  /** Spares the next looks all that is long past; that need not be told to the minute. */
  private async settle(caller: Caller, { settledUntil }: BillingSettings, now: Date): Promise<void> {
    if (settledUntil && now.getTime() - settledUntil.getTime() < DAY_MS) return;
    await this.deps.billingSettings.settle(caller, now);
  }

  private async openOne(caller: Caller, { settings, group, due, isMissed, instanceId, now }: ToOpen): Promise<boolean> {
    const { database, billingSettings, turns, plans } = this.deps;
    const { accountId } = caller;
    const { run } = due;
    try {
      await database.write(accountId, async (tx) => {
        if (!(await billingSettings.keep(tx, caller, settings))) throw new NothingToOpen();
        const planId = await plans.open(tx, caller, {
          ...{ kind: PlanKind.SCHEDULED, isMissed, instanceId, month: due.monthOn, dueAt: run.at },
          isLate: !isMissed && now.getTime() - run.at.getTime() > LATE_MS,
          period: { from: group.from, to: run.period.to },
          settings: billingSettings.frozen(settings),
        });
        if ((await turns.take(tx, accountId, { planId, due })) === 0) throw new NothingToOpen();
      });
      return true;
    } catch (error) {
      if (error instanceof NothingToOpen) return false;
      throw error;
    }
  }
}

interface ToOpen {
  readonly settings: BillingSettings;
  readonly group: DueGroup;
  readonly due: DueDay;
  readonly isMissed: boolean;
  readonly instanceId: InstanceId | undefined;
  readonly now: Date;
}

function lookedAtFrom(since: Date, { settledUntil }: BillingSettings): Date {
  const settled = settledUntil ? settledUntil.getTime() - LOOKED_BACK_MS : 0;
  return new Date(Math.max(since.getTime(), settled));
}

/** The next run of whoever has this day, or none of its own. */
function nextOf(ground: Calendar, day: number | undefined, now: Date): Date {
  const user = day === undefined ? [] : [{ fromMonth: monthsAfter(monthIn('UTC', now), -2), day }];
  return runsAfter({ ...ground, user }, now).next().value.at;
}
