import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../../src/sandbox/faults/fault.js';
import { startSandbox } from '../../../src/sandbox/sandbox.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { disable, enable, errorsOf, given, holdOf, map, verify, verifyMapping } from '../support/calls.js';
import { startReplica } from '../support/replica.js';

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  test.sandbox.faults.clear();
  account = await test.account();
  await account.integration();
  test.sandbox.journal.clear();
});

type Fault = FaultRuleInput['fault'];
const page = '<html><body>Sign in</body></html>';
const error = (code: string, message: string) => JSON.stringify({ code, message, errors: null });

const causes: readonly (readonly [string, Fault, string])[] = [
  ['F6: a cut connection', { kind: 'cut' }, 'CONNECTWISE_UNAVAILABLE'],
  ['F6: an answer cut in its middle', { kind: 'cut', at: 'body' }, 'CONNECTWISE_UNAVAILABLE'],
  ['F4: 500', { kind: 'serverError', text: 'conversion' }, 'CONNECTWISE_UNAVAILABLE'],
  ['F4: 500 that tells of a time-out', { kind: 'serverError' }, 'CONNECTWISE_UNAVAILABLE'],
  ['F4: 502', { kind: 'frontEnd', status: 502 }, 'CONNECTWISE_UNAVAILABLE'],
  ['F4: 503', { kind: 'frontEnd', status: 503 }, 'CONNECTWISE_UNAVAILABLE'],
  ['F4: 504', { kind: 'frontEnd', status: 504 }, 'CONNECTWISE_UNAVAILABLE'],
  ['F5: a page', { kind: 'answer', status: 200, body: page }, 'CONNECTWISE_BAD_ANSWER'],
  ['F5: a page with 404', { kind: 'answer', status: 404, body: page }, 'CONNECTWISE_BAD_ANSWER'],
  ['F5: cut JSON', { kind: 'body', as: 'cutJson' }, 'CONNECTWISE_BAD_ANSWER'],
  ['F5: no JSON', { kind: 'body', as: 'notJson' }, 'CONNECTWISE_BAD_ANSWER'],
  ['F5: null', { kind: 'body', as: 'null' }, 'CONNECTWISE_BAD_ANSWER'],
  ['F5: nothing', { kind: 'body', as: 'empty' }, 'CONNECTWISE_BAD_ANSWER'],
  ['F5: another shape', { kind: 'body', as: 'wrongShape' }, 'CONNECTWISE_BAD_ANSWER'],
  ['F5: a list in an object', { kind: 'body', as: 'wrapped' }, 'CONNECTWISE_BAD_ANSWER'],
  ['F5: endless nesting', { kind: 'body', as: 'deep' }, 'CONNECTWISE_BAD_ANSWER'],
  ['F7: an unasked compression', { kind: 'gzip' }, 'CONNECTWISE_BAD_ANSWER'],
  ['F8: a redirect', { kind: 'redirect', location: 'http://169.254.169.254/' }, 'CONNECTWISE_REDIRECT'],
  ['401', { kind: 'answer', status: 401, body: error('Unauthorized', 'No') }, 'CONNECTWISE_DENIED'],
  ['403', { kind: 'answer', status: 403, body: error('Security', 'No') }, 'CONNECTWISE_DENIED'],
  ['a refused clientId', { kind: 'answer', status: 400, body: error('X', 'bad clientId') }, 'CONNECTWISE_DENIED'],
  [
    '404 without a record',
    { kind: 'answer', status: 404, body: error('ConnectWiseApi', 'No endpoint') },
    'CONNECTWISE_REJECTED',
  ],
  [
    'a refused condition',
    { kind: 'answer', status: 400, body: error('ApiFindCondition', 'x') },
    'CONNECTWISE_REJECTED',
  ],
  [
    'plain http refused',
    { kind: 'answer', status: 403, body: error('Security', 'SSL is required.') },
    'CONNECTWISE_TLS',
  ],
];

describe('U3: what could not be checked is never "not found"', () => {
  it.each(causes)('%s', async (_what, fault, cause) => {
    for (const company of [{ identifier: 'HarborDental' }, { connectWiseId: test.sandbox.landmarks.ordinary[0].id }]) {
      test.sandbox.faults.add({ route: '/company/companies*', times: null, fault });
      const { verification, userErrors } = await verify(account, company);

      expect(userErrors).toEqual([]);
      expect(verification).toMatchObject({ outcome: 'UNCHECKED', cause, company: null, candidates: [] });
      expect(verification?.message).not.toMatch(/not found|no company/i);
    }
    test.sandbox.faults.clear();
    expect((await verify(account, 'HarborDental')).verification?.outcome).toBe('USABLE');
  });

  it('F3: a rate limit, which is not asked again before its end', async () => {
    const limited = await startSandbox({ companies: 10 });
    const server = await startReplica(test, { reaches: [limited] });
    const own = server.at(await test.account());
    await own.integration({ site: limited.url });
    const user = await (await own.source()).user();
    limited.faults.add({ fault: { kind: 'rateLimit', retryAfter: 600 } });
    limited.journal.clear();

    const first = await verify(own, 'HarborDental');
    const second = await verify(own, 'HarborDental');
    const mapped = await map(own, { userId: user.id, company: { identifier: 'HarborDental' } });
    await server.close();
    await limited.close();

    expect(first.verification).toMatchObject({ outcome: 'UNCHECKED', cause: 'CONNECTWISE_RATE_LIMITED' });
    expect(second.verification).toMatchObject({ outcome: 'UNCHECKED', cause: 'CONNECTWISE_RATE_LIMITED' });
    expect(mapped.userErrors).toMatchObject([{ code: 'CONNECTWISE_RATE_LIMITED', field: ['company'] }]);
    const [told] = mapped.userErrors;
    expect(told && 'retryAfterSeconds' in told ? told.retryAfterSeconds : 0).toBeGreaterThan(500);
    expect(limited.journal.total).toBe(1);
  });

  it('F1: a closed port', async () => {
    const gone = await startSandbox({ companies: 10 });
    const replica = await startReplica(test, { reaches: [gone] });
    const own = replica.at(await test.account());
    await own.integration({ site: gone.url });
    await gone.close();

    const { verification } = await verify(own, 'HarborDental');
    await replica.close();

    expect(verification).toMatchObject({ outcome: 'UNCHECKED', cause: 'CONNECTWISE_UNAVAILABLE' });
  });
});

describe('U6: while ConnectWise is away', () => {
  const away = () => test.sandbox.faults.add({ times: null, fault: { kind: 'cut' } });

  it('an enabled mapping is not saved, a disabled one is, unverified', async () => {
    const user = await (await account.source()).user();
    away();
    const input = { userId: user.id, company: { identifier: ' SomeDay ' } };

    const enabled = await map(account, input);
    const saved = await map(account, { ...input, isEnabled: false });

    expect(errorsOf(enabled)).toEqual(['CONNECTWISE_UNAVAILABLE company']);
    expect(enabled.mapping).toBeNull();
    expect(saved.mapping).toMatchObject({
      identifier: 'SomeDay',
      connectWiseId: null,
      isEnabled: false,
      verification: { status: 'UNVERIFIED', problem: null, checkedAt: null },
    });
  });

  it('a mapping cannot be enabled or verified, and stays as it was', async () => {
    const user = await (await account.source()).user();
    const mapping = await user.map(given(test.sandbox.landmarks.ordinary[1]).identifier);
    const mappingId = mapping.id;
    away();
    expect(errorsOf(await verifyMapping(account, { mappingId }))).toEqual(['CONNECTWISE_UNAVAILABLE']);
    expect(await holdOf(account, user)).toBeNull();

    await disable(account, { mappingId });
    const answer = await enable(account, { mappingId });

    expect(errorsOf(answer)).toEqual(['CONNECTWISE_UNAVAILABLE company']);
    expect(await holdOf(account, user)).toBe('MAPPING_DISABLED');
  });
});
