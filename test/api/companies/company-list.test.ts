import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql as kysely } from 'kysely';
import type { InstanceId } from '../../../src/shared/ids.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  CompaniesDocument,
  type CompaniesQueryVariables,
  NodeDocument,
  WhyNotListedDocument,
  type WhyNotListedQueryVariables,
} from '../operations.generated.js';
import { given, save } from '../support/calls.js';
import { runJobs } from '../support/jobs.js';
import { sql } from '../support/rows.js';

const NAMES = [
  '桜井製作所',
  '株式会社桜木',
  'ﾃｽﾄ　カブシキガイシャ',
  'Ａｃｍｅ Robotics',
  '100% Pure_Water',
  'Quick\\Slash',
  'Smith-Jones & Partners',
  'Café Zürich',
];

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
  for (const [index, name] of NAMES.entries()) test.sandbox.companies.add({ identifier: `List${index}`, name });
  account = await test.account();
  await account.integration();
});
afterAll(() => test.close());

async function list(variables: Partial<CompaniesQueryVariables> = {}, asker = account) {
  const { companies, companyMirror } = await ask(asker, CompaniesDocument, { first: 100, ...variables });
  return { ...given(companies), mirror: companyMirror };
}

async function found(search: string): Promise<string[]> {
  return (await list({ search })).nodes.map(({ name }) => name).filter((name) => NAMES.includes(name));
}

async function why(company: WhyNotListedQueryVariables['company'], asker = account) {
  return given((await ask(asker, WhyNotListedDocument, { company })).whyNotListed);
}

describe('C2: before the first sync', () => {
  it('the list is empty and says so', async () => {
    const { nodes, mirror } = await list();
    expect(nodes).toEqual([]);
    expect(mirror).toEqual({ syncedAt: null, comparedAt: null, companyCount: 0, isComplete: false });
  });

  it('there is no mirror where nothing is set up', async () => {
    const other = await test.account();
    expect(await list({}, other)).toMatchObject({ nodes: [], totalCount: 0, mirror: null });
  });

  it('a company that ConnectWise has is not synced yet, which is asked once', async () => {
    test.sandbox.journal.clear();
    expect(await why({ identifier: 'list3' })).toMatchObject({
      reason: 'NOT_YET_SYNCED',
      company: null,
      syncedAt: null,
    });
    expect(test.sandbox.journal.entries.filter(({ route }) => route === '/company/companies')).toHaveLength(1);
  });
});

describe('C2: the list of companies', () => {
  beforeAll(async () => {
    await runJobs(test.app, account, 'COMPANY_SYNC');
  });

  it('says how old it is and has every live company by name', async () => {
    const { nodes, totalCount, mirror } = await list();
    expect(mirror).toMatchObject({ isComplete: true, syncedAt: expect.any(String), comparedAt: expect.any(String) });
    expect(mirror?.companyCount).toBe(test.sandbox.companies.count);
    expect(nodes).toHaveLength(totalCount);
    expect(nodes.every(({ state }) => state === 'ACTIVE' || state === 'INACTIVE')).toBe(true);
    expect(nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(NAMES));
  });

  it.each([
    ['桜', ['桜井製作所', '株式会社桜木']],
    ['桜井', ['桜井製作所']],
    ['(株)', []],
    ['テスト', ['ﾃｽﾄ　カブシキガイシャ']],
    ['acme rob', ['Ａｃｍｅ Robotics']],
    ['ACME', ['Ａｃｍｅ Robotics']],
    ['%', ['100% Pure_Water']],
    ['_', ['100% Pure_Water']],
    ['\\', ['Quick\\Slash']],
    ['e_w', ['100% Pure_Water']],
    ['exw', []],
    ['jo', ['Smith-Jones & Partners']],
    ['ones', ['Smith-Jones & Partners']],
    ['on', []],
    ['ZÜRICH', ['Café Zürich']],
    ['list7', ['Café Zürich']],
    ['list7 caf', []],
    ['   ', NAMES],
  ])('finds %j by identifier or name, whatever its case and width', async (search, names) => {
    expect((await found(search)).sort()).toEqual([...names].sort());
  });

  it('goes through all pages in either order, each company once', async () => {
    const all = (await list()).nodes.map(({ id }) => id).sort();
    for (const field of ['NAME', 'IDENTIFIER'] as const) {
      for (const direction of ['ASC', 'DESC'] as const) {
        const seen: string[] = [];
        let after: string | null | undefined;
        do {
          const page = await list({ first: 7, after, orderBy: { field, direction } });
          seen.push(...page.nodes.map(({ id }) => id));
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
        } while (after);
        expect([...seen].sort()).toEqual(all);
      }
    }
  });

  it('filters by state, type, status and mapping', async () => {
    const { deleted, inactive, ordinary } = test.sandbox.landmarks;
    const states = async (state: 'ACTIVE' | 'INACTIVE' | 'DELETED' | 'MISSING') =>
      (await list({ filter: { states: [state] } })).nodes;
    expect((await states('DELETED')).map(({ connectWiseId }) => connectWiseId)).toContain(deleted.id);
    expect((await states('INACTIVE')).map(({ connectWiseId }) => connectWiseId)).toContain(inactive.id);
    expect(await states('MISSING')).toEqual([]);
    expect((await list({ filter: { states: [] } })).nodes).toEqual([]);
    const [first] = (await states('ACTIVE')).filter(({ types }) => types.length > 0);
    const typed = await list({
      filter: { types: [given(given(first).types[0])], statuses: [given(given(first).status)] },
    });
    expect(typed.nodes.map(({ id }) => id)).toContain(given(first).id);
    expect((await list({ filter: { types: ['No such type'] } })).totalCount).toBe(0);
    await (await (await account.source()).user()).map(ordinary[0].identifier);
    const mapped = (await list({ filter: { isMapped: true } })).nodes;
    expect(mapped.map(({ connectWiseId }) => connectWiseId)).toEqual([ordinary[0].id]);
    expect((await list({ filter: { isMapped: false } })).totalCount).toBe((await list()).totalCount - 1);
  });

  it('T10: shows no row of another account, not even by its instance, its view or its ids', async () => {
    const other = await test.account();
    await other.integration();
    expect((await list({}, other)).nodes).toEqual([]);
    const [row] = await sql<{ id: string }>(
      'SELECT instance_id AS id FROM integration_settings WHERE account_id = $1',
      [account.id],
    );
    const theirs = given(row).id as InstanceId;
    const rows = await test.database.read(other.id, (db) =>
      kysely`SELECT FROM company_search WHERE instance_id = ${theirs}::uuid OR search_key LIKE '%list%'`.compile(db),
    );
    expect(rows).toEqual([]);
    const own = await test.database.read(account.id, (db) => kysely`SELECT FROM company_search`.compile(db));
    expect(own).toHaveLength(test.sandbox.companies.count);
    const [company] = (await list({ first: 1 })).nodes;
    expect((await ask(other, NodeDocument, { id: given(company).id })).node).toBeNull();
    expect((await ask(account, NodeDocument, { id: given(company).id })).node).toMatchObject({ id: company?.id });
  });
});

describe('C2: why a company is not in the list', () => {
  it('is told from the mirror without asking where it can be', async () => {
    const { deleted, inactive, ordinary } = test.sandbox.landmarks;
    test.sandbox.journal.clear();
    expect(await why({ identifier: ordinary[0].identifier })).toMatchObject({ reason: 'LISTED' });
    expect(await why({ identifier: ordinary[0].identifier.toUpperCase() })).toMatchObject({ reason: 'LISTED' });
    expect(await why({ connectWiseId: inactive.id })).toMatchObject({
      reason: 'INACTIVE',
      company: { state: 'INACTIVE' },
    });
    expect(await why({ connectWiseId: deleted.id })).toMatchObject({ reason: 'DELETED' });
    const gone = test.sandbox.companies.add({ identifier: 'Gone', name: 'Gone' });
    await sql(
      `UPDATE companies SET missing_since = now(), connect_wise_id = $2 WHERE account_id = $1 AND identifier = 'List0'`,
      [account.id, gone.id],
    );
    expect(await why({ connectWiseId: gone.id })).toMatchObject({ reason: 'NOT_VISIBLE' });
    expect(test.sandbox.journal.total).toBe(0);
  });

  it('is asked of ConnectWise for what the mirror does not know', async () => {
    expect(await why({ identifier: 'no-such-company' })).toMatchObject({ reason: 'NOT_IN_CONNECTWISE' });
    test.sandbox.companies.add({ identifier: 'Brand-New', name: 'Brand New' });
    expect(await why({ identifier: 'brand-new' })).toMatchObject({
      reason: 'NOT_YET_SYNCED',
      syncedAt: expect.any(String),
    });
  });

  it('is not known while ConnectWise cannot be asked, and not visible when it forbids', async () => {
    test.sandbox.faults.add({
      route: '/company/companies',
      times: null,
      fault: { kind: 'answer', status: 503, body: '' },
    });
    expect(await why({ identifier: 'unknown-1' })).toMatchObject({ reason: 'UNKNOWN' });
    test.sandbox.faults.clear();
    test.sandbox.permissions.set('Company Maintenance', { inquire: 'None' });
    expect(await why({ identifier: 'unknown-2' })).toMatchObject({ reason: 'NOT_VISIBLE' });
    test.sandbox.permissions.reset();
  });

  it('takes a reference that can name a company, and a set-up', async () => {
    await expect(why({ identifier: '' })).rejects.toThrow(/1 to 156/);
    await expect(why({ identifier: 'x' }, await test.account())).rejects.toThrow(/not set up/);
    await save(account, { isEnabled: false });
    await expect(why({ identifier: 'unknown-3' })).rejects.toThrow(/off/);
  });
});
