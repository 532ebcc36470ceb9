import type { WriteTransaction } from '../../database/write-door.js';
import type { AccountId, JobId } from '../../shared/ids.js';
import type { ImportFileId, StagedRow } from './mapping-import.js';

/** Files on their way in. */
export class ImportFileRepository {
  async insertFile(tx: WriteTransaction, accountId: AccountId, id: ImportFileId): Promise<void> {
    await tx.importFile.create({ data: { accountId, id } });
  }

  async insertRows(
    tx: WriteTransaction,
    accountId: AccountId,
    { fileId, rows }: { fileId: ImportFileId; rows: readonly StagedRow[] },
  ): Promise<void> {
    await tx.$executeRaw`
      INSERT INTO import_rows (account_id, file_id, "row", line, cells, is_readable, outcome, code, message)
      SELECT ${accountId}::uuid, ${fileId}::uuid, r."row", r.line, r.cells, r.problem IS NULL,
        CASE WHEN r.problem IS NULL THEN 'NOT_DONE' ELSE 'REFUSED' END::import_outcome,
        CASE WHEN r.problem IS NOT NULL THEN 'INVALID' END, r.problem
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("row" int, line int, cells jsonb, problem text)`;
  }

  /** From here on the file counts. */
  async attach(tx: WriteTransaction, accountId: AccountId, file: { id: ImportFileId; jobId: JobId }): Promise<void> {
    const { id, jobId } = file;
    const { count } = await tx.importFile.updateMany({ where: { accountId, id, jobId: null }, data: { jobId } });
    if (count !== 1) throw new Error('The file was cleaned up before it was whole.');
  }

  async forget(tx: WriteTransaction, accountId: AccountId, id: ImportFileId): Promise<void> {
    await tx.importFile.deleteMany({ where: { accountId, id, jobId: null } });
  }

  /** What a process that died in the middle left behind: no file takes that long to come in. */
  async forgetLeftovers(tx: WriteTransaction, accountId: AccountId): Promise<void> {
    await tx.$executeRaw`
      DELETE FROM import_files
      WHERE account_id = ${accountId}::uuid AND job_id IS NULL AND created_at < now() - interval '1 hour'`;
  }
}
