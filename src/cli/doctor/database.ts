import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config.js';
import { startEmbedded } from '../../database/embedded/embedded.js';
import { FolderInUse } from '../../database/embedded/folder-lock.js';
import { Inspection, type ServerFacts } from '../../database/inspection.js';
import type { Logger } from '../../shared/logger.js';
import { whyNotOpened } from '../runtime.js';
import { Sheet } from './finding.js';

/** A database that answered. */
export interface FoundDatabase {
  readonly url: string;
  readonly isEmbedded: boolean;
  readonly inspection: Inspection;
  close(): Promise<void>;
}

interface Search {
  readonly sheet: Sheet;
  /** Undefined when there is none to look into; the sheet says why. */
  readonly found: FoundDatabase | undefined;
}

const LOWEST_VERSION = 140_000;

/** Reaches the database, whichever it is, and makes none. */
export function findDatabase(config: Config, logger: Logger): Promise<Search> {
  return config.databaseUrl === undefined ? findEmbedded(config, logger) : findServer(config.databaseUrl);
}

async function findServer(url: string): Promise<Search> {
  const sheet = new Sheet('database');
  try {
    const inspection = await Inspection.open(url);
    judge(sheet, await inspection.facts());
    return { sheet, found: { url, isEmbedded: false, inspection, close: () => inspection.close() } };
  } catch (error) {
    // The driver's own words can name user, host and database, so that only what we know is told.
    const reason = whyNotOpened(error) ?? 'it does not answer in time, or the connection broke';
    sheet.fail(
      `DATABASE_URL cannot be opened: ${reason}.`,
      'Look at the address, the login and the server; psql "$DATABASE_URL" from this machine tells more.',
    );
    return { sheet, found: undefined };
  }
}

function judge(sheet: Sheet, { version, versionNumber, encoding }: ServerFacts): void {
  if (versionNumber < LOWEST_VERSION) sheet.fail(`PostgreSQL ${version} is too old.`, 'Take PostgreSQL 14 or later.');
  else sheet.ok(`PostgreSQL ${version} answers.`);
  if (encoding !== 'UTF8') sheet.fail(`The database stores ${encoding}.`, "Make it anew with ENCODING 'UTF8'.");
}

async function findEmbedded({ dataDir }: Config, logger: Logger): Promise<Search> {
  const sheet = new Sheet('database');
  const folder = join(dataDir, 'database');
  if (!existsSync(join(folder, 'postgres'))) {
    sheet.ok('There is no embedded database yet; the first start makes it.');
    return { sheet, found: undefined };
  }
  try {
    const found = await openEmbedded(folder, logger);
    sheet.warn(
      'The embedded database answers. It survives a killed process, not a power cut, and serves one process.',
      'For production set DATABASE_URL to a PostgreSQL server.',
    );
    return { sheet, found };
  } catch (error) {
    if (error instanceof FolderInUse) {
      sheet.warn(
        `The embedded database is in use by ${error.holder}, so that nobody else can look into it: what needs it was not checked.`,
        'To check the rest, stop the server and run doctor again; on a PostgreSQL server it works beside it.',
      );
    } else {
      sheet.fail(
        `The embedded database in ${folder} cannot be opened: its files are damaged, or not those of this user.`,
        'Look at whose they are. If that is right, put the last backup of the data folder in its place.',
      );
    }
    return { sheet, found: undefined };
  }
}

async function openEmbedded(folder: string, logger: Logger): Promise<FoundDatabase> {
  const embedded = await startEmbedded({ dataDir: folder, logger });
  try {
    const inspection = await Inspection.open(embedded.url);
    const close = async () => {
      await inspection.close();
      await embedded.close();
    };
    return { url: embedded.url, isEmbedded: true, inspection, close };
  } catch (error) {
    await embedded.close();
    throw error;
  }
}
