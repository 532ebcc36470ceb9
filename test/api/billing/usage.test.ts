import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { countStatements } from '../../support/statements.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ArchiveUserDocument,
  AuditEventsDocument,
  RecordUsageDocument,
  type RecordUsageItemInput,
  UsageDocument,
} from '../operations.generated.js';
import { given } from '../support/calls.js';
import { sql } from '../support/rows.js';
import { dayFromNow, errorsIn, metered, recordUsage, saveProducts, usageOf } from '../support/usage.js';

let test: TestApp;
let account: SeedAccount;
let source: SeedSource;
let user: SeedUser;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  ({ account, source, user } = await metered(test));
});

const day = (rest: Partial<RecordUsageItemInput> = {}): RecordUsageItemInput => ({
  ...{ source: source.code, userExternalId: user.externalId, product: 'storage', day: '2026-01-31', used: '1' },
  ...rest,
});
const errorsOf = async (...items: Partial<RecordUsageItemInput>[]) =>
  errorsIn((await recordUsage(account, items.map(day))).results);
const read = async () => (await usageOf(account)).nodes.map(({ day, used, purchased }) => ({ day, used, purchased }));

describe('B1: usage of a user, product and day', () => {
  it('B1: is read as it was told, newest day first, with its user and product', async () => {
    const { results, userErrors } = await recordUsage(account, [
      day({ used: '12.5', purchased: '20' }),
      day({ day: '2026-02-01', used: null, purchased: '0' }),
      day({ product: 'mailboxes', day: '2024-02-29' }),
    ]);
    expect(userErrors).toEqual([]);
    expect(results?.map(({ isRecorded }) => isRecorded)).toEqual([true, true, true]);
    const { nodes, totalCount } = await usageOf(account);
    expect(totalCount).toBe(3);
    expect(nodes).toMatchObject([
      { day: '2026-02-01', used: null, purchased: '0' },
      { day: '2026-01-31', used: '12.5', purchased: '20', user: { id: user.id }, product: { code: 'storage' } },
      { day: '2024-02-29', used: '1', purchased: null, product: { code: 'mailboxes' } },
    ]);
  });

  it('B1: told again replaces the whole day; the same again changes nothing', async () => {
    await recordUsage(account, [day({ used: '1', purchased: '2' })]);
    await recordUsage(account, [day({ used: '0.000001', purchased: null })]);
    const replaced = (await usageOf(account)).nodes;
    expect(replaced).toMatchObject([{ used: '0.000001', purchased: null }]);
    const { results } = await recordUsage(account, [day({ used: '00.0000010' })]);
    expect(results).toMatchObject([{ isRecorded: true }]);
    expect((await usageOf(account)).nodes).toEqual(replaced);
  });

  it('U11: is taken and kept for a user who is not mapped, or archived', async () => {
    await ask(account, ArchiveUserDocument, { input: { userId: user.id } });
    expect(await errorsOf({})).toEqual(['']);
    expect(await read()).toHaveLength(1);
  });

  it('B1: is refused by row for what is not there, and for a day that stands above', async () => {
    const other = await account.source();
    const foreign = await other.user();
    expect(
      await errorsOf(
        { source: null },
        { source: 'no-such' },
        { userExternalId: 'nobody' },
        { userExternalId: 'a\nb', product: '' },
        { userExternalId: foreign.externalId, product: 'no-such' },
        { source: other.code, userExternalId: foreign.externalId },
        { used: null },
        {},
        { userExternalId: ` ${user.externalId} `, product: ' storage' },
      ),
    ).toEqual([
      ...['INVALID source', 'NOT_FOUND source', 'NOT_FOUND userExternalId'],
      ...['NOT_FOUND userExternalId,NOT_FOUND product', 'NOT_FOUND userExternalId,NOT_FOUND product'],
      ...['NOT_FOUND product', 'INVALID used', '', 'INVALID day'],
    ]);
    expect(await read()).toHaveLength(1);
  });

  it('B1: of a call that wants all or none is not kept when one day is bad', async () => {
    const items = [day(), day({ day: '2026-02-01', used: '-1' })];
    const { results, userErrors } = await recordUsage(account, items, 'REJECT_ALL');
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: null }]);
    expect(results?.map(({ isRecorded }) => isRecorded)).toEqual([false, false]);
    expect(await read()).toEqual([]);
  });

  it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])(
    'B1: may be of a day ahead of today in the time zone of the account, %s, and no further',
    async (timeZone) => {
      await sql('UPDATE accounts SET time_zone = $2 WHERE id = $1', [account.id, timeZone]);
      expect(await errorsOf({ day: dayFromNow(1, timeZone) }, { day: dayFromNow(3, timeZone) })).toEqual([
        ...['', 'INVALID day'],
      ]);
    },
  );

  it('B1: 1,000 days fit in a call, in as many statements as 5; 1,001 do not', async () => {
    const items = Array.from({ length: 1_001 }, (_, at) => day({ day: dayFromNow(-at), used: String(at) }));
    const few = await countStatements(() => recordUsage(account, items.slice(0, 5)));
    expect(await countStatements(() => recordUsage(account, items.slice(0, 1_000)))).toBe(few);
    expect((await usageOf(account)).totalCount).toBe(1_000);
    const answer = await execute(account, RecordUsageDocument, { input: { items } });
    expect(JSON.stringify(answer)).toContain('LIMIT_EXCEEDED');
  });

  it('B1: is kept while its products are changed at the same time', async () => {
    const codes = ['mailboxes', 'storage'];
    const users = await Promise.all(Array.from({ length: 10 }, () => source.user()));
    const days = users.map(({ externalId }, at) => day({ userExternalId: externalId, product: given(codes[at % 2]) }));
    const calls = Array.from({ length: 12 }, (_, at) => {
      const [name, used] = [`Name ${at}`, String(at)];
      return at % 2
        ? saveProducts(
            account,
            codes.map((code) => ({ source: source.code, code, name, unit: 'piece', decimals: 6 })),
          )
        : recordUsage(
            account,
            days.map((one) => ({ ...one, used })),
          );
    });
    for (const { results } of await Promise.all(calls)) expect(errorsIn(results).join('')).toBe('');
    expect((await usageOf(account)).totalCount).toBe(users.length);
  });

  it('B1: told by many at once in any order is kept once, without a deadlock', async () => {
    const items = Array.from({ length: 200 }, (_, at) => day({ day: dayFromNow(-at) }));
    const calls = Array.from({ length: 6 }, (_, at) => recordUsage(account, at % 2 ? items : [...items].reverse()));
    for (const { results } of await Promise.all(calls))
      expect(results?.every(({ isRecorded }) => isRecorded)).toBe(true);
    expect((await usageOf(account)).totalCount).toBe(200);
  });
});

describe('B1: the history of usage', () => {
  let other: SeedUser;
  let productIds: Record<string, string>;
  beforeEach(async () => {
    other = await source.user();
    const days = ['2026-01-01', '2026-01-02', '2026-01-03'];
    const items = [user, other].flatMap(({ externalId }) =>
      days.flatMap((on) =>
        ['storage', 'mailboxes'].map((product) => day({ userExternalId: externalId, day: on, product })),
      ),
    );
    await recordUsage(account, items);
    const { nodes } = await usageOf(account);
    productIds = Object.fromEntries(nodes.map(({ product }) => [product.code, product.id]));
  });

  it('B1: is filtered by user, product and days, both included', async () => {
    const count = async (filter: Parameters<typeof usageOf>[1]) => {
      const { nodes, totalCount } = await usageOf(account, filter);
      expect(nodes).toHaveLength(totalCount);
      return totalCount;
    };
    expect(await count({})).toBe(12);
    expect(await count({ userIds: [user.id] })).toBe(6);
    expect(await count({ userIds: [user.id, other.id] })).toBe(12);
    expect(await count({ userIds: [] })).toBe(0);
    expect(await count({ userIds: ['rubbish'] })).toBe(0);
    expect(await count({ productIds: [given(productIds['storage'])] })).toBe(6);
    expect(await count({ from: '2026-01-02' })).toBe(8);
    expect(await count({ from: '2026-01-02', to: '2026-01-02' })).toBe(4);
    expect(await count({ from: '2026-01-03', to: '2026-01-02' })).toBe(0);
    const one = { userIds: [other.id], productIds: [given(productIds['mailboxes'])], to: '2026-01-02' };
    expect(await count(one)).toBe(2);
  });

  it('U12: is read page by page without a gap or a row twice', async () => {
    const whole = (await usageOf(account)).nodes;
    for (const filter of [{}, { userIds: [user.id] }, { productIds: [given(productIds['storage'])] }]) {
      const rows: unknown[] = [];
      let after: string | undefined;
      do {
        const { nodes, pageInfo } = await usageOf(account, filter, { first: 5, after });
        rows.push(...nodes);
        after = pageInfo.hasNextPage ? given(pageInfo.endCursor) : undefined;
      } while (after);
      expect(rows).toEqual((await usageOf(account, filter)).nodes);
    }
    expect(whole.map(({ day }) => day)).toEqual([...whole.map(({ day }) => day)].sort().reverse());
  });

  it('P5: takes no cursor but its own', async () => {
    const cursor = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url');
    const id = '01900000-0000-7000-8000-000000000001';
    const wrong = [
      ...['rubbish', cursor('users.NAME', 'a', id), cursor('usage', '2026-02-30', id, id)],
      ...[cursor('usage', '2026-01-31', 'x', id), cursor('usage', '2026-01-31', id), cursor('usage', 5, id, id)],
    ];
    for (const after of wrong) {
      const { data, errors } = await execute(account, UsageDocument, { first: 5, after });
      expect(data?.usage).toBeNull();
      expect(JSON.stringify(errors)).toContain('This is not a cursor of this list.');
    }
  });

  it('A2: INGEST tells of users of its own source, and reads nothing', async () => {
    const ingest = { url: test.url, token: await account.tokenOf('INGEST', { source: source.code }) };
    const elsewhere = await account.source();
    const theirs = { source: elsewhere.code, userExternalId: (await elsewhere.user()).externalId };
    const others = [theirs, { ...theirs, userExternalId: 'nobody' }, { source: 'no-such' }];
    const { results } = await recordUsage(ingest, [day({ source: null, used: '7' }), ...others.map(day)]);
    expect(errorsIn(results)).toEqual(['', ...others.map(() => 'FORBIDDEN source')]);
    const { data, errors } = await execute(ingest, UsageDocument, {});
    expect(data?.usage).toBeNull();
    expect(JSON.stringify(errors)).toContain('FORBIDDEN');
  });

  it('A4: the trail has one event for a call, with counts, and none for a call that changed nothing', async () => {
    await recordUsage(account, [
      day({ day: '2026-01-01', used: '5' }),
      day({ day: '2026-01-02' }),
      day(),
      day({ used: '-' }),
    ]);
    await recordUsage(account, [day()]);
    const { auditEvents } = await ask(account, AuditEventsDocument, { filter: { actions: ['USAGE_RECORDED'] } });
    expect(auditEvents?.nodes.map(({ changes }) => changes)).toEqual([
      [
        { field: 'added', before: null, after: '1' },
        { field: 'replaced', before: null, after: '1' },
      ],
      [
        { field: 'added', before: null, after: '12' },
        { field: 'replaced', before: null, after: '0' },
      ],
    ]);
  });
});
