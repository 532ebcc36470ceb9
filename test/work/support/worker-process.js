import { createCore, workHandlers } from '../../../dist/app/services.js';
import { loadConfig } from '../../../dist/config/config.js';
import { DEFAULT_PACE } from '../../../dist/connectwise/pace.js';
import { openDatabase } from '../../../dist/database/database.js';
import { createLogger } from '../../../dist/shared/logger.js';
import { SecretBox } from '../../../dist/shared/secret-box.js';
import { Worker } from '../../../dist/work/worker.js';
import { tellingNames } from './telling-names.js';
import { tellingSteps } from './telling-steps.js';

// A worker as the product runs it, in a process of its own and with times of a test, to be killed or frozen at any
// moment. It tells the names it registers under, and when each slice of whose work begins and ends.
const { url, isEmbedded, environment, key, times, databaseTimes, lanes, steps } = JSON.parse(process.argv[2]);
if (steps) tellingSteps(steps);
const logger = createLogger('silent');
const database = await openDatabase({ url, logger, isEmbedded, times: databaseTimes });
const quick = { inFlight: 100, aSecond: 100 };
const { services } = createCore({
  config: loadConfig(environment),
  database,
  box: new SecretBox([{ id: 'test', bytes: Buffer.from(key, 'base64') }]),
  logger,
  clock: { now: () => new Date() },
  paceFigures: { ...DEFAULT_PACE, background: quick, interactive: quick },
});

function tell(...words) {
  process.stdout.write(`${words.join(' ')}\n`);
}

function watched(handler) {
  const run = async (caller, signal, hold) => {
    const slice = [handler.kind, caller.accountId, hold.attempt];
    tell('begin', ...slice, Date.now());
    try {
      return await handler.run(caller, signal, hold);
    } finally {
      tell('end', ...slice, Date.now());
    }
  };
  return { kind: handler.kind, run };
}

const worker = await Worker.start({
  database: tellingNames(database),
  logger,
  lanes,
  times,
  handlers: workHandlers(services).map(watched),
  metrics: { observeWork: ({ kind, outcome }) => tell(kind, outcome), observeBacklog: () => {} },
});
tell('ready');
process.once('SIGTERM', async () => {
  await worker.stop();
  await database.close();
});
