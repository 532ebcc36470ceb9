import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AccountId } from '../../../src/shared/ids.js';
import { emptyTables } from '../../support/fill.js';
import { ask, execute } from '../../support/graphql-client.js';
import { planOf, readsOf, rowsSorted, wholeTables } from '../../support/plan.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { DriftsDocument, IgnoreDriftsDocument, NodesDocument, ResolveDriftsDocument } from '../operations.generated.js';
import { auditOf, errorsOf, given, holdOf } from '../support/calls.js';
import { driftLines, driftsOf, mappedUser, verifyAll } from '../support/drift.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  account = await test.account();
  await account.integration();
});

const resolve = async (driftIds: string[], asker: { url: string; token: string } = account) =>
  given((await ask(asker, ResolveDriftsDocument, { input: { driftIds } })).resolveDrifts);
const ignore = async (driftIds: string[]) =>
  given((await ask(account, IgnoreDriftsDocument, { input: { driftIds } })).ignoreDrifts);

/** A mapped company that was renamed and then inactivated. */
async function drifted() {
  const mapped = await mappedUser(test, account);
  test.sandbox.companies.rename(mapped.id, 'Renamed');
  test.sandbox.companies.inactivate(mapped.id);
  await verifyAll(test, account);
  return { ...mapped, drifts: await driftsOf(account, { mappingIds: [mapped.mappingId] }) };
}

describe('C5: what a person makes of a drift', () => {
  it('accepts it: it is closed under the name of the person, and what is held stays held', async () => {
    const { drifts, user, mappingId } = await drifted();
    const ids = drifts.map(({ id }) => id);
    const { userErrors, drifts: closed } = await resolve(ids);

    expect(userErrors).toEqual([]);
    expect(closed?.map(({ id, status, closedBy }) => [id, status, closedBy])).toEqual(
      ids.map((id) => [id, 'RESOLVED', { kind: 'TOKEN' }]),
    );
    expect(await holdOf(account, user)).toBe('MAPPING_BROKEN');
    expect((await auditOf(account, mappingId)).slice(-2)).toMatchObject([
      { action: 'DRIFT_RESOLVED', changes: [{ before: 'OPEN', after: 'RESOLVED' }] },
      { action: 'DRIFT_RESOLVED' },
    ]);
    await verifyAll(test, account);
    expect(await driftLines(account)).toEqual(['COMPANY_RENAMED RESOLVED', 'COMPANY_INACTIVATED RESOLVED']);
  });

  it('ignores it: it is told again only when it changes to something else', async () => {
    const { drifts, id, mappingId } = await drifted();
    await ignore(drifts.map((drift) => drift.id));
    expect((await auditOf(account, mappingId)).at(-1)).toMatchObject({ action: 'DRIFT_IGNORED' });
    await verifyAll(test, account);
    expect(await driftLines(account, { statuses: ['OPEN'] })).toEqual([]);

    test.sandbox.companies.rename(id, 'Renamed once more');
    await verifyAll(test, account);
    expect(await driftLines(account, { statuses: ['OPEN'] })).toEqual(['COMPANY_RENAMED OPEN']);
  });

  it('closes once: a second time changes nothing and is told to nobody', async () => {
    const { drifts, mappingId } = await drifted();
    const [{ id }] = drifts as [(typeof drifts)[number]];
    await resolve([id, id]);
    const audit = await auditOf(account, mappingId);
    expect((await ignore([id])).drifts).toMatchObject([{ status: 'RESOLVED' }]);
    expect(await auditOf(account, mappingId)).toEqual(audit);
  });

  it('finds nothing of another account, and then closes nothing at all', async () => {
    const { drifts } = await drifted();
    const [own, second] = drifts.map(({ id }) => id);
    const other = await test.account();
    expect(errorsOf(await resolve([given(own)], other))).toEqual(['NOT_FOUND driftIds 0']);
    const foreign = Buffer.from(`Drift:${randomUUID()}`).toString('base64url');
    expect(errorsOf(await resolve([given(own), foreign]))).toEqual(['NOT_FOUND driftIds 1']);
    expect(errorsOf(await resolve([given(second), 'nonsense']))).toEqual(['NOT_FOUND driftIds 1']);
    expect(await driftLines(account)).toEqual(['COMPANY_RENAMED OPEN', 'COMPANY_INACTIVATED OPEN']);
    expect(await driftsOf(other)).toEqual([]);
    expect((await ask(other, NodesDocument, { ids: [given(own)] })).nodes).toEqual([null]);
  });

  it('A2: readers read, and mappers close', async () => {
    const { drifts } = await drifted();
    const input = { driftIds: drifts.map(({ id }) => id) };
    const reader = { url: account.url, token: await account.tokenOf('READER') };
    expect(await driftsOf(reader)).toHaveLength(2);
    expect((await execute(reader, ResolveDriftsDocument, { input })).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
    const operator = { url: account.url, token: await account.tokenOf('OPERATOR') };
    expect((await resolve(input.driftIds, operator)).userErrors).toEqual([]);
  });
});

describe('U12: the list of drifts', () => {
  it('is filtered by kind, status, mapping and user, newest first, page by page', async () => {
    const [one, two] = [await drifted(), await drifted()];
    await resolve([given(one.drifts[0]).id]);
    const of = async (filter: object) => (await driftsOf(account, filter)).map(({ kind, user }) => [kind, user.id]);
    const [renamed, inactivated] = ['COMPANY_RENAMED', 'COMPANY_INACTIVATED'] as const;
    const all = [
      ...[two, one].flatMap(({ user }) => [
        [inactivated, user.id],
        [renamed, user.id],
      ]),
    ];

    expect(await of({})).toEqual(all);
    expect(await of({ kinds: [renamed] })).toEqual([all[1], all[3]]);
    expect(await of({ kinds: [renamed, inactivated], statuses: ['RESOLVED', 'IGNORED'] })).toEqual([all[2]]);
    expect(await of({ mappingIds: [one.mappingId, 'nonsense'], statuses: ['OPEN'] })).toEqual([all[3]]);
    expect(await of({ userIds: [two.user.id] })).toEqual([all[0], all[1]]);
    expect(await of({ userIds: [] })).toEqual([]);
    const readsFor = async (first: number) =>
      (await readsOf(test.database, () => ask(account, DriftsDocument, { first }))).length;
    expect(await readsFor(4)).toBe(await readsFor(1));
    const page = given((await ask(account, DriftsDocument, { first: 3 })).drifts);
    const after = page.pageInfo.endCursor;
    const rest = given((await ask(account, DriftsDocument, { first: 3, after })).drifts);
    expect([page.totalCount, page.pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([4, true, false]);
    expect([...page.nodes, ...rest.nodes].map(({ kind, user }) => [kind, user.id])).toEqual(all);
  });
});

describe('at 100,000 rows', () => {
  const COUNT = 100_000;
  let full: SeedAccount;
  let sample: { mapping: string; user: string };
  beforeAll(async () => {
    full = await test.account();
    await full.integration();
    const { mapping, user } = await mappedUser(test, full);
    const own = (id: string) => given(Buffer.from(id, 'base64url').toString().split(':')[1]);
    await sql(
      `INSERT INTO drifts (account_id, id, mapping_id, user_id, instance_id, connect_wise_id, kind, status,
         before_identifier, survivor_reasons, closed_at)
       SELECT m.account_id, gen_random_uuid(), CASE WHEN n <= 3 THEN m.id ELSE gen_random_uuid() END, m.user_id, m.instance_id,
         m.connect_wise_id, (ARRAY['COMPANY_RENAMED', 'COMPANY_REIDENTIFIED', 'COMPANY_DELETED'])[1 + n % 3],
         CASE WHEN n <= 60 THEN 'OPEN' ELSE 'RESOLVED' END, 'a', '{}', CASE WHEN n > 60 THEN now() END
       FROM mappings m, generate_series(1, ${COUNT}) n WHERE m.account_id = $1`,
      [full.id],
    );
    await sql('ANALYZE drifts');
    sample = { mapping: own(mapping.id), user: own(user.id) };
  });
  afterAll(() => emptyTables(full.id, 'drifts'));

  const global = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64url');

  it.each<[string, () => object]>([
    ['all', () => ({})],
    ['open ones', () => ({ statuses: ['OPEN'] })],
    ['closed ones', () => ({ statuses: ['RESOLVED'] })],
    ['a kind', () => ({ kinds: ['COMPANY_DELETED'] })],
    ['a mapping', () => ({ mappingIds: [global('CompanyMapping', sample.mapping)] })],
    ['a user', () => ({ userIds: [global('User', sample.user)], statuses: ['OPEN'] })],
  ])('the list of %s reads an index, and few rows', async (_what, filter) => {
    const statements = await readsOf(test.database, () => ask(full, DriftsDocument, { first: 20, filter: filter() }));
    const lists = statements.filter(({ query }) => /from "drifts"/.test(query.sql) && /limit/.test(query.sql));
    expect(lists).toHaveLength(1);
    const plan = await planOf(test.database, given(lists[0]));
    expect(wholeTables(plan)).toEqual([]);
    expect(rowsSorted(plan)).toBeLessThanOrEqual(100);
    expect(Math.max(...plan.map(({ rows, removed }) => rows + removed))).toBeLessThanOrEqual(200);
  });

  it('has nothing in it for another account', async () => {
    expect((await driftsOf(account)).length).toBe(0);
    const [row] = await sql<{ n: number }>('SELECT count(*)::int AS n FROM drifts WHERE account_id = $1', [
      full.id satisfies AccountId,
    ]);
    expect(row?.n).toBe(COUNT);
  });
});
