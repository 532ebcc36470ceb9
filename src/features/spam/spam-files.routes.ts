import { z } from 'zod';
import { Roles } from '../../graphql/authorization.js';
import type { FileRoute, UploadRoute } from '../../graphql/files/file-route.js';
import { BulkErrorPolicy } from '../../shared/bulk.js';
import type { ReceiveSpamFile } from './receive-spam-file.js';

interface Services {
  readonly receiveSpamFile: ReceiveSpamFile;
}

const importQuery = z.strictObject({
  onError: z.enum(BulkErrorPolicy, 'This is REJECT_ALL or REJECT_FAILED.').default(BulkErrorPolicy.REJECT_ALL),
});

/** What mail filters saw, as CSV files. */
export function spamFileRoutes({ receiveSpamFile }: Services): readonly FileRoute[] {
  const takeImport: UploadRoute<z.infer<typeof importQuery>> = {
    kind: 'upload',
    path: '/files/spam/import',
    operation: 'importSpamStatistics',
    roles: Roles.report,
    query: importQuery,
    receive: (caller, { bytes, query }) => receiveSpamFile.receive(caller, bytes, query.onError),
  };
  return [takeImport];
}
