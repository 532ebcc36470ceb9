import { expect } from '@jest/globals';
import type { ScheduleRuns } from '../../../src/features/billing-schedule/schedule-runs.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import type { SaveBillingSettingsInput } from '../operations.generated.js';
import {
  type Billed,
  billed,
  ownId,
  type PlanRow,
  plansOf,
  saveBilling,
  saveBillingOverride,
} from './billing-settings.js';
import { startReplica } from './replica.js';
import { sql } from './rows.js';

/** An app whose time of day stands still until a test moves it, and an account in it. */
export class Scheduled {
  now = new Date();
  readonly clock = { now: () => this.now };
  #test: TestApp | undefined;
  #mine: Billed | undefined;

  get test(): TestApp {
    if (!this.#test) throw new Error('Start it first.');
    return this.#test;
  }

  get mine(): Billed {
    if (!this.#mine) throw new Error('Renew it first.');
    return this.#mine;
  }

  async start(): Promise<void> {
    this.#test = await startTestApp({ clock: this.clock });
  }

  /** Another account, at noon of 10 January 2031. */
  async renew(): Promise<void> {
    this.at('2031-01-10T12:00');
    this.#mine = await billed(this.test);
  }

  at(minute: string): void {
    this.now = new Date(`${minute}:00Z`);
  }

  pass(hours: number): void {
    this.now = new Date(this.now.getTime() + hours * 3_600_000);
  }

  /** So many more users, called u1, u2 and so on. */
  async addUsers(count: number): Promise<void> {
    await sql(
      `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
       SELECT account_id, gen_random_uuid(), source_id, 'u' || n, 'u' || n, '{}'
       FROM (SELECT account_id, source_id FROM users WHERE account_id = $1 LIMIT 1) u, generate_series(1, $2::int) n`,
      [this.mine.account.id, count],
    );
  }

  replica() {
    return startReplica(this.test, { clock: this.clock });
  }

  open(runs: ScheduleRuns = this.test.app.services.scheduleRuns) {
    return runs.open(this.mine.account.caller);
  }

  plans(): Promise<PlanRow[]> {
    return plansOf(this.mine.account);
  }

  /** Each plan as "STATUS due period users". */
  async shown(): Promise<string[]> {
    return (await this.plans()).map(
      ({ status, late, due, period, turns }) => `${status}${late ? ' late' : ''} ${due} ${period} ${turns.length}`,
    );
  }

  /** The days of each scheduled turn of a user, the oldest first. */
  async periodsOf(userId: string): Promise<(string | undefined)[]> {
    const turns = (await this.plans()).filter(({ month }) => month !== null).flatMap((plan) => plan.turns);
    return turns.filter((turn) => turn.startsWith(ownId(userId))).map((turn) => turn.split(' ')[1]);
  }

  async save(input: Partial<SaveBillingSettingsInput>): Promise<void> {
    expect((await saveBilling(this.mine.account, input)).userErrors).toEqual([]);
  }

  async override(billingDay: number | null, userId = this.mine.user.id): Promise<void> {
    expect((await saveBillingOverride(this.mine.account, { userId, billingDay })).userErrors).toEqual([]);
  }
}
