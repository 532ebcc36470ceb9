import { z } from 'zod';
import { Roles } from '../../graphql/authorization.js';
import { type DownloadRoute, datedName, type FileRoute, type UploadRoute } from '../../graphql/files/file-route.js';
import { decodeId, toGlobalId } from '../../graphql/node.js';
import { BulkErrorPolicy } from '../../shared/bulk.js';
import type { Clock } from '../../shared/clock.js';
import { writeCsv } from '../../shared/csv/write-csv.js';
import type { JobId } from '../../shared/ids.js';
import { VerificationStatus } from '../mappings/mapping.js';
import type { ApplyImport } from './apply-import.js';
import { EXPORT_COLUMNS, type ExportMappings } from './export-mappings.js';
import { IMPORT_COLUMNS } from './import-row.js';
import type { ImportResult } from './mapping-import.js';
import type { ReceiveImport } from './receive-import.js';

interface Services {
  readonly receiveImport: ReceiveImport;
  readonly applyImport: ApplyImport;
  readonly exportMappings: ExportMappings;
  readonly clock: Clock;
}

const yesOrNo = z.enum(['true', 'false'], 'This is true or false.').transform((word) => word === 'true');
const importQuery = z.strictObject({
  dryRun: yesOrNo.default(true),
  onError: z.enum(BulkErrorPolicy, 'This is REJECT_ALL or REJECT_FAILED.').default(BulkErrorPolicy.REJECT_ALL),
});
const resultsQuery = z.strictObject({ jobId: z.string('Name the job of the import.') });
const exportQuery = z.strictObject({
  source: z.string().optional(),
  isMapped: yesOrNo.optional(),
  status: z.enum(VerificationStatus, 'This is UNVERIFIED, VERIFIED or BROKEN.').optional(),
});

const RESULT_COLUMNS = ['row', 'line', 'outcome', 'code', 'message', ...IMPORT_COLUMNS] as const;
const IMPORT_PATH = '/files/mappings/import';

/** Mappings as CSV files, in and out. */
export function mappingFileRoutes(services: Services): readonly FileRoute[] {
  const { receiveImport, applyImport, exportMappings, clock } = services;
  const fileName = (what: string) => () => datedName(what, clock.now());

  const takeImport: UploadRoute<z.infer<typeof importQuery>> = {
    kind: 'upload',
    path: IMPORT_PATH,
    operation: 'importMappings',
    roles: Roles.map,
    query: importQuery,
    status: 202,
    async receive(caller, { bytes, query }) {
      const { jobId, ...counts } = await receiveImport.receive(caller, bytes, query);
      const id = toGlobalId('Job', jobId);
      return { jobId: id, ...counts, resultsUrl: `${IMPORT_PATH}/results?jobId=${encodeURIComponent(id)}` };
    },
  };

  const giveResults: DownloadRoute<z.infer<typeof resultsQuery>> = {
    kind: 'download',
    path: `${IMPORT_PATH}/results`,
    operation: 'mappingImportResults',
    roles: Roles.read,
    query: resultsQuery,
    fileName: fileName('import-results'),
    send(caller, { query }) {
      const jobId = decodeId<JobId>('Job', query.jobId, ['jobId']);
      return writeCsv(RESULT_COLUMNS, resultCells(applyImport.results(caller, jobId)));
    },
  };

  const giveMappings: DownloadRoute<z.infer<typeof exportQuery>> = {
    kind: 'download',
    path: '/files/mappings/export',
    operation: 'exportMappings',
    roles: Roles.read,
    query: exportQuery,
    fileName: fileName('mappings'),
    send(caller, { query: { status, ...rest } }) {
      return writeCsv(EXPORT_COLUMNS, exportMappings.rows(caller, { ...rest, statuses: status && [status] }));
    },
  };
  return [takeImport, giveResults, giveMappings];
}

async function* resultCells(results: AsyncIterable<ImportResult>) {
  for await (const { row, line, cells, ...told } of results) {
    yield { ...cells, row: String(row), line: String(line), ...told };
  }
}
