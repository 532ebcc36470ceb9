// Spam statistics: many users with a year of days, how long the reads of them take, and how more of them are recorded.
import { ofTimes, seconds, size, timed, times } from './support/figures.js';
import { progress } from './support/report.js';
import { globalId } from './support/seed.js';
import { createAccount, environmentFor, NOBODY, Stage, sql } from './support/stage.js';

const USERS = size('USERS', 10_000);
const DOMAINS = 2;
const DAYS = 365;
const TIMES = 300;
const YEAR = { from: '2026-01-01', to: '2026-12-31' };
const MONTH = { from: '2026-06-01', to: '2026-06-30' };

/** Days before those that are there. Together with the calls that come before a measurement, the calls name each user once. */
const NEW_DAYS = ['2025-06-01', '2025-06-02'];
const CALLS = 18;
const A_CALL = 1_000;

const COUNTERS = 'totalMessages accountMessages spam phishing viruses';
const series = (by) => `series(by: ${by}) { from to counters { ${COUNTERS} } }`;
const OF_ALL = `query($from: Date!, $to: Date!) { spamStatistics(from: $from, to: $to) { ${series('MONTH')} } }`;
const BY_DAY = `query($from: Date!, $to: Date!) { spamStatistics(from: $from, to: $to) { ${series('DAY')} } }`;
const OF_USER = `query($from: Date!, $to: Date!, $id: ID!) { spamStatistics(from: $from, to: $to, filter: { userIds: [$id] }) {
  totals { ${COUNTERS} } ${series('MONTH')} } }`;
const OF_PAGE = `query($from: Date!, $to: Date!) { users(first: 50) { nodes { name spamStatistics(from: $from, to: $to) { totals { ${COUNTERS} } } } } }`;
const TOP =
  'query($from: Date!, $to: Date!) { spamStatistics(from: $from, to: $to) { topDomains(first: 10) { domain } } }';

const RECORD =
  'mutation($input: RecordSpamStatisticsInput!) { recordSpamStatistics(input: $input) { userErrors { message } } }';

/** @param {import('./support/report.js').Report} report */
export function run(report) {
  return Stage.use(async (stage) => {
    const environment = environmentFor(NOBODY, await stage.createDatabase());
    const token = await createAccount(environment);
    const { ids, row } = await sql(environment.DATABASE_URL, async (client) => {
      return { ids: await fill(client), row: await room(client) };
    });
    const rows = [row];
    const server = await stage.serve(environment);
    const ask = server.asking(token);
    const note = async (name, count, work) => {
      rows.push([name, `${ofTimes(await times(count, work))} (${count} times)`]);
      progress(`spam: ${rows.at(-1).join(': ')}`);
    };
    await note('a year of the account by month', TIMES, () => ask(OF_ALL, YEAR));
    await note('a year of the account by day', TIMES, () => ask(BY_DAY, YEAR));
    await note("a user's year by month, and its totals, each time another user", TIMES, (at) =>
      ask(OF_USER, { ...YEAR, id: ids[(at * 7_919) % ids.length] }),
    );
    await note('a month of each of 50 users', TIMES, () => ask(OF_PAGE, MONTH));
    await note('the domains of the account with the most spam in a month', 10, () => ask(TOP, MONTH));
    await note('the domains of the account with the most spam in a year', 3, () => ask(TOP, YEAR));
    rows.push(await file(server.url, token));
    const recording = (about) => {
      let call = 0;
      return () => {
        const items = dayOf(call, about);
        call += 1;
        return ask(RECORD, { input: { items } });
      };
    };
    const [added, known] = [(user, n) => `new-${n}.u${user}.example`, (user, n) => `u${user}.${n}.example`];
    const [first, second] = NEW_DAYS;
    await note('1,000 days of new domains are recorded', CALLS, recording({ day: first, spam: 1, domain: added }));
    await note('1,000 days of known domains are recorded', CALLS, recording({ day: second, spam: 1, domain: known }));
    await note('1,000 days are told again, otherwise', CALLS, recording({ day: second, spam: 2, domain: known }));
    await report.table('spam', { rows, how: 'one request at a time' });
  });
}

/** A year of days in the order in which they come; how they come in is not what is measured. Answers the ids of users. */
async function fill(client) {
  await client.query(
    `INSERT INTO sources (account_id, id, code, name) SELECT id, gen_random_uuid(), 'bench', 'Bench' FROM accounts WHERE name = 'Bench'`,
  );
  const { rows } = await client.query(
    `INSERT INTO users (account_id, id, source_id, external_id, name, mail_domains)
     SELECT account_id, gen_random_uuid(), id, 'u' || n, 'User ' || n, '{}' FROM sources, generate_series(1, $1::int) AS n
     RETURNING id`,
    [USERS],
  );
  await client.query(
    `INSERT INTO spam_domains (account_id, id, user_id, domain)
     SELECT u.account_id, row_number() OVER (), u.id, u.external_id || '.' || n || '.example' FROM users u, generate_series(1, $1::int) AS n`,
    [DOMAINS],
  );
  // Keys of other tables are good here; to check each of millions would take most of the time.
  await client.query("SET session_replication_role = 'replica'");
  await client.query(
    `INSERT INTO spam_days (account_id, domain_id, day, total_messages, account_messages, spam, phishing, viruses)
     SELECT account_id, id, date '2026-01-01' + n, 1000 + n, 500, (n + id) % 500, n % 7, n % 3
     FROM generate_series(0, $1::int - 1) AS n, spam_domains ORDER BY n, id`,
    [DAYS],
  );
  await client.query("SET session_replication_role = 'origin'");
  await client.query(
    `INSERT INTO spam_totals (account_id, source_id, day, total_messages, account_messages, spam, phishing, viruses)
     SELECT x.account_id, s.id, x.day, sum(x.total_messages), sum(x.account_messages), sum(x.spam), sum(x.phishing), sum(x.viruses)
     FROM spam_days x JOIN sources s USING (account_id) GROUP BY 1, 2, 3`,
  );
  await client.query('VACUUM ANALYZE');
  return rows.map(({ id }) => globalId('User', id));
}

/** What a call tells of a day: that of the next users, each with its domains. */
function dayOf(call, { day, spam, domain }) {
  return Array.from({ length: A_CALL }, (_, at) => {
    const user = (Math.floor((call * A_CALL + at) / DOMAINS) % USERS) + 1;
    const told = { source: 'bench', userExternalId: `u${user}`, domain: domain(user, (at % DOMAINS) + 1), day };
    return { ...told, totalMessages: 100, accountMessages: 50, spam, phishing: 1, viruses: 0 };
  });
}

async function room(client) {
  const { rows } = await client.query(
    `SELECT count(*)::int AS count, pg_table_size('spam_days') AS rows, pg_relation_size('spam_days_pkey') AS key,
       pg_relation_size('spam_days_account_id_day_idx') AS days FROM spam_days`,
  );
  const { count, ...sizes } = rows[0];
  const mb = (bytes) => (Number(bytes) / 1_048_576 / (count / 1_000_000)).toFixed(1);
  const all = Number(sizes.rows) + Number(sizes.key) + Number(sizes.days);
  return [
    `room of a million days, of ${count}`,
    `${mb(all)} MB: ${mb(sizes.rows)} MB of rows, ${mb(sizes.key)} MB of their key, ${mb(sizes.days)} MB of the index by day`,
  ];
}

/** A month as a file. */
async function file(url, token) {
  const address = new URL(`/files/spam/export?from=${MONTH.from}&to=${MONTH.to}`, url);
  let lines;
  const took = await timed(async () => {
    const response = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    lines = (await response.text()).split('\r\n').length - 2;
  });
  return ['a month of the account as a file', `${seconds(took)} s for ${lines} rows`];
}
