import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../../src/sandbox/faults/fault.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { HASTY } from '../../support/timing.js';
import { enabledAccount, healthOf, readCompanies } from '../support/health.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ timing: HASTY });
});
afterAll(() => test.close());
beforeEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.keys.add({ ...test.sandbox.credentials, member: 'psabridge' });
});

type Fault = FaultRuleInput['fault'];
const everywhere = (fault: Fault) => test.sandbox.faults.add({ times: null, fault });
const ask = async (account: Parameters<typeof readCompanies>[1]) =>
  readCompanies(test.app, account).catch((error: unknown) => error);
const soon = expect.objectContaining({ kind: 'after', seconds: 20 });

const OUTAGES: readonly (readonly [string, string, Fault])[] = [
  ['502', 'server-fault', { kind: 'frontEnd', status: 502 }],
  ['503', 'server-fault', { kind: 'frontEnd', status: 503 }],
  ['504', 'server-fault', { kind: 'frontEnd', status: 504 }],
  ['500 with a time-out text', 'server-fault', { kind: 'serverError', text: 'timeout' }],
  ['500 without a reason', 'server-fault', { kind: 'answer', status: 500, body: '{}' }],
  ['connections that are cut', 'connection-lost', { kind: 'cut', how: 'reset' }],
  ['a page in place of data', 'bad-answer', { kind: 'body', as: 'notJson' }],
  ['a page about maintenance', 'redirect', { kind: 'redirect', location: 'https://status.example/' }],
];

describe('P9: background work is put off for a moment, using up no try, while ConnectWise', () => {
  it.each(OUTAGES)('answers with %s', async (_what, message, fault) => {
    const account = await enabledAccount(test);
    everywhere(fault);

    expect(await ask(account)).toMatchObject({ name: 'PutOff', message, next: soon });
    expect((await healthOf(account)).phase).toBe('HEALTHY');
  });

  it('refuses the keys for the first time', async () => {
    const account = await enabledAccount(test);
    test.sandbox.keys.revoke(test.sandbox.credentials.publicKey);

    expect(await ask(account)).toMatchObject({ name: 'PutOff', message: 'wrong-keys', next: soon });
  });

  it('is left alone by the breaker, though not for as long as that: the trial may be somebody else’s', async () => {
    const account = await enabledAccount(test);
    everywhere({ kind: 'frontEnd', status: 503 });
    await ask(account);
    await ask(account);
    test.sandbox.journal.clear();

    expect(await ask(account)).toMatchObject({ name: 'PutOff', message: 'breaker-open', next: soon });
    expect(test.sandbox.journal.total).toBe(0);
  });
});

describe('background work fails when the question alone is at fault:', () => {
  it.each<readonly [string, Fault]>([
    ['server-fault', { kind: 'answer', status: 500, body: '{}' }],
    ['server-fault', { kind: 'serverError', text: 'conversion' }],
    ['bad-answer', { kind: 'body', as: 'notJson' }],
    ['rejected', { kind: 'answer', status: 400, body: '{"code":"InvalidObject","message":"no","errors":[]}' }],
  ])('%s', async (kind, fault) => {
    const account = await enabledAccount(test);
    test.sandbox.faults.add({ route: '/company/companies', times: null, fault });

    expect(await ask(account)).toMatchObject({ name: 'ConnectWiseError', kind });
  });

  it('outcome-unknown, for a write has to be looked up by who made it', async () => {
    const account = await enabledAccount(test);
    test.sandbox.faults.add({ method: 'POST', fault: { kind: 'frontEnd', status: 502 } });
    const piece = { work: 'TICKETS', capability: 'WRITE_TICKETS', signal: new AbortController().signal } as const;
    const companyId = test.sandbox.landmarks.ordinary[0].id;

    const writing = test.app.services.backgroundWork.run(account.caller, piece, ({ tickets }) =>
      tickets.create({ summary: 'Quarantine is full', companyId }),
    );

    await expect(writing).rejects.toMatchObject({ name: 'ConnectWiseError', kind: 'outcome-unknown' });
  });
});

// The last of all: the sandbox does not come back.
it('P9: background work is put off for a moment while nothing listens at ConnectWise’s address', async () => {
  const account = await enabledAccount(test);
  await test.sandbox.close();

  expect(await ask(account)).toMatchObject({ name: 'PutOff', message: 'refused', next: soon });
});
