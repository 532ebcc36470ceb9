import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { MIGRATIONS_FOLDER, readMigrations } from '../../src/database/migration-files.js';

/** What would break a process of the build before, which goes on while another migrates. */
const TAKEN_AWAY = [
  /\bDROP\s+(TABLE|COLUMN|TYPE|VIEW|SCHEMA)\b/i,
  /\bRENAME\b/i,
  /\bALTER\s+COLUMN\s+"?\w+"?\s+(SET\s+DATA\s+)?TYPE\b/i,
  /\bALTER\s+COLUMN\s+"?\w+"?\s+(SET\s+NOT\s+NULL|DROP\s+DEFAULT)/i,
  // The build before does not fill it.
  /\bADD\s+COLUMN\s+[^,;]*\bNOT\s+NULL\b(?![^,;]*\bDEFAULT\b)/i,
];

const withoutComments = (sql: string) => sql.replace(/--[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '');

const statementsThatTake = (sql: string) =>
  withoutComments(sql)
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => TAKEN_AWAY.some((pattern) => pattern.test(statement)));

it('F24: migrations only add, so that a process of the build before goes on', async () => {
  const found: string[] = [];
  for (const { name } of await readMigrations()) {
    const sql = await readFile(join(MIGRATIONS_FOLDER, name, 'migration.sql'), 'utf8');
    found.push(...statementsThatTake(sql).map((statement) => `${name}: ${statement}`));
  }
  expect(found).toEqual([]);
});

it.each([
  'ALTER TABLE "users" DROP COLUMN "name"',
  'DROP TABLE users',
  'ALTER TABLE users RENAME COLUMN name TO title',
  'ALTER TABLE users ALTER COLUMN name TYPE integer',
  'ALTER TABLE users ALTER COLUMN name SET NOT NULL',
  'ALTER TABLE users ADD COLUMN "size" INTEGER NOT NULL',
])('finds "%s"', (statement) => {
  expect(statementsThatTake(statement)).toEqual([statement]);
});

it.each([
  'ALTER TABLE users ADD COLUMN "size" INTEGER NOT NULL DEFAULT 0',
  'ALTER TABLE users ADD COLUMN "size" INTEGER',
  '-- DROP TABLE users',
])('lets "%s" pass', (statement) => {
  expect(statementsThatTake(statement)).toEqual([]);
});
