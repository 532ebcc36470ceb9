import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { AccountId, InstanceId, JobId } from '../../shared/ids.js';
import { SyncMode } from '../companies/company-mirror.js';
import { JOB_KINDS, type OverviewFigures, ScheduledWork, type ScheduleFacts } from './overview.js';

/** Figures over the tables of all features: each method is one statement, whatever the account has. */
export class OverviewRepository {
  constructor(private readonly database: Database) {}

  async figures(accountId: AccountId, instanceId: InstanceId | undefined): Promise<OverviewFigures> {
    const instance = instanceId ?? null;
    const [row] = await this.database.read(accountId, (db) =>
      sql<FiguresRow>`
        select d.drifts, s.users, s.sure, j.open, j.waiting, j.failed, t.problems, m.synced_at, m.compared_at
        from (
          select json_object_agg(kind, total) as drifts from (
            select kind, count(*)::int as total from drifts
            where account_id = ${accountId} and status = 'OPEN' group by kind
          ) as kinds
        ) as d cross join (
          select count(distinct user_id)::int as users, count(*) filter (where is_sure)::int as sure
          from match_suggestions s
          where s.account_id = ${accountId} and s.instance_id = ${instance}::uuid and s.status = 'OPEN' and not exists (
            select from mappings m where m.account_id = s.account_id and m.user_id = s.user_id)
        ) as s cross join (
          select count(*) filter (where is_open)::int as open, count(*) filter (where status = 'FAILED')::int as failed,
            count(*) filter (where status = 'QUEUED' or is_open and waits_for is not null)::int as waiting
          from (
            select status, waits_for, status in ('QUEUED', 'RUNNING') as is_open from jobs where account_id = ${accountId}
          ) as jobs
        ) as j cross join (
          select coalesce(sum(jsonb_array_length(problems)), 0)::int as problems from (
            select problems from ticketing_settings where account_id = ${accountId}
            union all select problems from ticket_overrides where account_id = ${accountId} and problems <> '[]'
          ) as templates
        ) as t
        left join company_mirrors m on m.account_id = ${accountId} and m.instance_id = ${instance}::uuid`.compile(db),
    );
    if (!row) throw new Error('A count without an answer.');
    return {
      drifts: row.drifts ?? {},
      suggestions: { users: row.users, sure: row.sure },
      jobs: { open: row.open, waiting: row.waiting, failed: row.failed },
      ticketing: { problems: row.problems },
      syncedAt: row.synced_at ?? undefined,
      comparedAt: row.compared_at ?? undefined,
    };
  }

  /** In the order of the kinds. */
  async schedules(accountId: AccountId): Promise<ScheduleFacts[]> {
    const works = Object.values(ScheduledWork);
    const kinds = works.map((work) => JOB_KINDS[work]);
    const rows = await this.database.read(accountId, (db) =>
      sql<ScheduleRow>`
        select s.work, j.id, w.due_at, w.died_at
        from unnest(${works}::text[], ${kinds}::text[]) with ordinality as s(work, kind, place)
        left join work w on w.account_id = ${accountId} and w.kind = s.kind
        left join lateral (
          select id from jobs
          where account_id = ${accountId} and kind = s.kind::job_kind and finished_at is not null
            and (s.work <> ${ScheduledWork.COMPANY_COMPARISON} or input ->> 'mode' = ${SyncMode.FULL})
          order by id desc limit 1
        ) as j on true
        order by s.place`.compile(db),
    );
    return rows.map((row) => ({
      work: row.work,
      lastRunId: row.id ?? undefined,
      dueAt: row.due_at ?? undefined,
      stoppedAt: row.died_at ?? undefined,
    }));
  }
}

interface FiguresRow {
  readonly drifts: OverviewFigures['drifts'] | null;
  readonly users: number;
  readonly sure: number;
  readonly open: number;
  readonly waiting: number;
  readonly failed: number;
  readonly problems: number;
  readonly synced_at: Date | null;
  readonly compared_at: Date | null;
}

interface ScheduleRow {
  readonly work: ScheduledWork;
  readonly id: JobId | null;
  readonly due_at: Date | null;
  readonly died_at: Date | null;
}
