// How cost grows with the number of users, over HTTP, one request at a time; that of companies is in growth-companies.js.
import { encodeCursor } from '../dist/shared/page.js';
import { run as runCompanies } from './growth-companies.js';
import { growthRow, size, sizes, times } from './support/figures.js';
import { progress } from './support/report.js';
import { seedGround, seedUsers } from './support/seed.js';
import { createAccount, environmentFor, NOBODY, Stage, sql } from './support/stage.js';

const USERS = sizes('GROWTH_USERS', [1_000, 10_000, 100_000, 1_000_000]);
const TIMES = size('TIMES', 200);

const NODES = 'nodes { id name mapping { id identifier companyName } } pageInfo { hasNextPage endCursor }';
const page = (args) => `query($after: String) { users(first: 50, after: $after${args}) { ${NODES} } }`;
const READS = {
  'page of 50 users': { query: page('') },
  'page of 50 unmapped users': { query: page(', filter: { isMapped: false }') },
  'the same with totalCount': {
    query: page(', filter: { isMapped: false }').replace('nodes', 'totalCount nodes'),
    count: 50,
  },
  'search of a user by a part of the name': {
    query: `query($search: String) { users(first: 50, filter: { search: $search }) { ${NODES} } }`,
    count: 20,
  },
};

/** @param {import('./support/report.js').Report} report */
export async function run(report) {
  await Stage.use(async (stage) => {
    const environment = environmentFor(NOBODY, await stage.createDatabase());
    const token = await createAccount(environment);
    await sql(environment.DATABASE_URL, (client) => seedGround(client));
    const ask = (await stage.serve(environment)).asking(token);
    const figures = [];
    for (const [at, to] of USERS.entries()) {
      progress(`growth: ${to.toLocaleString('en')} users`);
      figures.push(
        await sql(environment.DATABASE_URL, (client) => measure(client, ask, { from: (USERS[at - 1] ?? 0) + 1, to })),
      );
    }
    await report.table('growth-users', {
      head: ['p50, p99 in ms', ...USERS.map((users) => `${users.toLocaleString('en')} users`), 'slope'],
      rows: Object.keys(READS).map((name) =>
        growthRow(
          name,
          figures.map((of) => of[name]),
          USERS,
        ),
      ),
      how: `up to ${TIMES} requests each, one at a time; four of five users are mapped`,
    });
  });
  await runCompanies(report);
}

/** Places all over the list; the same ones would be found in every cache. */
async function measure(client, ask, { from, to }) {
  await seedUsers(client, { from, to });
  const { rows } = await client.query(
    'SELECT name, id FROM users WHERE abs(hashtext(external_id)) % $1 = 0 ORDER BY hashtext(name) LIMIT 1000',
    [Math.max(1, Math.floor(to / 1_000))],
  );
  const figures = {};
  for (const [name, { query, count = TIMES }] of Object.entries(READS)) {
    figures[name] = await times(Math.min(count, TIMES), (at) => {
      const place = rows[(at * 7) % rows.length];
      const after = encodeCursor([place.name, place.id], 'users.NAME');
      return ask(query, query.includes('$search') ? { search: place.name.slice(-6) } : { after });
    });
  }
  return figures;
}
