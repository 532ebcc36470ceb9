import { setFlagsFromString } from 'node:v8';
import { type Command, Option } from 'commander';
import { loadConfig } from '../config.js';
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

async function serve({ role }: { readonly role: ProcessRole }): Promise<void> {
  setFlagsFromString(HEAP_GROWTH);
  const config = loadConfig();
  const logger = createLogger(config.logLevel);
  const server = await startServer(config, logger, role);
  if (role === 'worker') {
    note(`psa-bridge works in the background; its health is at ${server.origin}/readyz`);
  } else {
    await ensureFirstAccount(server.app.services, server.database, config);
    note(welcome(server, config.explorer));
  }
  const reason = await Promise.race([untilStopped(), untilBroken(logger)]);
  logger.info({ reason }, 'stopping');
  await server.stop();
  if (reason === 'broken') process.exitCode = 1;
}

/** A bug that nobody caught leaves the process in an unknown state: it is logged, drained, and ended for its supervisor. */
function untilBroken(logger: Logger): Promise<'broken'> {
  return new Promise((resolve) => {
    const handle = (error: unknown) => {
      logger.fatal({ err: error }, 'unexpected error outside a request');
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
