import { createCore, workHandlers } from '../../../dist/app-services.js';
import { loadConfig } from '../../../dist/config.js';
import { DEFAULT_PACE } from '../../../dist/connectwise/pace.js';
import { openDatabase } from '../../../dist/database/database.js';
import { createLogger } from '../../../dist/shared/logger.js';
import { SecretBox } from '../../../dist/shared/secret-box.js';
import { Worker } from '../../../dist/work/worker.js';

// A worker as the product runs it, in a process of its own and with times of a test, to be killed at any moment.
const { url, isEmbedded, environment, key, times } = JSON.parse(process.argv[2]);
const logger = createLogger('silent');
const database = await openDatabase({ url, logger, isEmbedded });
const quick = { inFlight: 100, aSecond: 100 };
const { services } = createCore({
  config: loadConfig(environment),
  database,
  box: new SecretBox([{ id: 'test', bytes: Buffer.from(key, 'base64') }]),
  logger,
  clock: { now: () => new Date() },
  paceFigures: { ...DEFAULT_PACE, background: quick, interactive: quick },
});
const worker = await Worker.start({
  database,
  logger,
  lanes: 2,
  times,
  handlers: workHandlers(services),
  metrics: {
    observeWork: ({ kind, outcome }) => process.stdout.write(`${kind} ${outcome}\n`),
    observeBacklog: () => {},
  },
});
process.stdout.write('ready\n');
process.once('SIGTERM', async () => {
  await worker.stop();
  await database.close();
});
