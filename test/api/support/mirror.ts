import type { Services } from '../../../src/app/services.js';
import type { Company } from '../../../src/connectwise/company.js';
import type { Sandbox } from '../../../src/sandbox/sandbox.js';
import type { Caller } from '../../../src/shared/caller.js';
import type { AccountId } from '../../../src/shared/ids.js';
import type { SeedAccount } from '../../support/seed.js';
import { sql } from './rows.js';

interface MirrorRow {
  readonly connect_wise_id: number;
  readonly [column: string]: unknown;
}

/** What the mirror says is there, one line for a company. */
export async function mirrored(accountId: AccountId, read: typeof sql = sql): Promise<string[]> {
  const rows = await read<MirrorRow>(
    `SELECT connect_wise_id, identifier, name, status, is_inactive, types, is_deleted, website, phone_number,
       address_lines, city, state, zip, country, last_updated
     FROM companies WHERE account_id = $1 AND missing_since IS NULL
       AND instance_id = (SELECT instance_id FROM integration_settings WHERE account_id = $1)
     ORDER BY connect_wise_id`,
    [accountId],
  );
  return rows.map((row) => JSON.stringify(Object.values(row)));
}

/** The same of ConnectWise, read from the start to the end by the way that the sync does not take. */
export async function inConnectWise({ backgroundWork }: Services, caller: Caller): Promise<string[]> {
  const piece = { work: 'COMPANY_SYNC', capability: 'READ_COMPANIES', signal: new AbortController().signal } as const;
  const found = await backgroundWork.run(caller, piece, async ({ companies }) => {
    const all: Company[] = [];
    for await (const company of companies.list({ paging: 'forward-only' })) all.push(company);
    return all;
  });
  return found.map(lineOf);
}

function lineOf(company: Company): string {
  const { id, identifier, name, status, isInactive, types, isDeleted, website, phoneNumber, address } = company;
  const { lines, city, state, zip, country } = address;
  const place = [lines, city, state, zip, country, company.lastUpdated];
  return JSON.stringify([
    id,
    identifier,
    name,
    status?.name ?? null,
    isInactive,
    types,
    isDeleted,
    website,
    phoneNumber,
    ...place,
  ]);
}

/** How often companies or their statuses were asked for since the journal was cleared. */
export function syncCalls({ journal }: Sandbox): number {
  return journal.entries.filter(({ route }) => route?.startsWith('/company/companies')).length;
}

/** Ids of the companies that a sandbox shows, in order. */
export function idsIn({ companies }: Sandbox): number[] {
  const ids: number[] = [];
  for (let id = 0; ids.length < companies.count; id += 1) if (companies.get(id)) ids.push(id);
  return ids;
}

/** Lets the account's next increment look again: the last sync seems so many minutes longer ago. */
export async function letMinutesPass({ id }: SeedAccount, minutes: number): Promise<void> {
  const by = `interval '${minutes} minutes'`;
  await sql(
    `UPDATE company_mirrors SET synced_at = synced_at - ${by}, compared_at = compared_at - ${by} WHERE account_id = $1`,
    [id],
  );
  await sql(`UPDATE jobs SET finished_at = finished_at - ${by} WHERE account_id = $1`, [id]);
}
