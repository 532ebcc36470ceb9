import type { Sandbox } from '../../../src/sandbox/sandbox.js';
import type { SeedAccount } from '../../support/seed.js';
import { sql } from './rows.js';

/** Makes companies of ConnectWise and as many users that are mapped to one each, past all checks. @returns record ids */
export async function manyMappings(sandbox: Sandbox, account: SeedAccount, count: number): Promise<readonly number[]> {
  const { code } = await account.source();
  const ids = sandbox.companies.addMany(count, (number) => ({
    identifier: `${code}-${number}`,
    name: `Company ${code} ${number}`,
  }));
  await sql(
    `WITH made AS (
       INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
       SELECT s.account_id, gen_random_uuid(), s.id, n.at::text, 'user ' || n.at, '{}'
       FROM sources s, generate_series(0, $3::int - 1) AS n(at) WHERE s.account_id = $1 AND s.code = $2
       RETURNING account_id, id, source_id, external_id)
     INSERT INTO mappings (account_id, id, user_id, source_id, instance_id, connect_wise_id, identifier, company_name,
       company_status, company_types, is_enabled, origin, verification, verified_at)
     SELECT m.account_id, gen_random_uuid(), m.id, m.source_id, i.instance_id, ($4::int[])[m.external_id::int + 1],
       $2 || '-' || m.external_id, 'Company ' || $2 || ' ' || m.external_id, 'Active', '{}', true, 'MANUAL', 'VERIFIED', now()
     FROM made m JOIN integration_settings i USING (account_id)`,
    [account.id, code, count, [...ids]],
  );
  return ids;
}
