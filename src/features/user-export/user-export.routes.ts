import { z } from 'zod';
import { Roles } from '../../graphql/authorization.js';
import { type DownloadRoute, datedName, type FileRoute } from '../../graphql/files/file-route.js';
import { decodeId } from '../../graphql/node.js';
import type { Clock } from '../../shared/clock.js';
import type { UserId } from '../../shared/ids.js';
import { writeLines } from '../../shared/ndjson.js';
import type { ExportUser } from './export-user.js';

interface Services {
  readonly exportUser: ExportUser;
  readonly clock: Clock;
}

const query = z.strictObject({ user: z.string('Name the user by its id.') });

/** All that is kept of one user, as lines of JSON. */
export function userExportRoutes({ exportUser, clock }: Services): readonly FileRoute[] {
  const giveUser: DownloadRoute<z.infer<typeof query>> = {
    kind: 'download',
    path: '/files/users/export',
    operation: 'exportUser',
    roles: Roles.administrate,
    query,
    format: 'ndjson',
    fileName: () => datedName('user', clock.now(), 'ndjson'),
    send: (caller, { query: { user } }) =>
      writeLines(exportUser.texts(caller, decodeId<UserId>('User', user, ['user']))),
  };
  return [giveUser];
}
