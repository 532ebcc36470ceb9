import { SpamRoute } from '../../../src/features/spam-settings/spam-settings.js';
import type { Sandbox } from '../../../src/sandbox/sandbox.js';
import { BulkErrorPolicy } from '../../../src/shared/bulk.js';
import { firstDay, monthIn, monthsAfter } from '../../../src/shared/calendar.js';
import { dayIn } from '../../../src/shared/day.js';
import type { JobId } from '../../../src/shared/ids.js';
import { Secret } from '../../../src/shared/secret.js';
import { WorkKind } from '../../../src/shared/work.js';
import { type ReportedCustomer, SpamReports } from '../../support/spam-reports.js';
import { disturbWrites } from './disturb.js';
import type { ProductSite, ScheduleStep } from './product-site.js';
import type { ProductWorker } from './product-worker.js';
import { RecordedSpam, type SentReport } from './recorded-spam.js';
import { until, wakeNow, workRow } from './toy.js';

/** A customer whose route is the one that is asked for. */
export interface Reported {
  readonly customer: ReportedCustomer;
  readonly route: SpamRoute;
  readonly recorded: RecordedSpam;
}

interface Wanted {
  readonly routes: readonly SpamRoute[];
  /** Of each route. */
  readonly customers: number;
  readonly random: () => number;
}

export const ROUTES = Object.values(SpamRoute);

/** Reports of one account that are sent again and again, with other figures each time, and what has to come of them. */
export class ReportsToSend {
  readonly #reported: Reported[] = [];
  /** The whole one before this. */
  readonly #month = monthsAfter(monthIn('UTC', new Date()), -1);
  /** Who has to have one delivery in each job. */
  readonly #jobs = new Map<JobId, readonly Reported[]>();

  private constructor(
    private readonly site: ProductSite,
    private readonly reports: SpamReports,
    private readonly random: () => number,
  ) {}

  /** The customers are there before anything is disturbed: mapping them asks ConnectWise. */
  static async open(site: ProductSite, { routes, customers, random }: Wanted): Promise<ReportsToSend> {
    const caller = await site.account();
    const { services, sandbox } = site.parts;
    await saveTicketing(site, caller);
    const { username: name, password } = sandbox.integratorLogin;
    await services.saveSpamSettings.save(caller, {
      ...{ isScheduled: false, route: SpamRoute.COMPANY_NOTE, language: 'EN', day: 1, hour: 0, timeZone: null },
      ...{ solutionName: 'psa-bridge', login: { name, password: new Secret(password) }, expectedVersion: undefined },
    });
    const reports = await SpamReports.open({ services, sandbox, caller });
    const all = new ReportsToSend(site, reports, random);
    for (let made = 0; made < customers; made += 1) {
      for (const route of routes) await all.#add(route);
    }
    return all;
  }

  get customers(): readonly Reported[] {
    return this.#reported;
  }

  /** Deliveries that the jobs so far have to come to. */
  get count(): number {
    return [...this.#jobs.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** Deliveries that have come to their end. */
  async ended(): Promise<number> {
    const rows = await this.#sql(`SELECT FROM spam_deliveries WHERE account_id = $1 AND state <> 'WAITING'`);
    return rows.length;
  }

  /** Records other figures of these customers and sends their reports, as a person would. */
  async send(some: readonly Reported[] = this.#reported): Promise<void> {
    await this.record(some);
    const userIds = some === this.#reported ? undefined : some.map(({ customer }) => customer.userId);
    const wanted = { month: firstDay(this.#month), userIds, idempotencyKey: undefined };
    const { id } = await this.site.parts.services.startReports.start(this.#caller, wanted);
    this.#jobs.set(id, some);
  }

  /** Has a source tell other figures of these customers. */
  async record(some: readonly Reported[] = this.#reported): Promise<void> {
    const items = some.flatMap(({ recorded }) => recorded.next());
    const { recordSpam } = this.site.parts.services;
    const { results } = await recordSpam.record(this.#caller, items, BulkErrorPolicy.REJECT_ALL);
    if (!results.every(({ result }) => result)) throw new Error(`Not recorded: ${JSON.stringify(results)}`);
  }

  /** Has workers race for reports that are due now, each to die at another of these steps, until they are begun. */
  async race(steps: readonly ScheduleStep[]): Promise<void> {
    const racing = steps.map((dieAt) => this.site.start({ steps: { dieAt } }));
    await Promise.all(racing.map((worker) => worker.said('ready')));
    await this.#schedule();
    while (!(await this.#isBegun())) await this.dead(...racing.filter(({ hasEnded }) => !hasEnded));
    await Promise.all(racing.map((worker) => this.site.kill(worker)));
  }

  /** Until those reports are sent, and nothing is left to be begun. @returns how many jobs that took */
  async scheduled(): Promise<number> {
    const { database } = this.site.parts;
    const { accountId } = this.#caller;
    await until('the reports have been begun', () => this.#isBegun(), 240);
    await this.settled();
    await wakeNow(database, accountId, WorkKind.SPAM_DELIVERY);
    const isAtRest = async () => {
      const row = await workRow(database, accountId, WorkKind.SPAM_DELIVERY);
      return row !== undefined && !row.isStarted && (row.dueIn ?? 0) > 0;
    };
    await until('it waits for the next month', isAtRest, 240);
    const jobs = await this.#allJobs();
    for (const { id } of jobs) this.#jobs.set(id, this.#reported);
    return jobs.length;
  }

  /** Some of the next writes fail, whichever they are. */
  disturb(sandbox: Sandbox): void {
    const places = [
      { method: 'POST', route: '/system/documents' },
      { method: 'DELETE', route: '/system/documents*' },
      { method: 'POST', route: '/company/companies*' },
      { method: 'PATCH', route: '/company/companies*' },
      { method: 'PUT', route: '/company/companies*' },
      { method: 'POST', route: '/service/tickets' },
      { method: 'PATCH', route: '/service/tickets*' },
      { method: 'POST', route: '*ManagedDeviceApi.asmx' },
    ];
    disturbWrites(sandbox, { places, most: 4, random: this.random });
  }

  /** Lets the time pass after which nothing that was sent can still arrive; what was sent just now may. */
  async passTime(): Promise<void> {
    await this.#sql(
      `WITH span AS (SELECT interval '80 seconds' AS by),
       intents AS (
         UPDATE spam_records SET intended_at = intended_at - by FROM span
         WHERE account_id = $1 AND intended_at < clock_timestamp() - interval '1 second'),
       paces AS (UPDATE call_paces SET not_before = not_before - by, trial_at = trial_at - by FROM span)
       UPDATE work SET due_at = due_at - by FROM span
       WHERE account_id = $1 AND kind = 'SPAM_DELIVERY' AND due_at > now()`,
    );
  }

  /** Until one of these workers has come to the step at which it dies, whatever has to be waited for before that. */
  async dead(...victims: readonly ProductWorker[]): Promise<void> {
    const isDead = async () => {
      await this.passTime();
      return victims.some(({ hasEnded }) => hasEnded);
    };
    await until(`one is dead\n${victims.map(({ stderr }) => stderr).join('')}`, isDead, 90);
    await Promise.all(victims.filter(({ hasEnded }) => hasEnded).map((victim) => this.site.kill(victim)));
  }

  /** Until no job is open. */
  async settled(): Promise<void> {
    const isSettled = async () => {
      await this.passTime();
      return !(await this.site.isOpen(this.#caller, 'SPAM_DELIVERY'));
    };
    await until('every report is sent', isSettled, 240);
  }

  /** What a customer would see twice at this moment; beside a document there may be the one that it replaces. */
  async doubled(some: readonly Reported[] = this.#reported): Promise<string[]> {
    const found = await Promise.all(
      some.map(async ({ customer, route }) => {
        const kinds = (await this.reports.standing(customer)).map(({ kind }) => kind);
        const most = (kind: string) => (kind === 'document' ? 2 : 1);
        const twice = kinds.filter((kind) => kinds.filter((other) => other === kind).length > most(kind));
        return twice.map((kind) => `${route} of ${customer.userId} has more than one ${kind}`);
      }),
    );
    return found.flat();
  }

  /** What is not as it has to be in the end: jobs, the history, and what customers see in ConnectWise. */
  async problems(): Promise<string[]> {
    const unclear = await this.#sql('SELECT FROM spam_records WHERE account_id = $1 AND intent IS NOT NULL');
    const newest = await this.#sql<SentReport & { userId: string }>(
      `SELECT DISTINCT ON (d.user_id) d.user_id AS "userId", d.as_of::text AS "asOf", d.text, d.csv, d.figures
       FROM spam_deliveries d JOIN jobs j ON j.account_id = d.account_id AND j.id = d.job_id
       WHERE d.account_id = $1 ORDER BY d.user_id, j.created_at DESC, d.id DESC`,
    );
    const sent = new Map(newest.map((row) => [row.userId, row]));
    const wrong = await Promise.all(
      this.#reported.map(async ({ customer, route, recorded }) => {
        const report = sent.get(customer.userId);
        const there = await this.reports.standing(customer);
        return report ? recorded.differences(route, { report, there }) : there.map(({ kind }) => `a ${kind} of nobody`);
      }),
    );
    return [...(await this.#jobProblems()), ...unclear.map(() => 'a write is unclear'), ...wrong.flat()];
  }

  /** Has the reports of the month before go out by themselves, which were due when this month began. */
  async #schedule(): Promise<void> {
    await this.#sql(
      `UPDATE spam_settings SET is_scheduled = true, begun_month = NULL, scheduled_since = $2,
         calendar = jsonb_set(calendar::jsonb, '{0,fromMonth}', '"2020-01"')
       WHERE account_id = $1`,
      [firstDay(monthsAfter(this.#month, 1))],
    );
    await wakeNow(this.site.parts.database, this.#caller.accountId, WorkKind.SPAM_DELIVERY);
  }

  async #isBegun(): Promise<boolean> {
    return (await this.#allJobs()).length > 0;
  }

  /** Each job has succeeded, and has one delivery of each of its users, which was sent. */
  async #jobProblems(): Promise<string[]> {
    const rows = await this.#sql<{ jobId: JobId; userId: string; state: string; failure: string | null }>(
      `SELECT job_id AS "jobId", user_id AS "userId", state, failure_message AS failure
       FROM spam_deliveries WHERE account_id = $1`,
    );
    const states = new Map((await this.#allJobs()).map(({ id, status }) => [id, status]));
    const unknown = [...states.keys()].filter((id) => !this.#jobs.has(id));
    const ofJobs = [...this.#jobs].flatMap(([id, some]) => {
      const told = rows.filter(({ jobId }) => jobId === id).map(({ userId, state }) => `${userId} ${state}`);
      const wanted = some.map(({ customer }) => `${customer.userId} SENT`);
      const isRight = String(told.sort()) === String(wanted.sort()) && states.get(id) === 'SUCCEEDED';
      return isRight ? [] : `job ${id}, ${states.get(id)}: ${told} in place of ${wanted}`;
    });
    const failures = rows.flatMap(({ failure }) => failure ?? []);
    return [...ofJobs, ...failures, ...unknown.map((id) => `nobody began job ${id}`)];
  }

  #allJobs() {
    return this.#sql<{ id: JobId; status: string }>(
      `SELECT id, status FROM jobs WHERE account_id = $1 AND kind = 'SPAM_DELIVERY'`,
    );
  }

  async #add(route: SpamRoute): Promise<void> {
    const customer = await this.reports.customer();
    const { userId, identifier } = customer;
    // The account's own is gone by whoever has no other.
    if (route !== SpamRoute.COMPANY_NOTE) {
      const draft = { userId, route, expectedVersion: undefined };
      await this.site.parts.services.spamOverrides.save(this.#caller, draft);
    }
    const of = { source: this.reports.source, identifier, month: this.#month, today: dayIn('UTC', new Date()) };
    this.#reported.push({ customer, route, recorded: new RecordedSpam(of, this.#reported.length) });
  }

  get #caller() {
    return this.reports.ground.caller;
  }

  /** Of which the account is the first value. */
  #sql<Row extends object>(text: string, more: readonly unknown[] = []): Promise<Row[]> {
    return this.site.sql<Row>(text, [this.#caller.accountId, ...more]);
  }
}

async function saveTicketing(site: ProductSite, caller: SpamReports['ground']['caller']): Promise<void> {
  const { services } = site.parts;
  const boardId = await services.integration.ask(caller, async (session) => {
    for await (const { id, name } of session.boards.list()) if (name === 'Help Desk') return id;
    throw new Error('There is no such board.');
  });
  await services.ticketing.save(caller, {
    ...{ isEnabled: true, ownCompanyId: undefined, rules: [], closesTickets: false, closesTakenOver: false },
    ...{ reopenDays: 7, quietDays: 7, heldDays: 30, groupingMinutes: undefined, expectedVersion: undefined },
    template: {
      ...{ boardId, statusId: null, closedStatusId: null, typeId: null, subTypeId: null, itemId: null },
      ...{ teamId: null, priorityId: null, sourceId: null },
      ...{ contact: 'NONE', isCustomerVisible: false, mailsContact: false },
    },
  });
}
