import type { ConnectionReport } from '../../connectwise/connection-report.js';
import type { Database } from '../../database/database.js';
import { isUniqueViolation } from '../../database/errors.js';
import { Prisma } from '../../database/generated/client/client.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type AccountId, type InstanceId, newId } from '../../shared/ids.js';
import type { StoredIntegration } from './integration.js';
import { fromStoredReport, toStoredReport } from './stored-report.js';

export interface Instance {
  readonly id: InstanceId;
  readonly host: string;
  readonly loginCompanyId: string;
  readonly isConfirmed: boolean;
}

export type SettingsRow = Omit<
  Prisma.IntegrationSettingsUncheckedCreateInput,
  'accountId' | 'version' | 'lastReport'
> & {
  readonly lastReport: ConnectionReport | undefined;
};

interface PassedTest {
  readonly fingerprint: Buffer;
  readonly report: ConnectionReport;
  readonly passedAt: Date;
  readonly forgetBefore: Date;
}

export class IntegrationRepository {
  constructor(private readonly database: Database) {}

  async find(accountId: AccountId): Promise<StoredIntegration | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db.selectFrom('integration_settings').selectAll().where('account_id', '=', accountId),
    );
    return (
      row && {
        isEnabled: row.is_enabled,
        site: row.site ?? undefined,
        loginCompanyId: row.login_company_id ?? undefined,
        instanceId: (row.instance_id as InstanceId | null) ?? undefined,
        publicKeyLastFour: row.public_key_last_four ?? undefined,
        publicKeySealed: row.public_key_sealed ?? undefined,
        privateKeySealed: row.private_key_sealed ?? undefined,
        hasPrivateKey: row.private_key_sealed !== null,
        keysChangedAt: row.keys_changed_at ?? undefined,
        customCa: row.custom_ca ?? undefined,
        clientId: row.client_id_override ?? undefined,
        lastReport: row.last_report === null ? undefined : fromStoredReport(row.last_report),
        pause: row.paused_at && row.pause_reason ? { reason: row.pause_reason, since: row.paused_at } : undefined,
        nextCheckAt: row.next_check_at ?? undefined,
        refusals: row.refusals,
        seenApi: row.seen_api ?? undefined,
        version: row.version,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
      }
    );
  }

  async findInstance(accountId: AccountId, id: InstanceId): Promise<Instance | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('connect_wise_instances')
        .select(['id', 'host', 'login_company_id', 'confirmed_at'])
        .where('account_id', '=', accountId)
        .where('id', '=', id),
    );
    return (
      row && {
        id: row.id as InstanceId,
        host: row.host,
        loginCompanyId: row.login_company_id,
        isConfirmed: row.confirmed_at !== null,
      }
    );
  }

  /** Finds or makes the instance; a passed test confirms it. */
  async saveInstance(
    tx: WriteTransaction,
    accountId: AccountId,
    { host, loginCompanyId, confirmedAt }: { host: string; loginCompanyId: string; confirmedAt: Date | undefined },
  ): Promise<InstanceId> {
    const key = { accountId, host, loginCompanyId };
    const { id } = await tx.connectWiseInstance.upsert({
      where: { accountId_host_loginCompanyId: key },
      create: { ...key, id: newId<InstanceId>(), confirmedAt },
      update: confirmedAt ? { confirmedAt } : {},
    });
    return id as InstanceId;
  }

  /** Writes the row if it still has the version that was read (undefined: if there is still none). */
  async save(
    tx: WriteTransaction,
    accountId: AccountId,
    { row, readVersion }: { row: SettingsRow; readVersion: number | undefined },
  ): Promise<boolean> {
    const data = { ...row, lastReport: row.lastReport ? toStoredReport(row.lastReport) : Prisma.DbNull };
    if (readVersion === undefined) {
      await tx.integrationSettings.create({ data: { accountId, ...data } });
      return true;
    }
    const { count } = await tx.integrationSettings.updateMany({
      where: { accountId, version: readVersion },
      data: { ...data, version: { increment: 1 }, updatedAt: new Date() },
    });
    return count === 1;
  }

  /** Two first saves at once: the row of the other one is there. */
  isTaken(error: unknown): boolean {
    return isUniqueViolation(error, 'integration_settings_pkey');
  }

  async findPassedTest(accountId: AccountId, fingerprint: Buffer, since: Date): Promise<ConnectionReport | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db
        .selectFrom('passed_tests')
        .select('report')
        .where('account_id', '=', accountId)
        .where('fingerprint', '=', fingerprint)
        .where('passed_at', '>', since),
    );
    return row && fromStoredReport(row.report);
  }

  /** Remembers a passed test and forgets those that are too old to count. */
  async savePassedTest(
    tx: WriteTransaction,
    accountId: AccountId,
    { fingerprint, report, passedAt, forgetBefore }: PassedTest,
  ): Promise<void> {
    await tx.passedTest.deleteMany({ where: { accountId, passedAt: { lt: forgetBefore } } });
    const key = { accountId, fingerprint: new Uint8Array(fingerprint) };
    const data = { passedAt, report: toStoredReport(report) };
    await tx.passedTest.upsert({ where: { accountId_fingerprint: key }, create: { ...key, ...data }, update: data });
  }
}
