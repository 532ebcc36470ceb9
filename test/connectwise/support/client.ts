import { createAddressPolicy } from '../../../src/connectwise/address-policy.js';
import { type ConnectWise, type ConnectWiseDeps, createConnectWise } from '../../../src/connectwise/client.js';
import type { ConnectWiseAccess } from '../../../src/connectwise/credentials.js';
import { ConnectWiseError } from '../../../src/connectwise/errors.js';
import { parseSite, type Site } from '../../../src/connectwise/site.js';
import type { Timing } from '../../../src/connectwise/timing.js';
import { Secret } from '../../../src/shared/secret.js';
import { TEST_PACE } from '../../support/pace.js';

/** Values that must never show up anywhere but in the request itself. */
export const CANARY = {
  publicKey: 'PUBcanary7Qx2',
  privateKey: 'PRIVcanary9Zk4',
  clientId: '11111111-2222-4333-8444-canary000000',
} as const;

export const BASIC = Buffer.from(`examplemsp+${CANARY.publicKey}:${CANARY.privateKey}`).toString('base64');

export function policyFor(...hosts: string[]) {
  return createAddressPolicy({ allowedHosts: hosts, httpHosts: hosts });
}

export function siteOf(text: string, ...hosts: string[]): Site {
  const parsed = parseSite(text, policyFor(...hosts));
  if (parsed.kind === 'refused') throw new Error(parsed.refusal.message);
  return parsed.site;
}

export function accessTo(site: Site, changes: Partial<ConnectWiseAccess> = {}): ConnectWiseAccess {
  return {
    site,
    loginCompanyId: 'examplemsp',
    publicKey: new Secret(CANARY.publicKey),
    privateKey: new Secret(CANARY.privateKey),
    clientId: CANARY.clientId,
    ...changes,
  };
}

export interface LogLine {
  readonly level: string;
  readonly facts: Record<string, unknown>;
  readonly message: string;
}

/** A logger that keeps what it was told. */
export function memoryLogger() {
  const lines: LogLine[] = [];
  const keep = (level: string) => (facts: object, message: string) => {
    lines.push({ level, facts: { ...facts }, message });
  };
  return { lines, info: keep('info'), warn: keep('warn') };
}

/** Time that moves only when somebody sleeps; remembers for how long. */
export function fakeTiming(
  now = new Date('2026-03-01T12:00:00Z'),
): Timing & { readonly slept: number[]; advance(ms: number): void } {
  const slept: number[] = [];
  let elapsed = 0;
  return {
    slept,
    advance: (ms) => {
      elapsed += ms;
    },
    clock: { now: () => new Date(now.getTime() + elapsed) },
    monotonic: () => elapsed,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      elapsed += milliseconds;
    },
    random: () => 0.5,
  };
}

const opened: ConnectWise[] = [];

/** A client that `closeClients` ends after the test. */
export function clientFor(deps: Partial<ConnectWiseDeps> & Pick<ConnectWiseDeps, 'policy'>): ConnectWise {
  const client = createConnectWise({ logger: memoryLogger(), paceFigures: TEST_PACE, ...deps });
  opened.push(client);
  return client;
}

export async function closeClients(): Promise<void> {
  await Promise.all(opened.splice(0).map((client) => client.close()));
}

/** The error of a call that must fail; anything but a ConnectWiseError fails the test. */
export async function errorOf(call: Promise<unknown>): Promise<ConnectWiseError> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );
  if (outcome instanceof ConnectWiseError) return outcome;
  throw new Error('Expected a ConnectWiseError', { cause: outcome });
}
