import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { ConnectWiseDeps } from '../../../src/connectwise/client.js';
import type { ConnectWiseSession } from '../../../src/connectwise/session.js';
import { type Sandbox, startSandbox } from '../../../src/sandbox/sandbox.js';
import { Secret } from '../../../src/shared/secret.js';
import { HASTY } from '../../support/timing.js';
import { accessTo, clientFor, closeClients, policyFor, siteOf } from './client.js';

/** A session of background work against a sandbox, over HTTP. */
export function sessionTo(sandbox: Sandbox, deps: Partial<ConnectWiseDeps> = {}): ConnectWiseSession {
  const { host } = new URL(sandbox.url);
  const { loginCompanyId, publicKey, privateKey, clientId } = sandbox.credentials;
  const keys = { publicKey: new Secret(publicKey), privateKey: new Secret(privateKey) };
  const access = accessTo(siteOf(sandbox.url, host), { loginCompanyId, ...keys, clientId });
  return clientFor({ policy: policyFor(host), timing: HASTY, ...deps }).open(access, 'job');
}

export interface EndToEnd {
  readonly sandbox: Sandbox;
  /** A new one for each test. */
  readonly session: ConnectWiseSession;
}

/** Registers a sandbox for the tests of a file; its journal, mails and faults are cleared before each. */
export function withSession(): EndToEnd {
  let sandbox: Sandbox | undefined;
  let session: ConnectWiseSession | undefined;
  beforeAll(async () => {
    sandbox = await startSandbox({ companies: 60 });
  });
  beforeEach(() => {
    const running = given(sandbox);
    running.faults.clear();
    running.journal.clear();
    running.mails.clear();
    session = sessionTo(running);
  });
  afterEach(closeClients);
  afterAll(() => sandbox?.close());
  return {
    get sandbox() {
      return given(sandbox);
    },
    get session() {
      return given(session);
    },
  };
}

/** A value that a test knows to be there. */
export function given<Value>(value: Value | null | undefined): Value {
  if (value === null || value === undefined) throw new Error('There is nothing here.');
  return value;
}
