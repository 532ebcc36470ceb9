import { AgreementEditor } from './agreement-editor.js';
import { Courier } from './callbacks/courier.js';
import { SigningKeys } from './callbacks/signing-keys.js';
import { SandboxClock } from './clock.js';
import { CompanyEditor } from './company-editor.js';
import { Control } from './control/control.js';
import { createWorld } from './create-world.js';
import { Faults } from './faults/faults.js';
import { Desk } from './http/desk.js';
import { type Listening, listen, type Receive, type Tls } from './http/listener.js';
import { type OfferedOperation, Router } from './http/router.js';
import { Journal } from './journal.js';
import { KeyRing } from './key-ring.js';
import { Mails } from './mails.js';
import {
  DEFAULT_CREDENTIALS,
  FEWEST_COMPANIES,
  MOST_COMPANIES,
  type SandboxCredentials,
  type SandboxOptions,
} from './options.js';
import { Permissions } from './permissions.js';
import { RecordEditor } from './record-editor.js';
import { addResources } from './resources/endpoints.js';
import { INTEGRATOR_LOGIN } from './resources/system/integrators.js';
import type { Landmarks } from './seed/landmarks.js';
import { fillWorld } from './seed/seed.js';
import type { Settings } from './settings.js';
import { SpamStatistics } from './soap/spam-statistics.js';
import { TicketEditor } from './ticket-editor.js';

/** A running sandbox and everything a test may turn or look at. */
export interface Sandbox {
  /** Origin, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  readonly port: number;
  /** The same over HTTPS; null when it was given no certificate. */
  readonly tlsUrl: string | null;
  /** Where `/_control` is served; null when it is not. */
  readonly controlUrl: string | null;
  readonly credentials: SandboxCredentials;
  readonly settings: Settings;
  readonly clock: SandboxClock;
  readonly keys: KeyRing;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly permissions: Permissions;
  /** What other people do to companies meanwhile. */
  readonly companies: CompanyEditor;
  readonly agreements: AgreementEditor;
  /** The same for tickets. */
  readonly tickets: TicketEditor;
  /** The mails that customers would have had. */
  readonly mails: Mails;
  /** The same for the records of any table, such as `tickets`. Throws a RangeError when there is none. */
  records(table: string): RecordEditor;
  /** The callbacks that were sent, and how to send them again. */
  readonly deliveries: Courier;
  /** What callbacks are signed with. */
  readonly signingKeys: SigningKeys;
  /** What the managed-device service was told. */
  readonly spamStatistics: SpamStatistics;
  /** A login of the older APIs, for the managed-device service. */
  readonly integratorLogin: typeof INTEGRATOR_LOGIN;
  readonly landmarks: Landmarks;
  /** What can be called below `/apis/3.0`. */
  readonly operations: readonly OfferedOperation[];
  /** Ends at once, whatever is under way; may be called twice. */
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

/** Starts a ConnectWise PSA that holds nothing but made-up data. Throws a RangeError for bad options. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { seed = 1, companies = 200, control = false } = options;
  if (!Number.isInteger(companies) || companies < FEWEST_COMPANIES || companies > MOST_COMPANIES) {
    throw new RangeError(`The number of companies must be from ${FEWEST_COMPANIES} to ${MOST_COMPANIES}`);
  }
  const credentials = readCredentials(options);
  const world = createWorld(options, credentials);
  const router = new Router(addResources(world));
  const landmarks = fillWorld(world, seed, companies);
  const deliveries = new Courier(world);
  const controls = control ? new Control({ world, landmarks, deliveries }) : null;
  const doors = await openDoors(new Desk(router, world, control === true ? controls : null), controls, options);
  const { host = LOOPBACK } = options;
  world.origin = `http://${host}:${doors.plain.port}`;
  world.tlsOrigin = doors.tls ? `https://${host}:${doors.tls.port}` : null;
  return {
    url: world.origin,
    port: doors.plain.port,
    tlsUrl: world.tlsOrigin,
    controlUrl: controls && `http://${host}:${(doors.control ?? doors.plain).port}`,
    credentials,
    settings: world.settings,
    clock: world.clock,
    keys: world.keys,
    journal: world.journal,
    faults: world.faults,
    permissions: world.permissions,
    companies: new CompanyEditor(world),
    agreements: new AgreementEditor(world),
    tickets: new TicketEditor(world),
    mails: world.mails,
    records: (table) => new RecordEditor(world, world.tables.get(table)),
    deliveries,
    signingKeys: world.signingKeys,
    spamStatistics: world.spamStatistics,
    integratorLogin: INTEGRATOR_LOGIN,
    landmarks,
    operations: router.offered,
    close: async () => {
      world.lifetime.end();
      deliveries.close();
      await Promise.all([doors.plain.close(), doors.tls?.close(), doors.control?.close()]);
    },
  };
}

interface Doors {
  readonly plain: Listening;
  readonly tls: Listening | undefined;
  readonly control: Listening | undefined;
}

/** All of them or none: a port that is taken leaves nothing behind. */
async function openDoors(desk: Desk, controls: Control | null, options: SandboxOptions): Promise<Doors> {
  const { tls, control, port = 0 } = options;
  const isOpen = options.host !== undefined && options.host !== LOOPBACK;
  const opened: Listening[] = [];
  const open = async (receive: Receive, at: number, keys?: Tls): Promise<Listening> => {
    const door = await listen(receive, { port: at, isOpen }, keys);
    opened.push(door);
    return door;
  };
  try {
    return {
      plain: await open(desk.receive, port),
      tls: tls && (await open(desk.receive, tls.port ?? 0, tls)),
      control: controls && typeof control === 'object' ? await open(controls.receive, control.port) : undefined,
    };
  } catch (error) {
    await Promise.all(opened.map((door) => door.close()));
    throw error;
  }
}

function readCredentials(options: SandboxOptions): SandboxCredentials {
  return {
    loginCompanyId: options.loginCompanyId ?? DEFAULT_CREDENTIALS.loginCompanyId,
    publicKey: options.publicKey ?? DEFAULT_CREDENTIALS.publicKey,
    privateKey: options.privateKey ?? DEFAULT_CREDENTIALS.privateKey,
    clientId: options.clientIds?.[0] ?? DEFAULT_CREDENTIALS.clientId,
  };
}
