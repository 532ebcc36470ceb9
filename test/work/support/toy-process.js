import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openDatabase } from '../../../dist/database/database.js';
import { assertHold } from '../../../dist/database/wake.js';
import { createLogger } from '../../../dist/shared/logger.js';
import { Worker } from '../../../dist/work/worker.js';
import { tellingNames } from './telling-names.js';

// A worker in a process of its own, to be killed, frozen and stopped. It does toy items as a real handler writes to
// ConnectWise: look for the marker, store the intent under the hold, write, record under the hold. Each step is told in
// one line, and the process can end or freeze itself at one of them.

const { url, isEmbedded, kind, times, databaseTimes, lanes, pause, dieAt, freezeAt } = JSON.parse(process.argv[2]);
const logger = createLogger('silent');
const database = await openDatabase({ url, logger, isEmbedded, times: databaseTimes });
const farSide = new pg.Pool({ connectionString: url, max: 4 });

let hasFrozen = false;

function step(name) {
  process.stdout.write(`${name}\n`);
  if (name === dieAt) process.kill(process.pid, 'SIGKILL');
  if (name === freezeAt && !hasFrozen) {
    hasFrozen = true;
    process.kill(process.pid, 'SIGSTOP');
  }
}

async function run({ accountId }, _signal, hold) {
  const write = (sql, ...values) =>
    database.write(accountId, async (tx) => {
      await assertHold(tx, hold);
      await tx.$executeRawUnsafe(sql, ...values);
    });
  const items = await farSide.query(
    'SELECT id FROM toy_items WHERE account_id = $1 AND kind = $2 AND NOT is_done ORDER BY id LIMIT 2',
    [accountId, kind],
  );
  const [item, another] = items.rows;
  if (!item) return { kind: 'rest' };
  step('begun');
  const marker = `${kind}:${item.id}`;
  const found = await farSide.query('SELECT FROM toy_far_side WHERE marker = $1', [marker]);
  step('looked-up');
  if (found.rows.length === 0) {
    await write('UPDATE toy_items SET is_intended = true WHERE id = $1::int', item.id);
    step('intended');
    await farSide.query('INSERT INTO toy_far_side (marker) VALUES ($1)', [marker]);
    step('written');
  }
  await sleep(pause);
  await write('UPDATE toy_items SET is_done = true WHERE id = $1::int', item.id);
  step('recorded');
  return { kind: another ? 'soon' : 'rest' };
}

const worker = await Worker.start({
  database: tellingNames(database),
  logger,
  lanes,
  times,
  handlers: [{ kind, run }],
  // Told between the end of the slice and the queue's own note of it.
  metrics: {
    observeWork: ({ outcome }) => step(outcome === 'lost' ? 'refused' : 'finished'),
    observeBacklog: () => {},
  },
});
step('ready');
process.once('SIGTERM', async () => {
  await worker.stop();
  await database.close();
  await farSide.end();
});
