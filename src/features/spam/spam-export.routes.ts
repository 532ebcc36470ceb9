import { z } from 'zod';
import { Roles } from '../../graphql/authorization.js';
import type { DownloadRoute, FileRoute } from '../../graphql/files/file-route.js';
import type { Clock } from '../../shared/clock.js';
import { writeCsv } from '../../shared/csv/write-csv.js';
import { type Day, parseDay } from '../../shared/day.js';
import { type ExportSpam, SPAM_COLUMNS } from './export-spam.js';

interface Services {
  readonly exportSpam: ExportSpam;
  readonly clock: Clock;
}

const day = z.custom<Day>((value) => typeof value === 'string' && parseDay(value), 'Give a day such as 2026-01-31.');
const query = z.strictObject({ from: day, to: day, source: z.string().optional() });

/** What the mail filter saw, as a CSV file. */
export function spamExportRoutes({ exportSpam, clock }: Services): readonly FileRoute[] {
  const giveExport: DownloadRoute<z.infer<typeof query>> = {
    kind: 'download',
    path: '/files/spam/export',
    operation: 'exportSpamStatistics',
    roles: Roles.read,
    query,
    fileName: () => `spam-statistics-${clock.now().toISOString().slice(0, 10)}.csv`,
    send(caller, { query: { source, ...period } }) {
      return writeCsv(SPAM_COLUMNS, exportSpam.rows(caller, { period, source }));
    },
  };
  return [giveExport];
}
