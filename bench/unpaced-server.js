// The built server with everything on, but without our own restraint towards ConnectWise: what is left is its own time.
import { createApp } from '../dist/app/app.js';
import { openConfiguredDatabase } from '../dist/cli/runtime.js';
import { loadSecretBox } from '../dist/cli/sealing.js';
import { loadConfig } from '../dist/config/config.js';
import { DEFAULT_PACE } from '../dist/connectwise/pace.js';
import { systemClock } from '../dist/shared/clock.js';
import { createLogger } from '../dist/shared/logger.js';

const lane = { inFlight: 1_000, aSecond: 1_000_000 };
const config = loadConfig();
const logger = createLogger('warn');
const { database, close } = await openConfiguredDatabase(config, logger);
const box = await loadSecretBox(config);
const paceFigures = { ...DEFAULT_PACE, interactive: lane, background: lane };
const app = await createApp({ config, database, box, logger, clock: systemClock, paceFigures });
await app.app.listen({ host: '127.0.0.1', port: 0, listenTextResolver: () => 'listening' });
await app.startWork();
process.stderr.write(`It answers at http://127.0.0.1:${app.app.server.address().port}/graphql\n`);
process.once('SIGTERM', async () => {
  app.startDraining();
  await app.close();
  await close();
});
