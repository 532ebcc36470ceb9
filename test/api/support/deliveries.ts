import { createSpamDelivery } from '../../../src/app/spam-delivery.js';
import { JobWork } from '../../../src/features/jobs/job-work.js';
import type { DeliveryOutcome, WaitingDelivery } from '../../../src/features/spam-delivery/delivery.js';
import type { WrittenReport } from '../../../src/features/spam-reports/report.js';
import type { CalendarEntry, Month } from '../../../src/shared/calendar.js';
import type { Failure } from '../../../src/shared/failure.js';
import { newId, type UserId } from '../../../src/shared/ids.js';
import { PutOff } from '../../../src/shared/put-off.js';
import type { NextWake } from '../../../src/shared/work.js';
import { lineOf } from '../../support/report-line.js';
import type { SeedAccount } from '../../support/seed.js';
import type { TestApp } from '../../support/test-app.js';
import { holdWork, jobsOf } from './jobs.js';
import { sql } from './rows.js';

/** How an account brings reports to ConnectWise, as far as a test says. */
export interface SpamSettingsRow {
  readonly route?: string;
  readonly language?: string;
  /** On this day of each month, or not at all. */
  readonly day?: number;
  readonly hour?: number;
  readonly timeZone?: string | null;
  readonly since?: string;
}

/** The settings as they are stored. */
export async function saveSpamSettings({ id }: SeedAccount, settings: SpamSettingsRow = {}): Promise<void> {
  const { route = 'COMPANY_NOTE', language = 'EN', day, hour = 9, timeZone = null, since } = settings;
  const calendar: CalendarEntry[] = [{ fromMonth: '2020-01' as Month, day: day ?? 1, hour, timeZone }];
  const isScheduled = day !== undefined;
  await sql(
    `INSERT INTO spam_settings (account_id, is_scheduled, route, language, calendar, scheduled_since)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (account_id) DO UPDATE SET is_scheduled = $2, route = $3, language = $4, calendar = $5, scheduled_since = $6`,
    [
      id,
      isScheduled,
      route,
      language,
      JSON.stringify(calendar),
      isScheduled ? (since ?? '2031-01-10T12:00:00Z') : null,
    ],
  );
}

/** A row of the history, in the words of the table. */
export interface DeliveryRow {
  readonly id: string;
  readonly name: string;
  readonly route: string;
  readonly state: string;
  readonly reason: string | null;
  readonly code: string | null;
}

/** An account that brings reports to a ConnectWise that a test plays, as it tells what is written and sent. */
export class Delivering {
  /** What was sent, in order. */
  readonly sent: WaitingDelivery[] = [];
  /** How sending ends. */
  answer: (delivery: WaitingDelivery) => Promise<DeliveryOutcome> = async () => ({
    state: 'SENT',
    remote: { noteId: 7 },
  });
  /** What is written of a user; undefined: nothing. */
  report: (name: string, month: Month) => WrittenReport | Failure | undefined = (name, month) =>
    lineOf(`${name} ${month}`);
  now = new Date('2031-01-10T12:00:00Z');

  private constructor(
    readonly test: TestApp,
    readonly account: SeedAccount,
  ) {}

  /** With the integration on and a source, but without users and settings. */
  static async open(test: TestApp): Promise<Delivering> {
    const account = await test.account();
    await account.integration();
    await account.source();
    return new Delivering(test, account);
  }

  /** The work of a replica of its own. */
  work(): JobWork {
    const { test } = this;
    const { spamSettings: settings, chosenRoutes: routes } = test.app.services;
    const time = { now: async () => this.now };
    const { deliverReports } = createSpamDelivery(
      { ...test, logger: undefined as never, clock: { now: () => this.now }, time },
      test.app.services,
      {
        ...{ settings, routes },
        reports: {
          write: async (_caller, { month }, users) =>
            new Map(
              users.flatMap(({ id, name }) => {
                const report = this.report(name, month);
                return report ? [[id, report] as const] : [];
              }),
            ),
        },
        sender: {
          send: async (_caller, _run, delivery) => {
            this.sent.push(delivery);
            return this.answer(delivery);
          },
        },
      },
    );
    const { jobs, jobRows: rows } = test.app.services;
    return new JobWork({ database: test.database, jobs, rows }, deliverReports);
  }

  /** One slice of the work, as a worker would do it. */
  async slice(work = this.work()): Promise<NextWake> {
    try {
      return await work.run(this.account.caller, new AbortController().signal, await holdWork(this.account, work.kind));
    } catch (error) {
      if (error instanceof PutOff) return error.next;
      throw error;
    }
  }

  /** Slice after slice, until the work rests or waits. */
  async run(): Promise<NextWake> {
    for (;;) {
      const next = await this.slice();
      if (next.kind !== 'soon') return next;
    }
  }

  /** Users of these names, mapped and told of by their source, in the order of ids. */
  async users(...names: readonly string[]): Promise<UserId[]> {
    const ids = names.map(() => newId<UserId>());
    const values = [this.account.id, ids, names];
    await sql(
      `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
       SELECT s.account_id, u.id, s.id, u.id, u.name, '{}' FROM unnest($2::uuid[], $3::text[]) AS u(id, name)
       JOIN (SELECT account_id, id FROM sources WHERE account_id = $1 ORDER BY id LIMIT 1) s ON true`,
      values,
    );
    await sql(
      `INSERT INTO mappings (account_id, id, user_id, source_id, instance_id, connect_wise_id, identifier, company_types,
         is_enabled, origin, verification, verified_at)
       SELECT u.account_id, u.id, u.id, u.source_id, i.id, $3 + row_number() OVER (ORDER BY u.id), u.name, '{}', true, 'MANUAL',
         'VERIFIED', now()
       FROM users u JOIN connect_wise_instances i ON i.account_id = u.account_id
       WHERE u.account_id = $1 AND u.id = ANY ($2)`,
      [this.account.id, ids, await this.companies()],
    );
    await sql(
      `INSERT INTO spam_domains (account_id, id, user_id, domain)
       SELECT $1, coalesce((SELECT max(id) FROM spam_domains WHERE account_id = $1), 0) + u.n, u.id, 'a.example'
       FROM unnest($2::uuid[]) WITH ORDINALITY AS u(id, n)`,
      [this.account.id, ids],
    );
    return ids;
  }

  /** Starts a job by a person. */
  start(month: string, userIds?: readonly UserId[]) {
    const { caller } = this.account;
    const input = { month, ...(userIds && { userIds: [...userIds].sort() }) };
    const actor = { kind: 'TOKEN', id: undefined, name: 'Ada' } as const;
    return this.test.app.services.jobs.start({ ...caller, actor }, { kind: 'SPAM_DELIVERY', input });
  }

  jobs() {
    return jobsOf(this.test.app, this.account, 'SPAM_DELIVERY');
  }

  /** The history, the oldest first. */
  rows(): Promise<DeliveryRow[]> {
    return sql<DeliveryRow>(
      `SELECT d.id, u.name, d.route, d.state, d.reason, d.failure_code AS code FROM spam_deliveries d
       JOIN users u ON u.account_id = d.account_id AND u.id = d.user_id
       WHERE d.account_id = $1 ORDER BY d.id`,
      [this.account.id],
    );
  }

  /** The same in a line each: who, what became of it, and why. */
  async told(): Promise<string[]> {
    const rows = await this.rows();
    return rows.map(({ name, state, reason, code }) => [name, state, reason, code].filter(Boolean).join(' ')).sort();
  }

  /** What the feed tells of reports. */
  events() {
    return sql<{ kind: string; facts: object }>(
      `SELECT kind, facts FROM events WHERE account_id = $1 AND kind LIKE 'SPAM%' ORDER BY position`,
      [this.account.id],
    );
  }

  private async companies(): Promise<number> {
    const [row] = await sql<{ most: number }>(
      'SELECT coalesce(max(connect_wise_id), 1000) AS most FROM mappings WHERE account_id = $1',
      [this.account.id],
    );
    return row?.most ?? 1_000;
  }
}
