import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HoldReason } from '../../../src/features/mappings/work-state.js';
import { Failure } from '../../../src/shared/failure.js';
import type { UserId } from '../../../src/shared/ids.js';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ArchiveUserDocument,
  CompanyMappingsDocument,
  UserStatesDocument,
  UsersDocument,
} from '../operations.generated.js';
import { given, holdOf, map, save } from '../support/calls.js';
import { sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const ownId = (globalId: string) => given(Buffer.from(globalId, 'base64url').toString().split(':')[1]) as UserId;

/** What the gate says to work that would start for a user: the code, or nothing. */
async function refusal(account: SeedAccount, user: SeedUser): Promise<string | undefined> {
  const { users, gate } = test.app.services;
  const record = await users.get(account.caller, ownId(user.id));
  try {
    await gate.requireOpen(account.caller, record, 'TICKETS');
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.problems).toHaveLength(1);
    expect(error.problems[0]).toMatchObject({ field: ['userId'], message: expect.stringMatching(/\w+\.$/) });
    return error.problems[0].code;
  }
}

async function mapped() {
  const account = await test.account();
  const user = await (await account.integration()).user();
  const mapping = await user.map(test.sandbox.landmarks.ordinary[0].identifier);
  return { account, user, mapping };
}

const rewrite = (account: SeedAccount, assignment: string) =>
  sql(`UPDATE mappings SET ${assignment} WHERE account_id = $1`, [account.id]);

describe('U11: starting work for a user', () => {
  const states: Record<
    HoldReason,
    [code: string, come: (seed: Awaited<ReturnType<typeof mapped>>) => Promise<unknown>]
  > = {
    USER_ARCHIVED: [
      'INVALID',
      ({ account, user }) => ask(account, ArchiveUserDocument, { input: { userId: user.id } }),
    ],
    INTEGRATION_OFF: ['INTEGRATION_DISABLED', ({ account }) => save(account, { isEnabled: false })],
    KEYS_MISSING: ['CREDENTIAL_LOCKED', ({ account }) => test.database.sealed.forget(account.id)],
    INTEGRATION_PAUSED: [
      'CONNECTWISE_DENIED',
      ({ account }) =>
        sql("UPDATE integration_settings SET paused_at = now(), pause_reason = 'KEYS_REFUSED' WHERE account_id = $1", [
          account.id,
        ]),
    ],
    WORK_NOT_PERMITTED: [
      'CONNECTWISE_DENIED',
      ({ account }) =>
        sql("INSERT INTO work_holds (account_id, work, capability) VALUES ($1, 'TICKETS', 'WRITE_TICKETS')", [
          account.id,
        ]),
    ],
    NOT_MAPPED: ['USER_NOT_MAPPED', ({ account }) => sql('DELETE FROM mappings WHERE account_id = $1', [account.id])],
    MAPPING_DISABLED: ['USER_NOT_MAPPED', ({ account }) => rewrite(account, 'is_enabled = false')],
    MAPPING_ON_OTHER_INSTANCE: [
      'USER_NOT_MAPPED',
      async ({ account }) => {
        const [row] = await sql<{ id: string }>(
          "INSERT INTO connect_wise_instances (account_id, id, host, login_company_id) VALUES ($1, gen_random_uuid(), 'elsewhere', 'msp') RETURNING id",
          [account.id],
        );
        await rewrite(account, `instance_id = '${row?.id}'`);
      },
    ],
    MAPPING_UNVERIFIED: [
      'USER_NOT_MAPPED',
      ({ account }) => rewrite(account, "connect_wise_id = NULL, verification = 'UNVERIFIED', verified_at = NULL"),
    ],
    MAPPING_BROKEN: [
      'USER_NOT_MAPPED',
      ({ account }) => rewrite(account, "verification = 'BROKEN', problem = 'COMPANY_DELETED'"),
    ],
  };

  it.each(Object.entries(states))(
    'is refused with the reason %s, which every reader sees',
    async (reason, [code, come]) => {
      const seed = await mapped();
      const { account, user } = seed;
      expect([await refusal(account, user), await holdOf(account, user)]).toEqual([undefined, null]);

      await come(seed);

      expect(await refusal(account, user)).toBe(code);
      expect(await holdOf(account, user, 'TICKETS')).toBe(reason);
      const { users } = await ask(account, UsersDocument, { first: 5, work: 'TICKETS' });
      expect(users?.nodes.map(({ hold }) => hold)).toEqual([reason]);
      const { companyMappings } = await ask(account, CompanyMappingsDocument, { first: 5 });
      const ofAllWork = reason === 'WORK_NOT_PERMITTED' ? null : reason;
      expect(companyMappings?.nodes.map((node) => node.user.hold)).toEqual(reason === 'NOT_MAPPED' ? [] : [ofAllWork]);
    },
  );

  it('is not the business of other users of the account', async () => {
    const { account, user } = await mapped();
    const other = await user.source.user();

    expect([await refusal(account, user), await refusal(account, other)]).toEqual([undefined, 'USER_NOT_MAPPED']);
  });
});

describe('U13: where users stand', () => {
  it('is told for up to 1,000 keys in the order asked, unknown and repeated ones among them', async () => {
    const { account, user } = await mapped();
    const unknown = Array.from({ length: 997 }, (_, at) => `unknown-${at}`);
    const externalIds = [...unknown, user.externalId, 'more', user.externalId];

    const { userStates } = await ask(account, UserStatesDocument, { source: user.source.code, externalIds });

    expect(userStates?.map(({ externalId }) => externalId)).toEqual(externalIds);
    expect(given(userStates).slice(-3)).toEqual([
      { externalId: user.externalId, userId: user.id, hold: null },
      { externalId: 'more', userId: null, hold: 'NOT_MAPPED' },
      { externalId: user.externalId, userId: user.id, hold: null },
    ]);
  });

  it('is told to an INGEST token for its own source, named or not, and for no other', async () => {
    const { account, user } = await mapped();
    const other = await (await account.source()).user();
    const ingest = { url: account.url, token: await account.tokenOf('INGEST', { source: user.source.code }) };
    const externalIds = [user.externalId, other.externalId];
    const code = async (asker: { url: string; token: string }, source?: string, ids = externalIds) => {
      const { errors } = await execute(asker, UserStatesDocument, { source, externalIds: ids });
      return errors[0]?.extensions?.['code'];
    };

    for (const source of [undefined, user.source.code]) {
      const { userStates } = await ask(ingest, UserStatesDocument, { source, externalIds });
      expect(userStates).toMatchObject([{ hold: null }, { userId: null, hold: 'NOT_MAPPED' }]);
    }
    expect(await code(ingest, other.source.code)).toBe('FORBIDDEN');
    expect(await code(ingest, 'no-such-source')).toBe('FORBIDDEN');
    expect(await code(account)).toBe('INVALID');
    expect(await code(account, 'no-such-source')).toBe('NOT_FOUND');
    expect(await code(account, user.source.code, Array(1_001).fill('x'))).toBe('LIMIT_EXCEEDED');
  });
});

describe('U12: the list of mappings', () => {
  it('is filtered by user, standing, switch and text, newest first, page by page', async () => {
    const account = await test.account();
    await account.integration();
    const { ordinary } = test.sandbox.landmarks;
    const users = [];
    for (const company of ordinary.slice(0, 4)) {
      const user = await (await account.source()).user();
      await user.map(company.identifier);
      users.push(user);
    }
    const last = await (await account.source()).user();
    const { mapping: broken } = await map(account, {
      userId: last.id,
      company: { identifier: 'Nobody_Has%This' },
      isEnabled: false,
    });
    const list = async (filter: object, first = 50, after?: string) => {
      const { companyMappings } = await ask(account, CompanyMappingsDocument, { first, after, filter });
      return given(companyMappings);
    };
    const of = async (filter: object) => (await list(filter)).nodes.map(({ identifier }) => identifier);
    const all = [
      broken?.identifier,
      ...ordinary
        .slice(0, 4)
        .map(({ identifier }) => identifier)
        .reverse(),
    ];

    expect(await of({})).toEqual(all);
    expect(await of({ isEnabled: false })).toEqual([all[0]]);
    expect(await of({ statuses: ['BROKEN', 'UNVERIFIED'] })).toEqual([all[0]]);
    expect(await of({ statuses: ['VERIFIED'], isEnabled: false })).toEqual([]);
    expect(await of({ origins: ['SUGGESTED'] })).toEqual([]);
    expect(await of({ userIds: [given(users[0]).id, 'nonsense', last.id] })).toEqual([all[0], all[4]]);
    expect(await of({ userIds: [] })).toEqual([]);
    expect(await of({ search: 'nobody_has%' })).toEqual([all[0]]);
    expect(await of({ search: '_' })).toEqual([all[0]]);
    expect(await of({ search: '\\' })).toEqual([]);
    const page = await list({}, 3);
    const rest = await list({}, 3, page.pageInfo.endCursor ?? '');
    expect(page).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } });
    expect([...page.nodes, ...rest.nodes].map(({ identifier }) => identifier)).toEqual(all);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });
});
