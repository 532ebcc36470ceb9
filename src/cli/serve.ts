import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { type Command, Option } from 'commander';
import type { WorkerApp } from '../app/app.js';
import { loadConfig } from '../config/config.js';
import { LogTarget } from '../shared/log-target.js';
import { createLogger, type Logger } from '../shared/logger.js';
import { ensureFirstAccount } from './first-account.js';
import { type ProcessRole, ROLES, type RunningServer, startServer } from './server.js';
import { untilStopped } from './signals.js';
import { note } from './terminal.js';

export function addServeCommand(program: Command): void {
  program
    .command('serve', { isDefault: true })
    .description('Run the server.')
    .addOption(
      new Option('--role <role>', 'answer the API, do the background work, or all').choices(ROLES).default('all'),
    )
    .action(serve);
}

/**
 * A sync reads and writes megabytes a second, and V8 by itself lets them pile up to several times what is in use. In
 * smaller steps than this, pages spend a fifth of their processor time on collecting what the ones before them left.
 */
const HEAP_GROWTH = '--heap-growing-percent=60';

/** What the reader of the log has at the end to take the last lines. */
const LAST_LINES_MS = 1_000;
const LONGEST_STOP_MS = 15_000;

async function serve({ role }: { readonly role: ProcessRole }): Promise<void> {
  setFlagsFromString(HEAP_GROWTH);
  const config = loadConfig();
  const log = new LogTarget();
  const logger = createLogger(config.logLevel, log);
  const server = await startServer(config, logger, role);
  server.app.metrics.watchLog(log);
  if (role === 'worker') {
    note(`psa-bridge works in the background; its health is at ${server.origin}/readyz`);
  } else {
    await ensureFirstAccount(server.app.services, server.database, config);
    note(welcome(server, config.explorer));
  }
  const reason = await Promise.race([untilStopped(), untilBroken(logger, server.app)]);
  logger.info({ reason }, 'stopping');
  if (reason === 'broken') process.exitCode = 1;
  await Promise.race([server.stop(), sleep(LONGEST_STOP_MS, undefined, { ref: false })]);
  await log.flush(LAST_LINES_MS);
  // Neither a database that does not answer nor a log that nobody reads keeps the process.
  process.exit();
}

/** A bug that nobody caught leaves the process in an unknown state: it is logged, drained, and ended for its supervisor. */
function untilBroken(logger: Logger, { requestsInHand }: WorkerApp): Promise<'broken'> {
  return new Promise((resolve) => {
    const handle = (error: unknown) => {
      // Nothing tells which of these it came from; following every request through all its steps would slow all of them.
      logger.fatal({ err: error, requestIds: requestsInHand() }, 'unexpected error outside a request');
      resolve('broken');
    };
    process.on('uncaughtException', handle);
    process.on('unhandledRejection', handle);
  });
}

function welcome(server: RunningServer, hasExplorer: boolean): string {
  const lines = [`psa-bridge answers at ${server.graphqlUrl}`];
  if (hasExplorer) lines.push(`Explore it in a browser at ${server.origin}/`);
  if (server.isEmbedded) {
    lines.push(
      'It uses its embedded database, which survives a killed process but not a power cut; for production set DATABASE_URL to a PostgreSQL server.',
    );
  }
  return lines.join('\n');
}
