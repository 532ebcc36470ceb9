// Writes over HTTP, one call after the other, beside the bare minimum: the same rows, with those of the audit trail and the feed of
// events, put by one INSERT and by COPY into empty copies of those tables with the same indexes. What triggers write is left out.
import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import { median, range, rounded, size, timed, times } from './support/figures.js';
import { progress } from './support/report.js';
import { seedCompanies, seedGround, seedUsers } from './support/seed.js';
import { createAccount, environmentFor, NOBODY, Stage, sql } from './support/stage.js';

const CALLS = size('CALLS', 12);
const WARM = 2;

const ESCAPES = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const bulk = (type, field) =>
  `mutation($input: ${type}!) { ${field}(input: $input) { results { userErrors { message } } userErrors { message } } }`;
const user = (n) => ({ source: 'bench', userExternalId: `u${n}` });

const KINDS = [
  {
    ...{ account: 'Mapping', name: 'users mapped', aCall: 1_000, query: bulk('MapCompaniesInput', 'mapCompanies') },
    tables: ['mappings', 'events', 'audit_events'],
    item: (n) => ({
      user: { key: { source: 'bench', externalId: `u${n}` } },
      ...{ company: { connectWiseId: n }, isEnabled: false, allowInactive: true },
    }),
  },
  {
    ...{
      account: 'Usage',
      name: 'rows of usage recorded',
      aCall: 1_000,
      query: bulk('RecordUsageInput', 'recordUsage'),
    },
    tables: ['usage_days', 'events', 'audit_events'],
    item: (n) => ({ ...user(n), product: 'mailboxes', day: '2026-10-01', used: '17', purchased: '20' }),
  },
  {
    ...{ account: 'Notification', name: 'notifications raised', aCall: 500 },
    query: bulk('RaiseNotificationsInput', 'raiseNotifications'),
    tables: ['notifications', 'events', 'audit_events'],
    item: (n) => ({
      ...{
        ...user(n),
        key: `quota ${n}`,
        kind: 'QUOTA',
        severity: 'WARNING',
        title: `Mailbox of user ${n} is nearly full`,
      },
      body: 'The mailbox has used 95 % of its quota. Mail is refused when it is full.',
    }),
  },
];

/** @param {import('./support/report.js').Report} report */
export function run(report) {
  return Stage.use(async (stage) => {
    const environment = environmentFor(NOBODY, await stage.createDatabase());
    const rows = [];
    const tokens = [];
    for (const { account } of KINDS) tokens.push(await createAccount(environment, account));
    const server = await stage.serve(environment);
    for (const [at, kind] of KINDS.entries()) {
      progress(`writes: ${kind.name}`);
      rows.push(await sql(environment.DATABASE_URL, (client) => measure(client, server.asking(tokens[at]), kind)));
    }
    await report.table('writes', {
      head: ['what', 'rows/s', 'calls', 'INSERT, rows/s', 'of INSERT', 'COPY, rows/s', 'of COPY', 'rows in all tables'],
      rows,
      how: `medians of ${CALLS} calls, one after the other; durable commits`,
    });
  });
}

async function measure(client, ask, kind) {
  await prepare(client, kind);
  let call = 0;
  const own = await times(
    CALLS,
    () => {
      const items = Array.from({ length: kind.aCall }, (_, at) => kind.item(call * kind.aCall + at + 1));
      call += 1;
      return ask(kind.query, { input: { items } });
    },
    WARM,
  );
  const { tables, count } = await written(client, kind, call);
  const bare = { insert: [], copy: [] };
  for (let at = 0; at < call; at += 1) {
    for (const [way, put] of Object.entries({ insert, copy })) {
      bare[way].push(await timed(() => inTransaction(client, tables, (table) => put(client, table, table.parts[at]))));
    }
  }
  const [insertRate, copyRate] = [bare.insert, bare.copy].map((all) => rateOf(kind, all.slice(WARM)));
  const rate = rateOf(kind, own);
  return [
    ...[`${kind.aCall.toLocaleString('en')} ${kind.name}`, rounded(rate), `${range(own)} ms`],
    ...[rounded(insertRate), (rate / insertRate).toFixed(2), rounded(copyRate), (rate / copyRate).toFixed(2)],
    (count / call / kind.aCall).toFixed(2),
  ];
}

function rateOf({ aCall }, milliseconds) {
  return (aCall * 1_000) / median(milliseconds);
}

async function prepare(client, { account, aCall }) {
  const most = aCall * (CALLS + WARM);
  await seedGround(client, account);
  await seedUsers(client, { account, to: most, mapsNone: true });
  if (account === 'Mapping') await seedCompanies(client, most, account);
  await client.query(
    `INSERT INTO products (account_id, id, source_id, code, name, unit, decimals)
     SELECT s.account_id, gen_random_uuid(), s.id, 'mailboxes', 'Mailboxes', 'mailbox', 0
     FROM sources s JOIN accounts a ON a.id = s.account_id WHERE a.name = $1`,
    [account],
  );
  await client.query('VACUUM ANALYZE');
}

/** What the calls wrote, as texts, in as many parts as there were calls, with empty copies to put them into. */
async function written(client, { account, tables }, calls) {
  const found = [];
  for (const name of tables) {
    const columns = await columnsOf(client, name);
    const texts = columns.map((column) => `x."${column}"::text`).join(', ');
    const text = `SELECT ${texts} FROM ${name} x JOIN accounts a ON a.id = x.account_id WHERE a.name = $1`;
    const { rows } = await client.query({ text, values: [account], rowMode: 'array' });
    if (rows.length === 0) continue;
    const aPart = Math.ceil(rows.length / calls);
    const parts = Array.from({ length: calls }, (_, at) => rows.slice(at * aPart, (at + 1) * aPart));
    for (const way of ['insert', 'copy']) {
      await client.query(
        `DROP TABLE IF EXISTS ${way}_${name}; CREATE TABLE ${way}_${name} (LIKE ${name} INCLUDING ALL)`,
      );
    }
    found.push({ name, list: columns.map((column) => `"${column}"`).join(', '), parts });
  }
  const count = found.reduce((sum, { parts }) => sum + parts.flat().length, 0);
  return { tables: found, count };
}

async function columnsOf(client, table) {
  const { rows } = await client.query(
    `SELECT attname FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a'
     ORDER BY attnum`,
    [table],
  );
  return rows.map(({ attname }) => attname);
}

async function inTransaction(client, tables, put) {
  await client.query('BEGIN');
  for (const table of tables) await put(table);
  await client.query('COMMIT');
}

async function insert(client, { name, list }, rows) {
  if (rows.length === 0) return;
  const width = rows[0].length;
  const places = rows.map(
    (_, at) => `(${Array.from({ length: width }, (__, column) => `$${at * width + column + 1}`)})`,
  );
  await client.query(`INSERT INTO insert_${name} (${list}) VALUES ${places}`, rows.flat());
}

async function copy(client, { name, list }, rows) {
  const stream = client.query(copyFrom(`COPY copy_${name} (${list}) FROM STDIN`));
  stream.end(rows.map((row) => `${row.map(field).join('\t')}\n`).join(''));
  await once(stream, 'finish');
}

/** As COPY reads a text. */
function field(text) {
  return text === null ? '\\N' : text.replace(/[\\\n\r\t]/g, (one) => ESCAPES[one]);
}
