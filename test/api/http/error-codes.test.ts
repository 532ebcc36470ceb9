import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FaultRuleInput } from '../../../src/sandbox/faults/fault.js';
import { Failure, FailureCode } from '../../../src/shared/failure.js';
import type { UserId } from '../../../src/shared/ids.js';
import { execute } from '../../support/graphql-client.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { UserStatesDocument } from '../operations.generated.js';
import { given, map, save, tryOut, verify, verifyMapping } from '../support/calls.js';
import { startReplica } from '../support/replica.js';
import { sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

interface Scene {
  readonly account: SeedAccount;
  readonly user: SeedUser;
  readonly mappingId: string;
  readonly version: number;
}

type Answer = { readonly userErrors: readonly { readonly code: string }[] };
type Provocation = (scene: Scene) => Promise<Answer | readonly string[]>;

const afterFault =
  (fault: FaultRuleInput['fault']): Provocation =>
  async ({ account, mappingId }) => {
    const { id } = test.sandbox.faults.add({ route: '/company/companies*', times: null, fault });
    const answer = await verifyMapping(account, { mappingId });
    test.sandbox.faults.remove(id);
    return answer;
  };

const refusedAnswer = (status: number, code: string, message = '') =>
  afterFault({ kind: 'answer', status, body: JSON.stringify({ code, message, errors: null }) });

const statesOf = async (asker: { url: string; token: string }, source: string, externalIds: string[]) => {
  const { errors } = await execute(asker, UserStatesDocument, { source, externalIds });
  return errors.map(({ extensions }) => String(extensions?.['code']));
};

/** How each code comes about here, or why it cannot. A new code has to be added, or this file does not compile. */
const provocations: Readonly<Record<FailureCode, Provocation | string>> = {
  INVALID: ({ account }) => save(account, { site: 'ftp://psa.example.com' }),
  NOT_FOUND: ({ account }) => verifyMapping(account, { mappingId: 'nonsense' }),
  FORBIDDEN: async ({ account, user }) => {
    const token = await account.tokenOf('INGEST', { source: user.source.code });
    return statesOf({ url: account.url, token }, 'another-source', []);
  },
  NOT_CONFIGURED: async () => verify(await test.account(), 'HarborDental'),
  INTEGRATION_DISABLED: async ({ account }) => {
    await save(account, { isEnabled: false });
    return verify(account, 'HarborDental');
  },
  USER_NOT_MAPPED: async ({ account, user }) => {
    const { users, gate } = test.app.services;
    const other = await user.source.user();
    const id = given(Buffer.from(other.id, 'base64url').toString().split(':')[1]) as UserId;
    const refused = await gate
      .requireOpen(account.caller, await users.get(account.caller, id), 'TICKETS')
      .catch((error: unknown) => error);
    return refused instanceof Failure ? refused.problems.map(({ code }) => code) : [];
  },
  ALREADY_MAPPED: ({ account, user }) => map(account, { userId: user.id, company: { identifier: 'HarborDental' } }),
  COMPANY_IN_USE: async ({ account, user }) => {
    const other = await user.source.user();
    return map(account, { userId: other.id, company: { identifier: 'HarborDental' } });
  },
  COMPANY_NOT_USABLE: async ({ account, user }) => {
    const other = await user.source.user();
    return map(account, { userId: other.id, company: { identifier: test.sandbox.landmarks.deleted.identifier } });
  },
  VERSION_CONFLICT: ({ account, mappingId, version }) =>
    verifyMapping(account, { mappingId, expectedVersion: version + 1 }),
  IDEMPOTENCY_KEY_REUSED: 'No operation of these takes an idempotency key.',
  JOB_IN_PROGRESS: 'No operation of these starts a job.',
  LIMIT_EXCEEDED: ({ account, user }) => statesOf(account, user.source.code, Array(1_001).fill('x')),
  RATE_LIMITED: async ({ account }) => {
    for (let done = 0; done < 6; done += 1) await tryOut(account, {});
    return tryOut(account, {});
  },
  CREDENTIAL_LOCKED: async ({ account }) => {
    await sql("UPDATE integration_settings SET private_key_sealed = 'v1.test.AA.AA' WHERE account_id = $1", [
      account.id,
    ]);
    return verify(account, 'HarborDental');
  },
  UNAVAILABLE: 'Of a database that does not answer: shown with the database and the front door.',
  CONNECTWISE_UNAVAILABLE: afterFault({ kind: 'cut' }),
  CONNECTWISE_DENIED: refusedAnswer(401, 'Unauthorized'),
  CONNECTWISE_REJECTED: refusedAnswer(400, 'ApiFindCondition'),
  CONNECTWISE_BAD_ANSWER: afterFault({ kind: 'body', as: 'notJson' }),
  CONNECTWISE_REDIRECT: afterFault({ kind: 'redirect', location: '/elsewhere' }),
  CONNECTWISE_TLS: refusedAnswer(403, 'Security', 'SSL is required.'),
  CONNECTWISE_RATE_LIMITED: async ({ account, mappingId }) => {
    // By way of another process, because this one would not ask again for a second.
    const other = await startReplica(test);
    test.sandbox.faults.add({ fault: { kind: 'rateLimit', retryAfter: 1 } });
    const answer = await verifyMapping(other.at(account), { mappingId });
    await other.close();
    return answer;
  },
};

describe('Each code that these operations can answer', () => {
  const provoked = Object.entries(provocations).filter(
    (entry): entry is [FailureCode, Provocation] => typeof entry[1] === 'function',
  );

  it.each(provoked)('%s', async (code, provoke) => {
    const account = await test.account();
    const user = await (await account.integration()).user();
    const { id, version } = await user.map('HarborDental');

    const told = await provoke({ account, user, mappingId: id, version });

    expect('userErrors' in told ? told.userErrors.map((error) => error.code) : told).toEqual([code]);
  });

  it('is known to callers under the same name', () => {
    const type = test.app.schema.getType('UserErrorCode');
    const values = type && 'getValues' in type ? type.getValues().map(({ name }) => name) : [];

    expect(values.sort()).toEqual(Object.keys(provocations).sort());
    expect(Object.keys(provocations).sort()).toEqual(Object.values(FailureCode).sort());
  });
});
