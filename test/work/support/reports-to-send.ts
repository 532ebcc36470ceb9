import { SpamRoute } from '../../../src/features/spam-settings/spam-settings.js';
import { type Sandbox } from '../../../src/sandbox/sandbox.js';
import { Failure } from '../../../src/shared/failure.js';
import { type JobId, newId } from '../../../src/shared/ids.js';
import { WorkKind } from '../../../src/shared/work.js';
import { type ReportedCustomer, SpamReports, shown } from '../../support/spam-reports.js';
import { disturbWrites } from './disturb.js';
import type { ProductSite } from './product-site.js';
import type { ProductWorker } from './product-worker.js';
import { until, wakeNow } from './toy.js';

interface Reported {
  readonly customer: ReportedCustomer;
  readonly route: SpamRoute;
  /** That of its newest delivery; each is the one before plus one. */
  figure: number;
}

export const ROUTES = Object.values(SpamRoute);

/** Reports of one account that are sent again and again, with other figures each time, and what has to come of them. */
export class ReportsToSend {
  readonly #reported: Reported[] = [];
  #count = 0;

  private constructor(
    private readonly site: ProductSite,
    private readonly reports: SpamReports,
    private readonly random: () => number,
  ) {}

  /** So many customers of each route. They are there before anything is disturbed: mapping them asks ConnectWise. */
  static async open(
    site: ProductSite,
    { customers, random }: { readonly customers: number; readonly random: () => number },
  ): Promise<ReportsToSend> {
    const caller = await site.account();
    const { services, sandbox } = site.parts;
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
    const reports = await SpamReports.open({ services, sandbox, caller });
    const all = new ReportsToSend(site, reports, random);
    for (const route of ROUTES) {
      for (let made = 0; made < customers; made += 1) {
        all.#reported.push({ customer: await reports.customer(), route, figure: 0 });
      }
    }
    return all;
  }

  /** Deliveries so far. */
  get count(): number {
    return this.#count;
  }

  /** Deliveries that have come to their end. */
  async ended(): Promise<number> {
    const { accountId } = this.reports.ground.caller;
    const rows = await this.site.sql(`SELECT FROM spam_deliveries WHERE account_id = $1 AND state <> 'WAITING'`, [
      accountId,
    ]);
    return rows.length;
  }

  /** Has so many customers be reported once more, of one route or of any. */
  async send(many: number, route?: SpamRoute): Promise<void> {
    const { caller } = this.reports.ground;
    const jobId = newId<JobId>();
    const left = this.#reported.filter((one) => !route || one.route === route);
    for (let at = 0; at < many && left.length > 0; at += 1) {
      const [one] = left.splice(Math.floor(this.random() * left.length), 1);
      if (one) await this.#plan(one, jobId);
    }
    await this.site.parts.services.jobs.start(caller, { kind: 'SPAM_DELIVERY', input: {} }).catch((error: unknown) => {
      // The one before takes these along.
      if (!(error instanceof Failure)) throw error;
    });
    await wakeNow(this.site.parts.database, caller.accountId, WorkKind.SPAM_DELIVERY);
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
    const { accountId } = this.reports.ground.caller;
    await this.site.sql(
      `WITH span AS (SELECT interval '80 seconds' AS by),
       intents AS (
         UPDATE spam_records SET intended_at = intended_at - by FROM span
         WHERE account_id = $1 AND intended_at < clock_timestamp() - interval '1 second'),
       paces AS (UPDATE call_paces SET not_before = not_before - by, trial_at = trial_at - by FROM span)
       UPDATE work SET due_at = due_at - by FROM span
       WHERE account_id = $1 AND kind = 'SPAM_DELIVERY' AND due_at > now()`,
      [accountId],
    );
  }

  /** Until a worker has come to the step at which it dies, whatever has to be waited for before that. */
  async dead(victim: ProductWorker): Promise<void> {
    const isDead = async () => {
      await this.passTime();
      return victim.hasEnded;
    };
    await until(`it is dead\n${victim.stderr}`, isDead, 90);
    await this.site.kill(victim);
  }

  /** Until nothing is left to be sent. */
  async settled(): Promise<void> {
    const isSettled = async () => {
      await this.passTime();
      return (await this.ended()) === this.count;
    };
    await until('every report is sent', isSettled, 240);
    await this.site.allEnded([this.reports.ground.caller], 'SPAM_DELIVERY');
  }

  /** What a customer would see twice at this moment; beside a document there may be the one that it replaces. */
  async doubled(): Promise<string[]> {
    const found = await Promise.all(
      this.#reported.map(async ({ customer, route }) => {
        const kinds = (await this.reports.there(customer)).map((line) => line.split(' ')[0]);
        const most = (kind: string | undefined) => (kind === 'document' ? 2 : 1);
        const twice = kinds.filter((kind) => kinds.filter((other) => other === kind).length > most(kind));
        return twice.map((kind) => `${route} of ${customer.userId} has more than one ${kind}`);
      }),
    );
    return found.flat();
  }

  /** What is not as it has to be in the end. */
  async problems(): Promise<string[]> {
    const { accountId } = this.reports.ground.caller;
    const refused = await this.site.sql<{ id: string; failure: string }>(
      `SELECT id, failure_message AS failure FROM spam_deliveries WHERE account_id = $1 AND state <> 'SENT'`,
      [accountId],
    );
    const unclear = await this.site.sql('SELECT FROM spam_records WHERE account_id = $1 AND intent IS NOT NULL', [
      accountId,
    ]);
    const wrong = await Promise.all(
      this.#reported.map(async ({ customer, route, figure }) => {
        const [there, wanted] = [await this.reports.there(customer), figure > 0 ? shown(route, figure) : []];
        return String(there) === String(wanted) ? [] : [`${route}: ${there} in place of ${wanted}`];
      }),
    );
    return [
      ...refused.map(({ id, failure }) => `${id} was not sent: ${failure}`),
      ...unclear.map(() => 'a write is unclear'),
      ...wrong.flat(),
    ];
  }

  async #plan(one: Reported, jobId: JobId): Promise<void> {
    one.figure += 1;
    this.#count += 1;
    const { accountId } = this.reports.ground.caller;
    const delivery = await this.reports.delivery(one.customer, one);
    await this.site.sql(
      `INSERT INTO spam_deliveries (account_id, state, month, id, job_id, user_id, as_of, route, instance_id,
         company_id, language, subject, text, file_name, csv, figures)
       SELECT $1, 'WAITING', to_date($2, 'YYYY-MM'), r.* FROM jsonb_to_record($3::jsonb) AS r(id uuid, "jobId" uuid,
         "userId" uuid, "asOf" date, route text, "instanceId" uuid, "companyId" int, language text, subject text,
         text text, "fileName" text, csv text, figures jsonb)`,
      [accountId, delivery.month, JSON.stringify({ ...delivery, jobId })],
    );
  }
}
