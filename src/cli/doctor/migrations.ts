import type { Inspection } from '../../database/inspection.js';
import { changedMigration, unfinishedMigration } from '../../database/migrate.js';
import { Sheet } from './finding.js';

/** Whether the database is of this version; `isUsable` when the rest of the checks can read it. */
export async function checkMigrations(
  inspection: Inspection,
): Promise<{ readonly sheet: Sheet; readonly isUsable: boolean }> {
  const sheet = new Sheet('migrations');
  const { pending, unfinished, changed, newer, applied } = await inspection.migrations();
  for (const name of unfinished) sheet.fail(unfinishedMigration(name));
  for (const name of changed) sheet.fail(changedMigration(name));
  if (applied === 0) {
    sheet.warn('Nothing ever migrated this database.', 'Run psa-bridge migrate, or start the server, which does it.');
    return { sheet, isUsable: false };
  }
  if (pending.length > 0) {
    sheet.warn(
      `Not applied yet: ${pending.length}, the first of them ${pending[0]}.`,
      'Run psa-bridge migrate, or start the server, which does it.',
    );
  }
  if (newer.length > 0) {
    sheet.warn(
      `A newer version migrated this database (${newer.at(-1)}).`,
      'Nothing during an upgrade: old and new run side by side. Otherwise bring this one to the newer version.',
    );
  }
  if (sheet.findings.length === 0) sheet.ok(`All ${applied} are applied.`);
  return { sheet, isUsable: pending.length === 0 };
}
