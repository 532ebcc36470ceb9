import { afterAll, afterEach, expect, it } from '@jest/globals';
import { testConnection } from '../../src/connectwise/connection-test.js';
import type { FaultRuleInput } from '../../src/sandbox/faults/fault.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { Secret } from '../../src/shared/secret.js';
import { memoryLogger, policyFor } from '../connectwise/support/client.js';
import { figure } from '../support/figure.js';

let sandbox: Sandbox;
let longest = 0;
afterEach(() => sandbox.close());
afterAll(() => figure('P10', `longest test of a connection: ${longest.toFixed(1)} s`));

const FAULTS: Readonly<Record<string, FaultRuleInput['fault']>> = {
  'says nothing': { kind: 'silent' },
  'answers after a minute': { kind: 'slow', delay: 60_000 },
  'sends a byte each half second': { kind: 'drip', every: 500 },
};

it.each(
  Object.entries(FAULTS).flatMap(([what, fault]) =>
    ['/login/companyinfo/*', '/system/info', '/system/mySecurity', '*'].map((route) => [what, route, fault] as const),
  ),
)('P10: a test of the connection answers in 15 s when ConnectWise %s at %s', async (_what, route, fault) => {
  sandbox = await startSandbox({ companies: 10 });
  sandbox.faults.add({ route, times: null, fault });
  const { host } = new URL(sandbox.url);
  const { loginCompanyId, publicKey, privateKey, clientId } = sandbox.credentials;
  const started = performance.now();

  const report = await testConnection(
    {
      ...{ site: sandbox.url, loginCompanyId, clientId },
      ...{ publicKey: new Secret(publicKey), privateKey: new Secret(privateKey) },
    },
    { policy: policyFor(host), logger: memoryLogger() },
  );

  const seconds = (performance.now() - started) / 1_000;
  longest = Math.max(longest, seconds);
  expect(report.checks.map(({ cause }) => cause)).toContain('TIMEOUT');
  // The limit is 15 s; the rest is for a busy machine.
  expect(seconds).toBeLessThan(17);
});
