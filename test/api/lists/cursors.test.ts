import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  AccessTokensDocument,
  AccountsDocument,
  AuditEventsDocument,
  CompanyMappingsDocument,
  SaveUsersDocument,
  UsersDocument,
} from '../operations.generated.js';

const orders = (['NAME', 'CREATED_AT', 'UPDATED_AT'] as const).flatMap((field) =>
  (['ASC', 'DESC'] as const).map((direction) => ({ field, direction })),
);

describe('P5: cursors', () => {
  let test: TestApp;
  let account: SeedAccount;
  beforeAll(async () => {
    test = await startTestApp();
    account = await test.account();
    const source = await account.source();
    for (const name of ['a', 'b', 'c']) await source.user(name);
  });
  afterAll(() => test.close());

  const encode = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  const sql = "x'; DROP TABLE users; --";
  const uuid = '00000000-0000-7000-8000-000000000000';
  const garbage: readonly string[] = [
    ...['', ' ', 'garbage', '!!!!', '\u{1f600}', 'null', 'x'.repeat(10_000)],
    ...[
      encode(''),
      encode('null'),
      encode('{}'),
      encode('[]'),
      encode('[[]]'),
      encode('"x"'),
      encode('1'),
      encode('['),
    ],
    ...[
      encode([sql]),
      encode([sql, sql]),
      encode([sql, uuid]),
      encode([uuid, sql]),
      encode([sql, sql, sql]),
      encode([null, uuid]),
    ],
    ...[
      encode([{}, uuid]),
      encode([Number.MAX_VALUE, uuid]),
      encode(['\u0000', uuid]),
      encode(['x'.repeat(5_000), uuid]),
      encode([uuid]),
      encode([uuid, uuid]),
    ],
    ...[
      'users',
      'users.NAME',
      'users.CREATED_AT',
      'users.UPDATED_AT',
      'auditEvents',
      'accessTokens',
      'accounts',
      'companyMappings',
    ].flatMap((list) => [
      ...[
        encode([list, sql]),
        encode([list, sql, sql]),
        encode([list, uuid, sql]),
        encode([list, '\u0000', uuid, uuid]),
      ],
      ...[
        encode([list, '\ud800', uuid, uuid]),
        encode([list]),
        encode([list, 1, 2, 3, 4, 5]),
        encode([list, {}, uuid]),
        encode([list, '\u0000', sql]),
      ],
    ]),
  ];

  it('P5: no garbage and no SQL gets through as a cursor of any list', async () => {
    const platform = { url: test.url, token: await test.platformToken() };
    for (const after of garbage) {
      const answers = [
        await execute(account, AuditEventsDocument, { after }),
        await execute(account, AccessTokensDocument, { after }),
        await execute(account, CompanyMappingsDocument, { after }),
        await execute(platform, AccountsDocument, { after }),
        ...(await Promise.all(orders.map((orderBy) => execute(account, UsersDocument, { after, orderBy })))),
      ];
      for (const { data, errors } of answers) {
        expect({ after, code: errors[0]?.extensions?.['code'] }).toEqual({ after, code: 'INVALID' });
        expect(errors[0]?.extensions?.['field']).toEqual(['after']);
        expect(Object.values(data ?? {})).toEqual([null]);
      }
    }
  });

  it('P5: a forged cursor with a right name and a wrong key is refused', async () => {
    for (const [field, key] of [
      ['UPDATED_AT', 'yesterday'],
      ['UPDATED_AT', sql],
      ['UPDATED_AT', 1],
      ['CREATED_AT', sql],
      ['CREATED_AT', 7],
      ['NAME', 7],
      ['NAME', '\u0000'],
    ] as const) {
      const after = encode([`users.${field}`, key, uuid]);
      const { errors } = await execute(account, UsersDocument, { after, orderBy: { field, direction: 'ASC' } });
      expect({ field, key, codes: errors.map(({ extensions }) => extensions?.['code']) }).toEqual({
        field,
        key,
        codes: ['INVALID'],
      });
    }
  });

  it('P5: a cursor of another list or another order is refused', async () => {
    const byName = (await ask(account, UsersDocument, { first: 1 })).users?.pageInfo.endCursor;
    const tokens = (await ask(account, AccessTokensDocument, { first: 1 })).accessTokens?.pageInfo.endCursor;
    const events = (await ask(account, AuditEventsDocument, { first: 1 })).auditEvents?.pageInfo.endCursor;
    const refused = [
      await execute(account, UsersDocument, { after: byName, orderBy: { field: 'UPDATED_AT', direction: 'ASC' } }),
      await execute(account, UsersDocument, { after: byName, orderBy: { field: 'CREATED_AT', direction: 'DESC' } }),
      await execute(account, UsersDocument, { after: tokens }),
      await execute(account, AccessTokensDocument, { after: events }),
      await execute(account, AccessTokensDocument, { after: byName }),
      await execute(account, AuditEventsDocument, { after: tokens }),
      await execute(account, CompanyMappingsDocument, { after: tokens }),
    ];
    for (const { errors } of refused)
      expect(errors).toMatchObject([{ extensions: { code: 'INVALID', field: ['after'] } }]);
  });

  it('P16: a cursor of another account opens nothing of it', async () => {
    const own = await test.account();
    const { code } = await own.source();
    await ask(own, SaveUsersDocument, {
      input: { items: [{ source: code, externalId: randomUUID(), name: 'zz last' }] },
    });
    const theirs = (await ask(account, UsersDocument, { first: 1 })).users?.pageInfo.endCursor;
    const { users } = await ask(own, UsersDocument, { after: theirs });
    expect(users?.nodes.every(({ name }) => name === 'zz last')).toBe(true);
    expect(users?.totalCount).toBe(1);
  });
});
