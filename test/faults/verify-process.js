// A worker in a process of its own, for tests that kill it: as `serve --role worker`, but with its own sealing key and
// with times that let others notice its death within seconds.
import { createCore, workHandlers } from '../../dist/app/services.js';
import { loadConfig } from '../../dist/config/config.js';
import { openDatabase } from '../../dist/database/database.js';
import { createLogger } from '../../dist/shared/logger.js';
import { SecretBox } from '../../dist/shared/secret-box.js';
import { Worker } from '../../dist/work/worker.js';

const { url, isEmbedded, key, host, clientId, times } = JSON.parse(process.argv[2] ?? '{}');
const logger = createLogger('silent');
const config = loadConfig({
  CONNECTWISE_CLIENT_ID: clientId,
  CONNECTWISE_ALLOWED_HOSTS: host,
  CONNECTWISE_HTTP_HOSTS: host,
});
const database = await openDatabase({ url, logger, isEmbedded });
const box = new SecretBox([{ id: 'kill', bytes: Buffer.from(key, 'base64') }]);
const { services } = createCore({ config, database, box, logger, clock: { now: () => new Date() } });
const metrics = { observeWork: () => {}, observeBacklog: () => {} };
const handlers = workHandlers(services).filter(({ kind }) => kind === 'MAPPING_VERIFICATION');
await Worker.start({ database, logger, metrics, handlers, times, lanes: 1 });
process.stdout.write('started\n');
