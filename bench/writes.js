// Writes over HTTP, one call after the other, beside the bare minimum: the same rows, with those of the audit trail and the feed of
// events, put by one INSERT and by COPY into empty copies of those tables with the same indexes. What triggers write is left out.
import { once } from 'node:events';
import { from as copyFrom } from 'pg-copy-streams';
import { median, range, rounded, size, timed } from './support/figures.js';
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
    ...{ account: 'User', name: 'users saved', aCall: 1_000, query: bulk('SaveUsersInput', 'saveUsers') },
    tables: ['users', 'events', 'audit_events'],
    // None of those that are there.
    item: (n) => ({
      ...{ source: 'bench', externalId: `s${n}` },
      name: `User ${n}`,
      mailDomains: [`u${n}.example.com`],
    }),
  },
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
      how: `medians of ${CALLS} calls, each in turn with INSERT and COPY; durable commits`,
    });
  });
}

/** Call, INSERT and COPY in turn, so that whatever else the machine does meets all three. */
async function measure(client, ask, kind) {
  await prepare(client, kind);
  const tables = await emptyCopies(client, kind);
  const took = { own: [], insert: [], copy: [] };
  let count = 0;
  for (let call = 0; call < CALLS + WARM; call += 1) {
    const items = Array.from({ length: kind.aCall }, (_, at) => kind.item(call * kind.aCall + at + 1));
    const since = await nextTransaction(client);
    took.own.push(await timed(() => ask(kind.query, { input: { items } })));
    const parts = await written(client, tables, { kind, since });
    for (const [way, put] of Object.entries({ insert, copy })) {
      took[way].push(await timed(() => inTransaction(client, parts, (part) => put(client, part))));
    }
    count += parts.reduce((sum, { rows }) => sum + rows.length, 0);
  }
  const own = took.own.slice(WARM);
  const [rate, insertRate, copyRate] = [own, took.insert.slice(WARM), took.copy.slice(WARM)].map((all) =>
    rateOf(kind, all),
  );
  return [
    ...[`${kind.aCall.toLocaleString('en')} ${kind.name}`, rounded(rate), `${range(own)} ms`],
    ...[rounded(insertRate), (rate / insertRate).toFixed(2), rounded(copyRate), (rate / copyRate).toFixed(2)],
    (count / (CALLS + WARM) / kind.aCall).toFixed(2),
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

async function emptyCopies(client, { tables }) {
  const copies = [];
  for (const name of tables) {
    for (const way of ['insert', 'copy']) {
      await client.query(
        `DROP TABLE IF EXISTS ${way}_${name}; CREATE TABLE ${way}_${name} (LIKE ${name} INCLUDING ALL)`,
      );
    }
    copies.push({ name, columns: await columnsOf(client, name) });
  }
  return copies;
}

/** The number of the next transaction: of any that begins from now on, and of none before. */
async function nextTransaction(client) {
  const { rows } = await client.query('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next');
  return rows[0].next;
}

/** What was written since, as texts. */
async function written(client, tables, { kind, since }) {
  const parts = [];
  for (const { name, columns } of tables) {
    const texts = columns.map((column) => `x."${column}"::text`).join(', ');
    const text = `SELECT ${texts} FROM ${name} x JOIN accounts a ON a.id = x.account_id
      WHERE a.name = $1 AND x.xmin::text::bigint >= $2`;
    const { rows } = await client.query({ text, values: [kind.account, since], rowMode: 'array' });
    if (rows.length > 0) parts.push({ name, list: columns.map((column) => `"${column}"`).join(', '), rows });
  }
  return parts;
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

async function inTransaction(client, parts, put) {
  await client.query('BEGIN');
  for (const part of parts) await put(part);
  await client.query('COMMIT');
}

async function insert(client, { name, list, rows }) {
  const width = rows[0].length;
  const places = rows.map(
    (_, at) => `(${Array.from({ length: width }, (__, column) => `$${at * width + column + 1}`)})`,
  );
  await client.query(`INSERT INTO insert_${name} (${list}) VALUES ${places}`, rows.flat());
}

async function copy(client, { name, list, rows }) {
  const stream = client.query(copyFrom(`COPY copy_${name} (${list}) FROM STDIN`));
  stream.end(rows.map((row) => `${row.map(field).join('\t')}\n`).join(''));
  await once(stream, 'finish');
}

/** As COPY reads a text. */
function field(text) {
  return text === null ? '\\N' : text.replace(/[\\\n\r\t]/g, (one) => ESCAPES[one]);
}
