// Reads over HTTP beside what one would take instead: the same questions of the same tables, each contender a process of its
// own on the same Node, asked in turn. Nothing is measured before all have answered everything alike.
import { isDeepStrictEqual } from 'node:util';
import { CONTENDERS, LIMIT, Running } from './contenders.js';
import { buildRivals } from './install.js';
import { median, range, rounded, size } from './support/figures.js';
import { CALLERS } from './support/load.js';
import { progress } from './support/report.js';
import { seedGround, seedUsers } from './support/seed.js';
import { createAccount, environmentFor, NOBODY, POOL, Stage, sql } from './support/stage.js';

const USERS = size('USERS', 10_000);
const ROUNDS = size('ROUNDS', 3);
const SECONDS = size('SECONDS', 4);
const READS = {
  one: 'one user with mapping',
  page: 'page of 50 users with mapping and company',
  filtered: 'page of 50 users with filter and totalCount',
};

/** @param {import('./support/report.js').Report} report */
export function run(report) {
  buildRivals();
  return Stage.use(async (stage) => {
    const environment = environmentFor(NOBODY, await stage.createDatabase());
    const token = await createAccount(environment);
    const { accountId, ids } = await fill(environment.DATABASE_URL);
    const running = [];
    for (const contender of CONTENDERS) {
      const isRival = contender.program[0] !== 'dist/main.js';
      const server = await stage.serve({ ...environment, ACCOUNT_ID: accountId }, contender.program);
      const about = { server, token: isRival ? undefined : token, accountId, ids, database: stage.postgres };
      running.push(new Running(contender, about));
    }
    await compare(running);
    const results = await inTurn(running);
    await report.table('reads', {
      head: [
        'read',
        'contender',
        'requests/s',
        'rounds',
        'of the limit',
        'p99 ms',
        'processor ms of the server',
        'of PostgreSQL',
      ],
      rows: rowsOf(results),
      how: `${USERS} users; ${CALLERS} callers; ${POOL} connections to the database; medians of ${ROUNDS} rounds of ${SECONDS} s taken in turn`,
    });
  });
}

function fill(url) {
  return sql(url, async (client) => {
    await seedGround(client);
    await seedUsers(client, { to: USERS });
    const { rows } = await client.query('SELECT account_id, id FROM users WHERE is_mapped');
    return { accountId: rows[0].account_id, ids: rows.map(({ id }) => id) };
  });
}

/** A contender that answers errors, or something else, must not count. */
async function compare(running) {
  let wanted;
  for (const contender of running) {
    progress(`reads: the answers of ${contender.title}`);
    const answers = await contender.answers();
    wanted ??= answers;
    for (const read of Object.keys(READS)) {
      if (isDeepStrictEqual(plain(answers[read]), plain(wanted[read]))) continue;
      throw new Error(`${contender.title} answers "${READS[read]}" otherwise than ${LIMIT.title}.`);
    }
  }
}

/** As it came over the wire: what is not there is not there. */
function plain(value) {
  return JSON.parse(JSON.stringify(value));
}

async function inTurn(running) {
  const results = new Map();
  for (const read of Object.keys(READS)) {
    for (const contender of running) await contender.measure(read, Math.min(3, SECONDS));
  }
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (const read of Object.keys(READS)) {
      for (const contender of running) {
        const figures = await contender.measure(read, SECONDS);
        const key = `${read} ${contender.title}`;
        results.set(key, [...(results.get(key) ?? []), { read, contender, ...figures }]);
        progress(`reads: round ${round} of ${ROUNDS}, ${READS[read]}: ${contender.title} ${rounded(figures.rate)}/s`);
      }
    }
  }
  return [...results.values()];
}

function rowsOf(results) {
  const rateOf = (rounds) => median(rounds.map(({ rate }) => rate));
  const order = Object.keys(READS);
  const sorted = results.toSorted(
    (a, b) => order.indexOf(a[0].read) - order.indexOf(b[0].read) || rateOf(b) - rateOf(a),
  );
  return sorted.map((rounds) => {
    const [{ read, contender }] = rounds;
    const limit = results.find((other) => other[0].read === read && other[0].contender.title === LIMIT.title);
    const used = (name) => rounded(median(rounds.map(({ milliseconds }) => milliseconds[name])));
    return [
      ...[READS[read], contender.title, rounded(rateOf(rounds)), range(rounds.map(({ rate }) => rate))],
      ...[(rateOf(rounds) / rateOf(limit)).toFixed(2), rounded(median(rounds.map(({ p99 }) => p99)))],
      ...[used('server'), used('PostgreSQL')],
    ];
  });
}
