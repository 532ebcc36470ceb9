import type { Inspection } from '../../database/inspection.js';
import { APP_ROLE, SYSTEM_ROLE } from '../../database/scope.js';
import { OperatorError } from '../../shared/operator-error.js';
import { Sheet } from './finding.js';

/** What keeps the accounts apart: two roles without rights of their own, and a policy on each table. */
export async function checkRoles(inspection: Inspection): Promise<Sheet> {
  const sheet = new Sheet('row-level security');
  for (const role of [APP_ROLE, SYSTEM_ROLE]) {
    try {
      await inspection.assertRole(role);
    } catch (error) {
      if (error instanceof OperatorError) sheet.fail(error.message);
      else if (hasCode(error, ABSENT)) sheet.fail(`The database role ${role} does not exist.`, remedyFor(role));
      else if (hasCode(error, FORBIDDEN)) sheet.fail(`The login may not work as ${role}.`, remedyFor(role));
      else throw error;
    }
  }
  const tables = await inspection.unguardedTables();
  if (tables.length > 0) {
    sheet.fail(
      `Row-level security is off for ${tables.join(', ')}.`,
      tables.map((table) => `ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;`).join(' '),
    );
  }
  if (sheet.findings.length === 0) sheet.ok(`${APP_ROLE} and ${SYSTEM_ROLE} see what they should and no more.`);
  return sheet;
}

const ABSENT = '22023';
const FORBIDDEN = '42501';

function remedyFor(role: string): string {
  return `As an administrator of the database: CREATE ROLE ${role} NOLOGIN; if it is missing, then GRANT ${role} TO the login of DATABASE_URL.`;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
