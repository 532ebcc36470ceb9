import type { Database } from '../../database/database.js';
import { isUniqueViolation } from '../../database/errors.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { Failure, FailureCode, type Problem } from '../../shared/failure.js';
import type { AccountId, BillingPlanId, UserId } from '../../shared/ids.js';
import type { AccountService } from '../accounts/account.service.js';
import type { BillingSettingsService } from '../billing-settings/billing-settings.service.js';
import type { BillingGround } from '../billing-settings/settings.js';
import { OutgoingWork } from '../integration/health.js';
import { holdProblem, type WorkGate } from '../mappings/work-gate.js';
import type { User } from '../users/user.js';
import type { UserService } from '../users/user.service.js';
import type { OpenPlan } from './open-plan.js';
import { type BillingPlan, type Period, PlanKind } from './plan.js';
import type { PlanService } from './plan.service.js';
import type { PlanKeyRepository } from './plan-key.repository.js';
import { digestOf, keyReused, periodOf, type RunRequest } from './run-request.js';

/** Notes whom a plan that was opened in this transaction bills. */
export interface ChooseTurns {
  choose(
    tx: WriteTransaction,
    accountId: AccountId,
    turns: { readonly planId: BillingPlanId; readonly userIds: readonly UserId[] | 'all'; readonly period: Period },
  ): Promise<void>;
}

interface Deps {
  readonly database: Database;
  readonly clock: Clock;
  readonly accounts: AccountService;
  readonly users: UserService;
  readonly gate: WorkGate;
  readonly settings: BillingSettingsService;
  readonly turns: ChooseTurns;
  readonly opening: OpenPlan;
  readonly plans: PlanService;
  readonly keys: PlanKeyRepository;
}

/** Bills all or chosen users now, beside the runs of the calendar and in the place of none. */
export class StartBillingRun {
  constructor(private readonly deps: Deps) {}

  /**
   * Answers the plan at once; its lines are made in the background.
   * @throws Failure INVALID, LIMIT_EXCEEDED, NOT_FOUND, NOT_CONFIGURED, IDEMPOTENCY_KEY_REUSED, and what holds the work of
   * the account or of a chosen user
   */
  async start(caller: Caller, request: RunRequest): Promise<BillingPlan> {
    const { clock, accounts, plans } = this.deps;
    const { timeZone } = await accounts.own(caller);
    const period = periodOf(request, timeZone, clock.now());
    const earlier = await this.earlier(caller, request);
    const id = earlier ?? (await this.open(caller, request, period));
    return plans.get(caller, id);
  }

  private async earlier({ accountId }: Caller, request: RunRequest): Promise<BillingPlanId | undefined> {
    const { idempotencyKey } = request;
    const found = idempotencyKey === undefined ? undefined : await this.deps.keys.find(accountId, idempotencyKey);
    if (found && found.digest !== digestOf(request)) throw keyReused();
    return found?.id;
  }

  private async open(caller: Caller, request: RunRequest, period: Period): Promise<BillingPlanId> {
    const { gate, settings } = this.deps;
    const users = await this.users(caller, request.userIds ?? []);
    await gate.requireAccountOpen(caller, OutgoingWork.BILLING);
    await this.requireBillable(caller, users);
    const ground = await settings.current(caller);
    if ('whyNot' in ground) throw new Failure(ground.whyNot);
    try {
      return await this.write(caller, request, { period, ground });
    } catch (error) {
      // The same call came twice at once.
      const isTaken = isUniqueViolation(error, 'billing_plans_account_id_idempotency_key_key');
      const earlier = isTaken ? await this.earlier(caller, request) : undefined;
      if (earlier) return earlier;
      throw error;
    }
  }

  /** In the order given. @throws Failure NOT_FOUND */
  private async users(caller: Caller, ids: readonly UserId[]): Promise<User[]> {
    const found = new Map((await this.deps.users.find(caller, ids)).map((user) => [user.id, user]));
    throwAny(ids, (id) =>
      found.has(id) ? undefined : { code: FailureCode.NOT_FOUND, message: 'There is no such user.' },
    );
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  /** @throws Failure with what holds each of the users */
  private async requireBillable(caller: Caller, users: readonly User[]): Promise<void> {
    const holds = await this.deps.gate.holds(caller, users, OutgoingWork.BILLING);
    throwAny(users, ({ id }) => {
      const hold = holds.get(id);
      return hold && holdProblem(hold);
    });
  }

  private async write(
    caller: Caller,
    request: RunRequest,
    { period, ground }: { readonly period: Period; readonly ground: BillingGround },
  ): Promise<BillingPlanId> {
    const { database, opening, turns } = this.deps;
    const { userIds, idempotencyKey } = request;
    const isForAll = userIds === undefined;
    const requestDigest = idempotencyKey === undefined ? undefined : digestOf(request);
    return database.write(caller.accountId, async (tx) => {
      const run = { kind: PlanKind.ON_DEMAND, ...ground, period, isForAll, idempotencyKey, requestDigest };
      const planId = await opening.open(tx, caller, run);
      await turns.choose(tx, caller.accountId, { planId, userIds: userIds ?? 'all', period });
      return planId;
    });
  }
}

/** @throws Failure with what is wrong with each of the users */
function throwAny<Item>(items: readonly Item[], problemOf: (item: Item) => Problem | undefined): void {
  const [first, ...rest] = items.flatMap((item, index) => {
    const problem = problemOf(item);
    return problem ? [{ ...problem, field: ['userIds', String(index)] }] : [];
  });
  if (first) throw new Failure([first, ...rest]);
}
