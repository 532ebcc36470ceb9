import { connectWiseDeps } from '../../app/services.js';
import type { Config } from '../../config/config.js';
import { type Database, openDatabase } from '../../database/database.js';
import { IntegrationRepository } from '../../features/integration/integration.repository.js';
import { createMetrics } from '../../graphql/metrics.js';
import { systemClock } from '../../shared/clock.js';
import type { AccountId } from '../../shared/ids.js';
import { createLogger } from '../../shared/logger.js';
import type { SecretBox } from '../../shared/secret-box.js';
import { brokenDatabase } from './broken.js';
import { checkCallbacks } from './callbacks.js';
import { checkClock } from './clock.js';
import { checkConfiguration } from './configuration.js';
import { checkConnections } from './connections.js';
import { checkDataFolder } from './data-folder.js';
import { type FoundDatabase, findDatabase } from './database.js';
import type { Sheet } from './finding.js';
import { checkMigrations } from './migrations.js';
import { checkOwnServer } from './own-server.js';
import { checkQueue } from './queue.js';
import { checkRoles } from './roles.js';
import { checkSealedValues, checkSealingKeys } from './sealing-key.js';
import { type AccountSite, checkSites } from './sites.js';

/** Not one line of a log between the findings: what matters is among them. */
const logger = createLogger('silent');

/** Every check, one after the other, each as far as those before it let it. Changes nothing and stores nothing. */
export async function* examine(): AsyncGenerator<Sheet> {
  const { sheet, config } = checkConfiguration();
  yield sheet;
  if (!config) return;
  yield await checkDataFolder(config);
  const keys = await checkSealingKeys(config);
  yield keys.sheet;
  yield await checkOwnServer(config);
  const database = await findDatabase(config, logger);
  yield database.sheet;
  if (database.found) yield* examineDatabase(config, database.found, keys.box);
  yield await checkCallbacks(config);
}

async function* examineDatabase(config: Config, found: FoundDatabase, box: SecretBox | undefined) {
  const { inspection, isEmbedded } = found;
  try {
    if (!isEmbedded) {
      yield checkConnections(config, await inspection.facts());
      yield await checkClock(inspection);
    }
    const { sheet, isUsable } = await checkMigrations(inspection);
    yield sheet;
    if (!isUsable) return;
    const roles = await checkRoles(inspection);
    yield roles;
    if (roles.findings.some(({ verdict }) => verdict === 'failed')) return;
    yield await checkQueue(inspection, isEmbedded);
    yield* examineAccounts(config, found, box);
  } catch (error) {
    yield brokenDatabase(error);
  } finally {
    await found.close();
  }
}

async function* examineAccounts(config: Config, { url, isEmbedded }: FoundDatabase, box: SecretBox | undefined) {
  const database = await openDatabase({ url, logger, poolMax: 2, isEmbedded });
  try {
    if (!box) return;
    yield await checkSealedValues(database, box);
    const deps = connectWiseDeps({ config, database, box, logger, clock: systemClock }, createMetrics());
    yield await checkSites(await sitesOf(database), deps);
  } finally {
    await database.close();
  }
}

/** Of accounts that work with ConnectWise now: nothing is sent for others. */
async function sitesOf(database: Database): Promise<AccountSite[]> {
  const integrations = new IntegrationRepository(database);
  const sites: AccountSite[] = [];
  for (let after: AccountId | undefined, isLast = false; !isLast; ) {
    const page = await database.system.listAccounts(100, after);
    for (const { id, name, status, isIntegrationEnabled } of page) {
      if (status !== 'ACTIVE' || !isIntegrationEnabled) continue;
      const { site, loginCompanyId, customCa } = (await integrations.find(id)) ?? {};
      if (site && loginCompanyId) sites.push({ accountId: id, name, site, loginCompanyId, customCa });
    }
    after = page.at(-1)?.id;
    isLast = page.length < 100;
  }
  return sites;
}
