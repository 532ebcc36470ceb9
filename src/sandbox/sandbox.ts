import { SandboxClock } from './clock.js';
import { CompanyEditor } from './company-editor.js';
import { Control } from './control/control.js';
import { Faults } from './faults/faults.js';
import { Desk } from './http/desk.js';
import { listen } from './http/listener.js';
import { Router } from './http/router.js';
import { Journal } from './journal.js';
import { KeyRing } from './key-ring.js';
import { Lifetime } from './lifetime.js';
import {
  DEFAULT_CREDENTIALS,
  FEWEST_COMPANIES,
  MOST_COMPANIES,
  type SandboxCredentials,
  type SandboxOptions,
} from './options.js';
import { Permissions } from './permissions.js';
import { addResources } from './resources/endpoints.js';
import type { Landmarks } from './seed/landmarks.js';
import { seedCompanies } from './seed/seed.js';
import type { Settings } from './settings.js';
import { Tables } from './store/tables.js';
import type { World } from './world.js';

/** A running sandbox and everything a test may turn or look at. */
export interface Sandbox {
  /** Origin, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly port: number;
  readonly credentials: SandboxCredentials;
  readonly settings: Settings;
  readonly clock: SandboxClock;
  readonly keys: KeyRing;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly permissions: Permissions;
  /** What other people do to companies meanwhile. */
  readonly companies: CompanyEditor;
  readonly landmarks: Landmarks;
  readonly hasControl: boolean;
  /** Ends at once, whatever is under way; may be called twice. */
  close(): Promise<void>;
}

/** Starts a ConnectWise PSA on 127.0.0.1 that holds nothing but made-up data. Throws a RangeError for bad options. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { seed = 1, companies = 200, control = false, port = 0 } = options;
  if (!Number.isInteger(companies) || companies < FEWEST_COMPANIES || companies > MOST_COMPANIES) {
    throw new RangeError(`The number of companies must be from ${FEWEST_COMPANIES} to ${MOST_COMPANIES}`);
  }
  const credentials = readCredentials(options);
  const world = createWorld(options, credentials);
  const router = new Router(addResources(world));
  const landmarks = seedCompanies(world, seed, companies);
  const desk = new Desk(router, world, control ? new Control(world, landmarks) : null);
  const listening = await listen(desk, port, options.tls);
  world.origin = `${options.tls ? 'https' : 'http'}://127.0.0.1:${listening.port}`;
  return {
    url: world.origin,
    port: listening.port,
    credentials,
    settings: world.settings,
    clock: world.clock,
    keys: world.keys,
    journal: world.journal,
    faults: world.faults,
    permissions: world.permissions,
    companies: new CompanyEditor(world),
    landmarks,
    hasControl: control,
    close: async () => {
      world.lifetime.end();
      await listening.close();
    },
  };
}

function readCredentials(options: SandboxOptions): SandboxCredentials {
  return {
    loginCompanyId: options.loginCompanyId ?? DEFAULT_CREDENTIALS.loginCompanyId,
    publicKey: options.publicKey ?? DEFAULT_CREDENTIALS.publicKey,
    privateKey: options.privateKey ?? DEFAULT_CREDENTIALS.privateKey,
    clientId: options.clientIds?.[0] ?? DEFAULT_CREDENTIALS.clientId,
  };
}

function createWorld(options: SandboxOptions, credentials: SandboxCredentials): World {
  const keys = new KeyRing();
  keys.add({ publicKey: credentials.publicKey, privateKey: credentials.privateKey, member: 'psabridge' });
  return {
    settings: {
      codebase: options.codebase ?? 'v2025_1',
      version: null,
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
    },
    clock: new SandboxClock(options.clock ?? (() => new Date())),
    keys,
    permissions: new Permissions(),
    tables: new Tables(),
    journal: new Journal(),
    faults: new Faults(),
    lifetime: new Lifetime(),
    origin: '',
  };
}
