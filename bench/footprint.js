// What running it takes: two processes instead of one, the time from the start to the first answer, and memory when idle.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeCursor } from '../dist/shared/page.js';
import { median, range, rounded, size } from './support/figures.js';
import { CALLERS, load } from './support/load.js';
import { residentMemory } from './support/processes.js';
import { progress } from './support/report.js';
import { seedGround, seedUsers } from './support/seed.js';
import { createAccount, environmentFor, NOBODY, Stage, sql } from './support/stage.js';

const SECONDS = size('SECONDS', 4);
const ROUNDS = size('ROUNDS', 3);
const IDLE = size('IDLE', 10);
const USERS = size('USERS', 10_000);
const PAGE = `query($after: String) { users(first: 50, after: $after) { nodes { id name mapping { id identifier companyName isEnabled } } } }`;

/** @param {import('./support/report.js').Report} report */
export function run(report) {
  return Stage.use(async (stage) => {
    const environment = environmentFor(NOBODY, await stage.createDatabase());
    const token = await createAccount(environment);
    await report.table('processes', {
      head: ['processes', 'pages of 50 users a second', 'rounds', 'p99 ms'],
      rows: await scaled(stage, environment, token),
      how: `${CALLERS} callers of each process, \`--role api\`; medians of ${ROUNDS} rounds of ${SECONDS} s taken in turn`,
    });
    const rows = [await started(stage, 'PostgreSQL server', environment)];
    const folder = await mkdtemp(join(tmpdir(), 'psa-bench-'));
    try {
      const { DATABASE_URL: _, ...own } = environment;
      const embedded = { ...own, DATA_DIR: folder };
      await createAccount(embedded);
      rows.push(await started(stage, 'embedded database', embedded));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    await report.table('start', {
      head: ['with', 'ms to the first 200 of /readyz', 'from, to', `MB after ${IDLE} s`, 'from, to'],
      rows,
      how: `medians of ${ROUNDS} starts with tables that are there; the memory of an embedded database is counted in, that of a server is not`,
    });
  });
}

async function scaled(stage, environment, token) {
  const places = await sql(environment.DATABASE_URL, async (client) => {
    await seedGround(client);
    await seedUsers(client, { to: USERS });
    return (await client.query('SELECT name, id FROM users ORDER BY id LIMIT 1000')).rows;
  });
  const servers = [];
  for (let at = 0; at < 2; at += 1) {
    servers.push(await stage.serve(environment, ['dist/main.js', 'serve', '--role', 'api']));
  }
  const request = (nth) => {
    const { name, id } = places[(nth * 37) % places.length];
    return { body: JSON.stringify({ query: PAGE, variables: { after: encodeCursor([name, id], 'users.NAME') } }) };
  };
  const ask = (count, seconds) =>
    Promise.all(servers.slice(0, count).map(({ url }) => load({ url, token }, request, { seconds })));
  await ask(2, Math.min(3, SECONDS));
  const rounds = { 1: [], 2: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const count of [1, 2]) rounds[count].push(await ask(count, SECONDS));
  }
  for (const server of servers) await stage.stop(server);
  return Object.entries(rounds).map(([count, all]) => {
    const rates = all.map((parts) => parts.reduce((sum, { rate }) => sum + rate, 0));
    const slowest = all.map((parts) => Math.max(...parts.map(({ p99 }) => p99)));
    progress(`footprint: ${count} processes, ${rounded(median(rates))} pages/s`);
    return [count, rounded(median(rates)), range(rates), rounded(median(slowest))];
  });
}

/** Starts it again and again. The first start warms what the system keeps in memory and does not count. */
async function started(stage, name, environment) {
  const [ready, memory] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const port = await freePort();
    const began = performance.now();
    const starting = stage.serve({ ...environment, PORT: String(port) });
    while (!(await isReady(port))) await sleep(5);
    ready.push(performance.now() - began);
    const server = await starting;
    if (round > 0) {
      await sleep(IDLE * 1_000);
      memory.push(await residentMemory(server.process));
    }
    await stage.stop(server);
    progress(
      `footprint: ${name}, start ${round} of ${ROUNDS}: ${rounded(ready.at(-1))} ms, ${memory.at(-1) ?? '…'} MB`,
    );
  }
  const counted = ready.slice(1);
  return [name, rounded(median(counted)), range(counted), rounded(median(memory)), range(memory)];
}

function isReady(port) {
  return fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  );
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
