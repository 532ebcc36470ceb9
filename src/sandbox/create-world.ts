import { Agenda } from './agenda.js';
import { SigningKeys } from './callbacks/signing-keys.js';
import { SandboxClock } from './clock.js';
import { Faults } from './faults/faults.js';
import { Journal } from './journal.js';
import { KeyRing } from './key-ring.js';
import { Lifetime } from './lifetime.js';
import { Mails } from './mails.js';
import type { SandboxCredentials, SandboxOptions } from './options.js';
import { Permissions } from './permissions.js';
import { SpamStatistics } from './soap/spam-statistics.js';
import { Changes } from './store/changes.js';
import { Tables } from './store/tables.js';
import type { World } from './world.js';

export function createWorld(options: SandboxOptions, credentials: SandboxCredentials): World {
  const keys = new KeyRing();
  keys.add({ publicKey: credentials.publicKey, privateKey: credentials.privateKey, member: 'psabridge' });
  const clock = new SandboxClock(options.clock ?? (() => new Date()));
  const lifetime = new Lifetime();
  return {
    settings: {
      codebase: options.codebase ?? (options.version ? `v${options.version.replace('.', '_')}` : 'v2025_1'),
      version: options.version ?? null,
      versionNumber: 'v4.6.77997',
      cloud: options.cloud ?? false,
      isCloudAsText: false,
      siteUrl: null,
      loginCompanyId: credentials.loginCompanyId,
      clientIds: options.clientIds ?? [credentials.clientId],
      clientIdStatus: 403,
      unauthorizedCode: 'ConnectWiseApi',
      versionlessHidesKeys: false,
      sslRequired: false,
      urlLimit: 2048,
      likeDialect: 'stars',
      mergedCompanies: 'gone',
      defaultBoardId: 1,
      ticketContact: 'none',
      closedFlagFilter: 'right',
      managedDeviceApi: true,
      documentBytes: 64_000_000,
    },
    clock,
    keys,
    permissions: new Permissions(),
    tables: new Tables(clock),
    changes: new Changes(),
    journal: new Journal(),
    mails: new Mails(),
    faults: new Faults(),
    lifetime,
    agenda: new Agenda(clock, lifetime),
    signingKeys: new SigningKeys(),
    spamStatistics: new SpamStatistics(),
    origin: '',
    tlsOrigin: null,
  };
}
