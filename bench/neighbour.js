// Two accounts on one process: one reads pages at a steady rate, as people do, while the other records usage and spam statistics
// and syncs its companies as fast as it can.
import { encodeCursor } from '../dist/shared/page.js';
import { connect, ended, post, runSync } from './support/ask.js';
import { rounded, size } from './support/figures.js';
import { CALLERS, load } from './support/load.js';
import { progress } from './support/report.js';
import { seedGround, seedUsers } from './support/seed.js';
import { createAccount, environmentFor, Stage, sql } from './support/stage.js';

const SECONDS = size('SECONDS', 20);
const USERS = size('USERS', 10_000);
const COMPANIES = size('COMPANIES', 20_000);
const A_CALL = 1_000;
const RATE = 40;

const PAGE = `query($after: String) { users(first: 50, after: $after) { nodes { id name mapping { id identifier companyName isEnabled } } pageInfo { hasNextPage endCursor } } }`;
const USAGE = 'mutation($input: RecordUsageInput!) { recordUsage(input: $input) { userErrors { message } } }';
const SPAM =
  'mutation($input: RecordSpamStatisticsInput!) { recordSpamStatistics(input: $input) { userErrors { message } } }';

/** @param {import('./support/report.js').Report} report */
export function run(report) {
  return Stage.use(async (stage) => {
    const sandbox = await stage.sandbox(COMPANIES);
    const environment = environmentFor(sandbox, await stage.createDatabase());
    const people = await createAccount(environment, 'People');
    const machine = await createAccount(environment, 'Machine');
    const places = await sql(environment.DATABASE_URL, fill);
    const server = await stage.serveUnpaced(environment);
    await connect(server.asking(machine), sandbox);
    await ended(server.asking(machine), 'COMPANY_SYNC');
    const read = () => load({ url: server.url, token: people }, pageOf(places), { seconds: SECONDS, rate: RATE });
    await read();
    const rows = [];
    const note = (name, { p50, p99, rate }, done = '') => {
      rows.push([name, rounded(p50), rounded(p99), rounded(rate), done]);
      progress(`neighbour: ${rows.at(-1).join(', ')}`);
    };
    note('alone', await read());
    const neighbour = new Neighbour(server, machine);
    note('beside the other account', await read(), await neighbour.stop());
    note('alone again', await read());
    await report.table('neighbour', {
      head: ['pages of 50 users', 'p50 ms', 'p99 ms', 'pages/s', 'what the other account got done'],
      rows,
      how: `${USERS} users; ${RATE} pages/s asked for by ${CALLERS} callers for ${SECONDS} s; ${COMPANIES} companies`,
    });
  });
}

/** Makes as much work as it can: two writers, each of whom calls again when it is answered, and syncs end to end. */
class Neighbour {
  #isOver = false;
  #done = { usage: 0, spam: 0, syncs: 0 };
  #works;
  #began = performance.now();

  constructor(server, token) {
    const write = (query, variables) => post(server.url, token, { query, variables });
    this.#works = Promise.all([
      this.#again('usage', (call) => write(USAGE, { input: { items: items(call, usageOf) } })),
      this.#again('spam', (call) => write(SPAM, { input: { items: items(call, spamOf) } })),
      this.#again('syncs', () => runSync(server.asking(token), 'FULL')),
    ]);
  }

  async stop() {
    this.#isOver = true;
    const passed = (performance.now() - this.#began) / 1_000;
    const { usage, spam, syncs } = this.#done;
    await this.#works;
    const rate = (calls) => `${rounded((calls * A_CALL) / passed)} rows/s`;
    return `${rate(usage)} of usage, ${rate(spam)} of spam statistics, ${syncs} full syncs`;
  }

  async #again(name, work) {
    for (let call = 0; !this.#isOver; call += 1) {
      await work(call);
      this.#done[name] += 1;
    }
  }
}

function items(call, of) {
  return Array.from({ length: A_CALL }, (_, at) =>
    of((call * A_CALL + at) % USERS, Math.floor((call * A_CALL + at) / USERS)),
  );
}

function usageOf(user, day) {
  return { ...keyOf(user), product: 'mailboxes', day: dayAt(day), used: '17' };
}

function spamOf(user, day) {
  const counters = { totalMessages: 100, accountMessages: 50, spam: 40, phishing: 1, viruses: 0 };
  return { ...keyOf(user), domain: `u${user + 1}.example.com`, day: dayAt(day), ...counters };
}

function keyOf(user) {
  return { source: 'bench', userExternalId: `u${user + 1}` };
}

function dayAt(day) {
  return new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
}

function pageOf(places) {
  return (nth) => {
    const { name, id } = places[(nth * 37) % places.length];
    return { body: JSON.stringify({ query: PAGE, variables: { after: encodeCursor([name, id], 'users.NAME') } }) };
  };
}

/** Both accounts have users; those of the second have no mappings, for its instance comes with the sandbox. */
async function fill(client) {
  await seedGround(client, 'People');
  await seedUsers(client, { account: 'People', to: USERS });
  await client.query(
    `INSERT INTO sources (account_id, id, code, name) SELECT id, gen_random_uuid(), 'bench', 'Bench' FROM accounts WHERE name = 'Machine'`,
  );
  await seedUsers(client, { account: 'Machine', to: USERS, mapsNone: true });
  await client.query(
    `INSERT INTO products (account_id, id, source_id, code, name, unit, decimals)
     SELECT account_id, gen_random_uuid(), id, 'mailboxes', 'Mailboxes', 'mailbox', 0 FROM sources`,
  );
  const { rows } = await client.query(
    `SELECT u.name, u.id FROM users u JOIN accounts a ON a.id = u.account_id WHERE a.name = 'People' ORDER BY u.id LIMIT 1000`,
  );
  return rows;
}
