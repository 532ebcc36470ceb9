// Rows put into the tables in bulk; how they come in is not what is measured.
import { mirrorRow } from '../../dist/features/companies/mirror-row.js';
import { plausibleNames } from '../../test/support/plausible-names.js';

/** The account's source and instance, as after a set-up. */
export async function seedGround(client, account = 'Bench') {
  await client.query(
    `WITH a AS (SELECT id FROM accounts WHERE name = $1),
       s AS (INSERT INTO sources (account_id, id, code, name) SELECT id, gen_random_uuid(), 'bench', 'Bench' FROM a)
     INSERT INTO connect_wise_instances (account_id, id, host, login_company_id, confirmed_at)
     SELECT id, gen_random_uuid(), 'api-na.myconnectwise.net', 'bench', now() FROM a`,
    [account],
  );
  await client.query(
    `INSERT INTO integration_settings (account_id, instance_id, login_company_id)
     SELECT account_id, id, login_company_id FROM connect_wise_instances
     WHERE account_id = (SELECT id FROM accounts WHERE name = $1)`,
    [account],
  );
}

/** Users from one number to another, of whom every fifth has no mapping. Names are spread over the list, not in a row. */
export async function seedUsers(client, { account = 'Bench', from = 1, to, mapsAll = false, mapsNone = false }) {
  const isMapped = mapsNone ? 'false' : mapsAll ? 'true' : 'n % 5 <> 0';
  // Keys of other tables are good here, and checking each of a million would take most of the time.
  await client.query("SET session_replication_role = 'replica'");
  await client.query(
    `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains, is_mapped)
     SELECT s.account_id, gen_random_uuid(), s.id, 'u' || n, 'User ' || lpad((n::bigint * 7919 % 1000003)::text, 7, '0'),
       ARRAY['u' || n || '.example.com'], ${isMapped}
     FROM sources s JOIN accounts a ON a.id = s.account_id AND a.name = $1, generate_series($2::int, $3::int) AS n
     WHERE s.code = 'bench'`,
    [account, from, to],
  );
  await client.query(
    `INSERT INTO mappings (account_id, id, user_id, source_id, instance_id, connect_wise_id, identifier, company_name,
       company_status, company_types, is_enabled, origin, verification, verified_at)
     SELECT u.account_id, gen_random_uuid(), u.id, u.source_id, i.id, substr(u.external_id, 2)::int, 'C' || u.external_id,
       u.name, 'Active', '{Customer}', true, 'MANUAL', 'VERIFIED', now()
     FROM users u JOIN accounts a ON a.id = u.account_id AND a.name = $1
     JOIN connect_wise_instances i ON i.account_id = u.account_id
     WHERE u.is_mapped AND substr(u.external_id, 2)::int BETWEEN $2 AND $3`,
    [account, from, to],
  );
  await client.query("SET session_replication_role = 'origin'");
  // Neither did the triggers run that tell a search of them.
  await client.query(
    `INSERT INTO search_keys (account_id, subject, id, key)
     SELECT account_id, 'users', id, search_key(name || E'\\n' || external_id) FROM users
     UNION ALL
     SELECT account_id, 'mappings', id, search_key(identifier || E'\\n' || company_name) FROM mappings
     ON CONFLICT DO NOTHING`,
  );
  await client.query('VACUUM ANALYZE');
}

/** The copy of that many companies, as a sync leaves it. @returns their names */
export async function seedCompanies(client, count, account = 'Bench') {
  const names = plausibleNames(count);
  const companies = names.map((name, index) =>
    mirrorRow({
      ...{ id: index + 1, identifier: `C${index + 1}`, name, status: { id: 1, name: 'Active' } },
      ...{ isInactive: index % 20 === 0, types: [], isDeleted: false, lastUpdated: new Date(), phoneNumber: null },
      website: index % 2 === 0 ? `https://www.company-${index}.example` : null,
      address: { lines: [], city: null, state: null, zip: null, country: null },
    }),
  );
  await client.query(
    `INSERT INTO company_mirrors (account_id, instance_id, synced_at)
     SELECT s.account_id, s.instance_id, now() FROM integration_settings s JOIN accounts a ON a.id = s.account_id AND a.name = $1`,
    [account],
  );
  const columns = Object.keys(companies[0]).join(', ');
  for (let start = 0; start < companies.length; start += 1_000) {
    await client.query(
      `INSERT INTO companies (account_id, instance_id, ${columns})
       SELECT i.account_id, i.id, ${columns.replace(/\b(\w+)/g, 'c.$1')}
       FROM connect_wise_instances i JOIN accounts a ON a.id = i.account_id AND a.name = $2,
         jsonb_populate_recordset(NULL::companies, $1) c`,
      [JSON.stringify(companies.slice(start, start + 1_000)), account],
    );
  }
  return names;
}

/** Users who are mostly one of the companies under another spelling. */
export async function seedLikeness(client, names, { count, first = 0 }) {
  const users = Array.from({ length: count }, (_, at) => {
    const index = first + at;
    const company = (index * 7_919) % names.length;
    return {
      external_id: `U${index}`,
      name: respelled(names[company], index),
      mail_domains: index % 4 === 0 ? [`company-${company}.example`] : [],
    };
  });
  await client.query(
    `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
     SELECT s.account_id, gen_random_uuid(), s.id, u.external_id, u.name, u.mail_domains
     FROM sources s, jsonb_populate_recordset(NULL::users, $1) u WHERE s.code = 'bench'`,
    [JSON.stringify(users)],
  );
}

function respelled(name, index) {
  switch (index % 5) {
    case 0:
      return name;
    case 1:
      return name.toUpperCase().replace(/[.,]/g, '');
    case 2:
      return name.slice(0, -3);
    case 3:
      return `${name.slice(0, 2)}${name.slice(3)}`;
    default:
      return `${name} ${index}`;
  }
}

/** How psa-bridge names a record to the outside. */
export function globalId(kind, id) {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}
