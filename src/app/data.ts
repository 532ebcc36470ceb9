import { DatabaseTime } from '../database/database-time.js';
import { AuditExportRepository } from '../features/audit/audit-export.repository.js';
import { auditFileRoutes } from '../features/audit/audit-export.routes.js';
import { ExportAudit } from '../features/audit/export-audit.js';
import { EraseTexts } from '../features/erasure/erase-texts.js';
import { EraseUser } from '../features/erasure/erase-user.js';
import { ErasureRepository } from '../features/erasure/erasure.repository.js';
import { ErasureResolver } from '../features/erasure/erasure.resolver.js';
import { RemoveOld } from '../features/retention/remove-old.js';
import { RetentionRepository } from '../features/retention/retention.repository.js';
import { RetentionResolver } from '../features/retention/retention.resolver.js';
import { RetentionService } from '../features/retention/retention.service.js';
import { ExportUser } from '../features/user-export/export-user.js';
import { userExportRoutes } from '../features/user-export/user-export.routes.js';
import { UserRecordsRepository } from '../features/user-export/user-records.repository.js';
import type { FileRoute } from '../graphql/files/file-route.js';
import type { Clock } from '../shared/clock.js';
import type { AppParts, Ground } from './ground.js';

/** What is kept for how long, given out as a whole, and erased. */
export function createData({ database, clock, time = new DatabaseTime(database) }: AppParts, ground: Ground) {
  const { accounts, audit, events, users } = ground;
  const retentionRows = new RetentionRepository(database);
  const erasures = new ErasureRepository(database);
  return {
    retention: new RetentionService({ database, time, accounts, audit, rows: retentionRows }),
    removeOld: new RemoveOld({ database, time, accounts, audit, events, rows: retentionRows }),
    eraseUser: new EraseUser({ database, users, rows: erasures, audit, events }),
    eraseTexts: new EraseTexts({ database, rows: erasures, audit }),
    exportAudit: new ExportAudit({ database, clock, audit, rows: new AuditExportRepository(database) }),
    exportUser: new ExportUser({ database, users, audit, records: new UserRecordsRepository(database) }),
  };
}

type Services = ReturnType<typeof createData>;

export function dataResolvers({ retention, eraseUser }: Services) {
  return [new RetentionResolver(retention), new ErasureResolver(eraseUser)];
}

export function dataFileRoutes(services: Services & { readonly clock: Clock }): readonly FileRoute[] {
  return [...auditFileRoutes(services), ...userExportRoutes(services)];
}
