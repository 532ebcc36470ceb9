import type { CsvCells } from '../../shared/csv/write-csv.js';
import { type UserId } from '../../shared/ids.js';
import type { CompanyReference } from '../companies/company-reference.js';
import type { MappingRow, UserReference } from '../mappings/mapping-row.js';

export const IMPORT_COLUMNS = [
  ...(['source', 'user_external_id', 'user_id', 'company_identifier', 'company_record_id', 'company_name'] as const),
  ...(['enabled', 'replace_existing', 'allow_shared', 'allow_inactive'] as const),
] as const;
export type ImportColumn = (typeof IMPORT_COLUMNS)[number];
export type ImportCells = CsvCells<ImportColumn>;

/** Columns of our own files that only tell something: a file may come back with them, and nobody reads them. */
export const TOLD_COLUMNS = [
  ...(['user_name', 'mapped_identifier', 'mapped_name', 'mapping_status'] as const),
  ...(['row', 'line', 'outcome', 'code', 'message'] as const),
] as const;

/** What a row asks for; without `isEnabled` it is enabled exactly if the integration is. */
export interface AskedRow extends Omit<MappingRow, 'isEnabled'> {
  readonly isEnabled: boolean | undefined;
}

export type ReadRow =
  | { readonly kind: 'asked'; readonly asked: AskedRow }
  /** It names no company, as the export of an unmapped user does. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'problem'; readonly message: string };

/** Ids in files are those of the API; undefined for one that is none. */
export type ToUserId = (globalId: string) => UserId | undefined;

/** Longer than anything that a row can mean. */
export const LONGEST_CELL = 1_000;

const WORDS: Readonly<Record<string, boolean>> = { true: true, yes: true, 1: true, false: false, no: false, 0: false };

/** Reads one row by itself, all that is wrong with it at once. */
export function readImportRow(cells: ImportCells, toUserId: ToUserId): ReadRow {
  const problems: string[] = [];
  for (const column of IMPORT_COLUMNS) {
    if ((cells[column] ?? '').length > LONGEST_CELL) problems.push(`${column} is too long.`);
  }
  const user = readUser(cells, toUserId, problems);
  const company = readCompany(cells, problems);
  const choices = {
    isEnabled: readChoice(cells, 'enabled', problems),
    replaceExisting: readChoice(cells, 'replace_existing', problems) ?? false,
    allowShared: readChoice(cells, 'allow_shared', problems) ?? false,
    allowInactive: readChoice(cells, 'allow_inactive', problems) ?? false,
  };
  if (!user || problems.length > 0) return { kind: 'problem', message: problems.join(' ') };
  return company ? { kind: 'asked', asked: { user, company, ...choices } } : { kind: 'skipped' };
}

function readUser(cells: ImportCells, toUserId: ToUserId, problems: string[]): UserReference | undefined {
  const [source, externalId, globalId] = [
    cellOf(cells, 'source'),
    cellOf(cells, 'user_external_id'),
    cellOf(cells, 'user_id'),
  ];
  if ((externalId === '') === (globalId === '')) {
    problems.push('Name the user by user_external_id with source, or by user_id.');
    return undefined;
  }
  if (externalId !== '') {
    if (source === '') problems.push('source is missing: an external id belongs to one.');
    return { kind: 'key', source, externalId };
  }
  const userId = toUserId(globalId);
  if (!userId) problems.push('user_id is not the id of a user.');
  return userId && { kind: 'id', userId };
}

function readCompany(cells: ImportCells, problems: string[]): CompanyReference | undefined {
  const identifier = cellOf(cells, 'company_identifier');
  const recordId = cellOf(cells, 'company_record_id');
  const name = cellOf(cells, 'company_name');
  if ([identifier, recordId, name].filter((cell) => cell !== '').length > 1) {
    problems.push('Name the company in one way: company_identifier, company_record_id or company_name.');
  }
  if (recordId !== '') {
    if (!/^\d{1,10}$/.test(recordId)) problems.push('company_record_id is not a number.');
    return { kind: 'record', connectWiseId: Number(recordId) };
  }
  if (identifier !== '') return { kind: 'identifier', identifier };
  return name === '' ? undefined : { kind: 'name', name };
}

function readChoice(cells: ImportCells, column: ImportColumn, problems: string[]): boolean | undefined {
  const cell = cellOf(cells, column);
  if (cell === '') return undefined;
  const choice = Object.hasOwn(WORDS, cell.toLowerCase()) ? WORDS[cell.toLowerCase()] : undefined;
  if (choice === undefined) problems.push(`${column} is true, false or empty.`);
  return choice;
}

function cellOf(cells: ImportCells, column: ImportColumn): string {
  return cells[column]?.trim() ?? '';
}
