// Suggestions for many users among many companies: the built server with everything on in a process of its own, PostgreSQL beside
// it. The processor time of both says more than the clock on a machine that has other work.
import { setTimeout as sleep } from 'node:timers/promises';
import { countOf, durationOf, runJob } from './support/ask.js';
import { ofTimes, seconds, size, timed, times } from './support/figures.js';
import { costOf, peakMemory } from './support/processes.js';
import { progress } from './support/report.js';
import { seedCompanies, seedGround, seedLikeness } from './support/seed.js';
import { createAccount, environmentFor, NOBODY, Stage, sql } from './support/stage.js';

const COMPANIES = size('COMPANIES', 100_000);
const USERS = size('USERS', 10_000);
const PAGES = size('PAGES', 300);

const START = 'mutation { startMatching(input: {}) { job { id } userErrors { message } } }';
const LIST =
  '{ matchSuggestions(first: 50, filter: { statuses: [OPEN] }) { totalCount nodes { score user { name } company { name } } } }';

/** @param {import('./support/report.js').Report} report */
export function run(report) {
  return Stage.use(async (stage) => {
    const environment = environmentFor(NOBODY, await stage.createDatabase());
    const token = await createAccount(environment);
    const rows = [];
    const processes = { PostgreSQL: stage.postgres };
    const note = async (name, work) => {
      const { answer, cost } = await costOf(processes, work);
      const used = ['server', 'PostgreSQL'].map((process) => cost[process]?.toFixed(1) ?? '');
      rows.push([name, answer, ...used]);
      progress(`matching: ${rows.at(-1).join('; ')}`);
    };
    await note('companies put into the copy, with their match keys', async () => {
      return `${seconds(await timed(() => sql(environment.DATABASE_URL, seed)))} s`;
    });
    const server = await stage.serve(environment);
    processes.server = server.process;
    const ask = server.asking(token);
    const match = async () => {
      const job = await runJob(ask, 'MATCHING', () => ask(START));
      const counts = `${job.done} users looked at, ${countOf(job, 'SUGGESTED')} suggestions`;
      return `${seconds(durationOf(job))} s (${counts})`;
    };
    await note('all suggestions, from nothing', match);
    await sql(environment.DATABASE_URL, touchCompany);
    // A change may show later than it is stamped, so a run counts those of its last seconds as not seen yet.
    await sleep(6_000);
    await note('everybody again, because one company changed', match);
    await note('nothing changed', match);
    await note(`page of 50 suggestions with total, ${PAGES} one after the other`, async () => {
      return ofTimes(await times(PAGES, () => ask(LIST)));
    });
    rows.push(['peak memory of the server', `${await peakMemory(server.process)} MB`, '', '']);
    await report.table('matching', {
      head: ['what', 'figure', 'processor s, server', 'processor s, PostgreSQL'],
      rows,
      how: `${USERS} users among ${COMPANIES} companies`,
    });
  });
}

async function seed(client) {
  await seedGround(client);
  await seedLikeness(client, await seedCompanies(client, COMPANIES), { count: USERS });
}

function touchCompany(client) {
  return client.query('UPDATE companies SET phone_number = $1, updated_at = now() WHERE connect_wise_id = 1', ['1']);
}
