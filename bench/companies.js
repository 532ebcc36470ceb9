// The company mirror: the built server with everything on, PostgreSQL beside it, and the sandbox as ConnectWise, each a process
// of its own. Others on the same machine make wall time longer, so the processor time of each stands beside it.
import { connect, ended, runSync, told } from './support/ask.js';
import { ofTimes, quantile, rounded, seconds, size, timed } from './support/figures.js';
import { costOf, peakMemory, toldCost } from './support/processes.js';
import { progress } from './support/report.js';
import { seedUsers } from './support/seed.js';
import { createAccount, environmentFor, Stage, sql } from './support/stage.js';

const COMPANIES = size('COMPANIES', 100_000);
const USERS = size('USERS', 10_000);
const SEARCHES = size('SEARCHES', 1_000);
const PAGES = size('PAGES', 500);

const SEARCH = `query($search: String) { companies(first: 20, search: $search) { nodes { id identifier name state status } } }`;
const UNMAPPED = `query($after: String) { users(first: 50, after: $after, filter: { isMapped: false }) { totalCount pageInfo { hasNextPage endCursor } nodes { id name mapping { id } } } }`;

/** @param {import('./support/report.js').Report} report */
export function run(report) {
  return Stage.use(async (stage) => {
    const sandbox = await stage.sandbox(COMPANIES);
    const environment = environmentFor(sandbox, await stage.createDatabase());
    const token = await createAccount(environment);
    const server = await stage.serve(environment);
    const ask = server.asking(token);
    const processes = { server: server.process, PostgreSQL: stage.postgres, sandbox: sandbox.process };
    const rows = [['after the start', '', '', await peakMemory(server.process)]];
    const note = async (name, work) => {
      const from = performance.now();
      const { answer, cost } = await costOf(processes, work);
      const took = `${seconds(performance.now() - from)} s`;
      rows.push([name, answer ?? took, toldCost(cost), await peakMemory(server.process)]);
      progress(`companies: ${rows.at(-1).join('; ')}`);
    };
    await note('first sync', async () => {
      await connect(ask, sandbox);
      const job = await ended(ask, 'COMPANY_SYNC');
      progress(`companies: ${told(job)}`);
    });
    await note('searches right after it', () => searchTimes(ask));
    await note('full comparison, nothing changed', () => runSync(ask, 'FULL').then(() => undefined));
    await note('increment, nothing changed', () => runSync(ask, 'INCREMENT').then(() => undefined));
    await sql(environment.DATABASE_URL, (client) => client.query('VACUUM ANALYZE companies'));
    await note('searches once statistics are there', () => searchTimes(ask));
    await sql(environment.DATABASE_URL, addUsers);
    await note('pages of 50 unmapped users with totalCount', () => pageTimes(ask));
    await report.table('companies', {
      head: ['what', 'figure', 'processor seconds meanwhile', 'peak memory of the server, MB'],
      rows,
      how: `${COMPANIES} companies; ${USERS} users; ${SEARCHES} searches and ${PAGES} pages, one after the other; heap not bounded`,
    });
  });
}

/** Users that nobody has mapped yet. */
async function addUsers(client) {
  await client.query(
    `INSERT INTO sources (account_id, id, code, name) SELECT id, gen_random_uuid(), 'bench', 'Bench' FROM accounts WHERE name = 'Bench'`,
  );
  await seedUsers(client, { to: USERS, mapsNone: true });
}

async function pageTimes(ask) {
  const cursors = [undefined];
  for (;;) {
    const { pageInfo } = (await ask(UNMAPPED, { after: cursors.at(-1) })).users;
    if (!pageInfo.hasNextPage) break;
    cursors.push(pageInfo.endCursor);
  }
  const times = [];
  for (let at = 0; at < PAGES; at += 1) {
    times.push(await timed(() => ask(UNMAPPED, { after: cursors[(at * 37) % cursors.length] })));
  }
  return ofTimes(times);
}

/** Parts of names and identifiers as a person types them, from one character on, one search after the other. */
async function searchTimes(ask) {
  const list = (order) => `companies(first: 100, orderBy: { field: ${order} }) { nodes { name identifier } }`;
  const lists = await ask(`{ a: ${list('IDENTIFIER')} b: ${list('NAME, direction: DESC')} c: ${list('NAME')} }`);
  const found = Object.values(lists).flatMap(({ nodes }) => nodes);
  const texts = found.flatMap(({ name, identifier }) => [name, identifier]);
  const kinds = { '1 character': [], '2 characters': [], '3 and more': [] };
  for (let at = 0; at < SEARCHES; at += 1) {
    const text = [...texts[(at * 37) % texts.length]];
    const length = 1 + (at % 6);
    const from = (at * 7) % Math.max(1, text.length - length);
    const search = at % 50 === 49 ? `none${at}` : text.slice(from, from + length).join('');
    const kind = length === 1 ? '1 character' : length === 2 ? '2 characters' : '3 and more';
    kinds[kind].push(await timed(() => ask(SEARCH, { search })));
  }
  const told = Object.entries(kinds).map(([kind, times]) => `${kind} ${rounded(quantile(times, 0.99))}`);
  return `${ofTimes(Object.values(kinds).flat())} (p99 of ${told.join(', ')})`;
}
