import { foldName } from '../../src/features/matching/name-key.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { newId } from '../../src/shared/ids.js';
import { testDatabaseUrl, withClient } from './database.js';

/** A company as an account's copy is to hold it. */
export interface CopiedRecord {
  readonly id: number;
  readonly identifier: string;
  readonly name: string;
  readonly status?: string;
  readonly isInactive?: boolean;
  readonly isDeleted?: boolean;
  readonly isMissing?: boolean;
}

/** Records of the sandbox as a sync would copy them now. */
export function recordsOf({ companies }: Sandbox, ids: readonly number[]): CopiedRecord[] {
  return ids.map((id) => {
    const record = companies.get(id);
    if (!record) throw new Error(`The sandbox has no company ${id}.`);
    const { identifier, name, status, deletedFlag } = record as unknown as SandboxRecord;
    const isInactive = status.name === 'Inactive';
    return { id, identifier, name, status: status.name, isInactive, isDeleted: deletedFlag };
  });
}

interface SandboxRecord {
  readonly identifier: string;
  readonly name: string;
  readonly status: { readonly name: string };
  readonly deletedFlag: boolean;
}

/** Puts companies into the account's copy, whose integration is saved, and marks it as whole. */
export async function copyCompanies(account: { readonly id: string }, records: readonly CopiedRecord[]): Promise<void> {
  const rows = records.map(({ id, isMissing, ...record }) => ({
    ...{ id: newId(), connect_wise_id: id, identifier: record.identifier, name: record.name },
    ...{ status: record.status ?? 'Active', is_inactive: record.isInactive ?? false },
    ...{ is_deleted: record.isDeleted ?? false, missing_since: isMissing ? new Date() : null },
    ...{ folded_identifier: foldName(record.identifier), folded_name: foldName(record.name) },
  }));
  await withClient(testDatabaseUrl(), async (client) => {
    await client.query(
      `INSERT INTO company_mirrors (account_id, instance_id, synced_at)
       SELECT account_id, instance_id, now() FROM integration_settings WHERE account_id = $1
       ON CONFLICT (account_id, instance_id) DO UPDATE SET synced_at = now()`,
      [account.id],
    );
    await client.query(
      `INSERT INTO companies (account_id, instance_id, id, connect_wise_id, identifier, name, status, is_inactive, types,
         is_deleted, address_lines, missing_since, folded_identifier, folded_name, normalised_name, match_keys, name_rules)
       SELECT s.account_id, s.instance_id, r.id, r.connect_wise_id, r.identifier, r.name, r.status, r.is_inactive, '{}',
         r.is_deleted, '{}', r.missing_since, r.folded_identifier, r.folded_name, r.folded_name, '{}', 1
       FROM integration_settings s, jsonb_to_recordset($2::jsonb) AS r(id uuid, connect_wise_id int, identifier text,
         name text, status text, is_inactive boolean, is_deleted boolean, missing_since timestamptz,
         folded_identifier text, folded_name text)
       WHERE s.account_id = $1`,
      [account.id, JSON.stringify(rows)],
    );
  });
}
