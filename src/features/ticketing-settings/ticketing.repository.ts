import { sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, InstanceId } from '../../shared/ids.js';
import { storableJson } from '../../shared/storable.js';
import { ruleShape, type TicketingSettings, templateShape } from './template.js';
import { problemsShape } from './template-problem.js';

const rulesShape = z.array(ruleShape);

/** What is refused for other reasons than its template must not have ConnectWise asked over and over. */
const BETWEEN_CHECKS_SECONDS = 300;

/** When the templates were last held against their boards, and what speaks for doing so again. */
export interface TemplateChecks {
  /** Undefined when that never was. */
  readonly checkedAt: Date | undefined;
  /** Set when something gave reason not to wait for the account's hour. */
  readonly wantedAt: Date | undefined;
  readonly hasProblems: boolean;
}

export class TicketingRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId): Promise<TicketingSettings | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('ticketing_settings')
        .select(['is_enabled as isEnabled', 'own_company_id as ownCompanyId', 'template', 'version'])
        .select([
          'closes_tickets as closesTickets',
          'closes_taken_over as closesTakenOver',
          'reopen_days as reopenDays',
        ])
        .select(['quiet_days as quietDays', 'grouping_minutes as groupingMinutes', 'rules', 'problems'])
        .select(['checked_at as checkedAt', 'held_days as heldDays', 'instance_id as instanceId'])
        .where('account_id', '=', accountId),
    );
    if (!row) return undefined;
    return {
      ...row,
      ownCompanyId: row.ownCompanyId ?? undefined,
      groupingMinutes: row.groupingMinutes ?? undefined,
      instanceId: (row.instanceId ?? undefined) as InstanceId | undefined,
      template: templateShape.parse(row.template),
      rules: rulesShape.parse(row.rules),
      problems: problemsShape.parse(row.problems),
      checkedAt: row.checkedAt ?? undefined,
    };
  }

  /** Answers false when they were changed since this version was read; 0 is "never saved". */
  async save(
    tx: WriteTransaction,
    accountId: AccountId,
    {
      version,
      ownCompanyId,
      groupingMinutes,
      instanceId,
      rules,
      ...settings
    }: Omit<TicketingSettings, 'problems' | 'checkedAt'>,
  ): Promise<boolean> {
    const data = {
      ...settings,
      rules: [...rules],
      problems: [],
      ownCompanyId: ownCompanyId ?? null,
      groupingMinutes: groupingMinutes ?? null,
      instanceId: instanceId ?? null,
    };
    if (version === 0) {
      const { count } = await tx.ticketingSettings.createMany({ data: [{ ...data, accountId }], skipDuplicates: true });
      return count === 1;
    }
    const { count } = await tx.ticketingSettings.updateMany({
      where: { accountId, version },
      data: { ...data, version: version + 1, updatedAt: new Date() },
    });
    return count === 1;
  }

  async checks(accountId: AccountId): Promise<TemplateChecks> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('ticketing_settings')
        .select(['checked_at as checkedAt', 'check_wanted_at as wantedAt'])
        .select(
          sql<boolean>`problems <> '[]' or exists (
            select from ticket_overrides o where o.account_id = ${accountId} and o.problems <> '[]'
              and o.instance_id is not distinct from ticketing_settings.instance_id)`.as('hasProblems'),
        )
        .where('account_id', '=', accountId),
    );
    const { checkedAt = null, wantedAt = null, hasProblems = false } = row ?? {};
    return { checkedAt: checkedAt ?? undefined, wantedAt: wantedAt ?? undefined, hasProblems };
  }

  /** Answers false when the settings were saved since they were read. */
  async setProblems(
    tx: WriteTransaction,
    accountId: AccountId,
    { version, problems }: Pick<TicketingSettings, 'version' | 'problems'>,
  ): Promise<boolean> {
    const changed = await tx.$executeRaw`
      UPDATE ticketing_settings
      SET problems = ${storableJson(problems)}::jsonb, checked_at = now(), check_wanted_at = NULL
      WHERE account_id = ${accountId}::uuid AND version = ${version}`;
    return changed === 1;
  }

  /** A save checks its own templates; overrides may have been saved while nothing could be checked. */
  async noteChecked(tx: WriteTransaction, accountId: AccountId): Promise<void> {
    await tx.$executeRaw`
      UPDATE ticketing_settings SET checked_at = now(), check_wanted_at = CASE
        WHEN EXISTS (SELECT FROM ticket_overrides WHERE account_id = ${accountId}::uuid) THEN now() END
      WHERE account_id = ${accountId}::uuid`;
  }

  /** Has the templates looked at soon, but not all the time. Answers when, or undefined when that is so already. */
  async wantCheck(tx: WriteTransaction, accountId: AccountId): Promise<Date | undefined> {
    const [row] = await tx.$queryRaw<{ wantedAt: Date }[]>`
      UPDATE ticketing_settings
      SET check_wanted_at = greatest(now(), checked_at + make_interval(secs => ${BETWEEN_CHECKS_SECONDS}))
      WHERE account_id = ${accountId}::uuid AND check_wanted_at IS NULL
      RETURNING check_wanted_at AS "wantedAt"`;
    return row?.wantedAt;
  }

  /** What the settings may have held is looked at again. */
  async stir(tx: WriteTransaction, accountId: AccountId): Promise<void> {
    await tx.$executeRaw`
      UPDATE notifications SET due_at = now()
      WHERE account_id = ${accountId}::uuid AND (hold IS NOT NULL OR state = 'FAILED')`;
  }
}
