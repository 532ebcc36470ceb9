import { startEmbedded } from '../../dist/database/embedded/embedded.js';
import { createLogger } from '../../dist/shared/logger.js';

// A process of its own that serves a data folder until it is killed. It tells its address in one line.

const database = await startEmbedded({ dataDir: process.argv[2], logger: createLogger('silent') });
process.stdout.write(`${database.url}\n`);
