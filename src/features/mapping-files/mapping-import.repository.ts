import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/database.js';
import type { WriteTransaction } from '../../database/write-door.js';
import { type AccountId, type InstanceId, type JobId, newId, type SourceId, type UserId } from '../../shared/ids.js';
import type { CompanyHolder } from '../mappings/company-holders.js';
import { IMPORT_COLUMNS, type ImportCells } from './import-row.js';
import type { ImportFileId, ImportResult, RowOutcome, StagedRow } from './mapping-import.js';

/** Rows of a file behind one of them. */
export interface RowsAfter {
  readonly fileId: ImportFileId;
  readonly after: number;
  readonly most: number;
}

/** Rows of a file before one of them. */
export interface RowsAbove {
  readonly fileId: ImportFileId | undefined;
  readonly before: number;
}

const cellsShape = z.partialRecord(z.enum(IMPORT_COLUMNS), z.string());
const idShape = z.tuple([z.object({ id: z.string() })]);

/** The rows of files that came in, and what becomes of them. */
export class MappingImportRepository {
  constructor(private readonly database: Database) {}

  async fileOf(accountId: AccountId, jobId: JobId): Promise<ImportFileId | undefined> {
    const [row] = await this.database.read(accountId, (db) =>
      db.selectFrom('import_files').select('id').where('account_id', '=', accountId).where('job_id', '=', jobId),
    );
    return row?.id as ImportFileId | undefined;
  }

  /** The file of a job's outcomes, made when it is missing. */
  async ensureFile(tx: WriteTransaction, accountId: AccountId, jobId: JobId): Promise<ImportFileId> {
    await tx.$executeRaw`
      INSERT INTO import_files (account_id, id, job_id) VALUES (${accountId}::uuid, ${newId()}::uuid, ${jobId}::uuid)
      ON CONFLICT (account_id, job_id) DO NOTHING`;
    const rows = await tx.$queryRaw`
      SELECT id::text FROM import_files WHERE account_id = ${accountId}::uuid AND job_id = ${jobId}::uuid`;
    return idShape.parse(rows)[0].id as ImportFileId;
  }

  async rows(accountId: AccountId, { fileId, after, most }: RowsAfter): Promise<StagedRow[]> {
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('import_rows')
        .select(['row', 'line', 'cells', 'is_readable', 'message'])
        .where('account_id', '=', accountId)
        .where('file_id', '=', fileId)
        .where('row', '>', after)
        .orderBy('row')
        .limit(most),
    );
    return rows.map(({ row, line, cells, is_readable, message }) => {
      return { row, line, cells: toCells(cells), problem: is_readable ? undefined : (message ?? '') };
    });
  }

  /** Which of these users have a row above that is, or would be, carried out. */
  async usersAbove(
    accountId: AccountId,
    { fileId, before }: RowsAbove,
    userIds: readonly UserId[],
  ): Promise<ReadonlySet<UserId>> {
    if (userIds.length === 0 || !fileId) return new Set();
    const rows = await this.database.read(accountId, (db) =>
      db
        .selectFrom('import_rows')
        .select('user_id')
        .where('account_id', '=', accountId)
        .where('file_id', '=', fileId)
        .where('row', '<', before)
        .where('user_id', '=', sql<string>`any(${[...userIds]}::uuid[])`),
    );
    return new Set(rows.flatMap(({ user_id }) => (user_id ? [user_id as UserId] : [])));
  }

  /** Who has which of these companies, as if the rows above that would be carried out had been. */
  async holders(
    accountId: AccountId,
    { fileId, before }: RowsAbove,
    { instanceId, connectWiseIds }: { instanceId: InstanceId; connectWiseIds: readonly number[] },
  ): Promise<CompanyHolder[]> {
    if (connectWiseIds.length === 0) return [];
    const ids = sql<number>`any(${[...connectWiseIds]}::int[])`;
    const above = sql<SqlBool>`i.account_id = ${accountId} and i.file_id = ${fileId ?? null}::uuid and i."row" < ${before} and i.outcome::text = 'MAPPABLE'`;
    const rows = await this.database.read(accountId, (db) =>
      sql<{ sourceId: string; userId: string; connectWiseId: number }>`
        select m.source_id as "sourceId", m.user_id as "userId", m.connect_wise_id as "connectWiseId"
        from mappings m
        where m.account_id = ${accountId} and m.instance_id = ${instanceId} and m.connect_wise_id = ${ids}
          and not exists (select from import_rows i where i.user_id = m.user_id and ${above})
        union all
        select i.source_id, i.user_id, i.connect_wise_id from import_rows i
        where i.connect_wise_id = ${ids} and ${above}`.compile(db),
    );
    return rows.map((row) => ({ ...row, sourceId: row.sourceId as SourceId, userId: row.userId as UserId }));
  }

  /** Notes what became of rows of one file in the file of a job, which may be the same. */
  async saveOutcomes(
    tx: WriteTransaction,
    accountId: AccountId,
    { from, into, outcomes }: { from: ImportFileId; into: ImportFileId; outcomes: readonly RowOutcome[] },
  ): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO import_rows AS t (account_id, file_id, "row", line, cells, is_readable,
        outcome, code, message, user_id, source_id, mapping_id, connect_wise_id)
      SELECT o.account_id, ${into}::uuid, o."row", o.line, o.cells, o.is_readable,
        r.outcome::import_outcome, r.code, r.message, r."userId", r."sourceId", r."mappingId", r."connectWiseId"
      FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS r("row" int, outcome text, code text, message text,
        "userId" uuid, "sourceId" uuid, "mappingId" uuid, "connectWiseId" int)
      JOIN import_rows o ON o.account_id = ${accountId}::uuid AND o.file_id = ${from}::uuid AND o."row" = r."row"
      ON CONFLICT (account_id, file_id, "row") DO UPDATE SET outcome = EXCLUDED.outcome, code = EXCLUDED.code,
        message = EXCLUDED.message, user_id = EXCLUDED.user_id, source_id = EXCLUDED.source_id,
        mapping_id = EXCLUDED.mapping_id, connect_wise_id = EXCLUDED.connect_wise_id`;
  }

  /** Says of the rows that nothing stood against that they were not written all the same. */
  async noteNotWritten(
    tx: WriteTransaction,
    accountId: AccountId,
    { fileId, message }: { fileId: ImportFileId; message: string },
  ): Promise<void> {
    await tx.$executeRaw`
      UPDATE import_rows SET outcome = 'NOT_WRITTEN', message = ${message}, mapping_id = NULL
      WHERE account_id = ${accountId}::uuid AND file_id = ${fileId}::uuid AND outcome IN ('MAPPABLE', 'MAPPED')`;
  }

  /** Every row of a file, and what became of it under a job whose outcomes are in `into`. */
  async results(
    accountId: AccountId,
    { into, ...rows }: RowsAfter & { into: ImportFileId | undefined },
  ): Promise<ImportResult[]> {
    const found = await this.database.read(accountId, (db) =>
      db
        .selectFrom('import_rows as o')
        // One look by key for each row of the page: a join would rather read all results and sort them.
        .leftJoinLateral(
          (eb) =>
            eb
              .selectFrom('import_rows')
              .select(['outcome', 'code', 'message'])
              .whereRef('import_rows.account_id', '=', 'o.account_id')
              .where(sql<SqlBool>`import_rows.file_id = ${into ?? null}::uuid`)
              .whereRef('import_rows.row', '=', 'o.row')
              .limit(1)
              .as('r'),
          (join) => join.onTrue(),
        )
        .select(['o.row', 'o.line', 'o.cells', 'r.outcome', 'r.code', 'r.message'])
        .where('o.account_id', '=', accountId)
        .where('o.file_id', '=', rows.fileId)
        .where('o.row', '>', rows.after)
        .orderBy('o.row')
        .limit(rows.most),
    );
    return found.map(({ row, line, cells, outcome, code, message }) => {
      const told = { outcome: outcome ?? 'NOT_DONE', code: code ?? undefined, message: message ?? undefined };
      return { row, line, cells: toCells(cells), ...told };
    });
  }
}

function toCells(cells: unknown): ImportCells {
  return cellsShape.parse(cells);
}
