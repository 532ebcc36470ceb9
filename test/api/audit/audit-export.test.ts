import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toGlobalId } from '../../../src/graphql/node.js';
import { ask } from '../../support/graphql-client.js';
import { planOf, type ReadStatement, readsOf, wholeTables } from '../../support/plan.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { MapCompanyDocument, SaveUsersDocument } from '../operations.generated.js';
import { given } from '../support/calls.js';
import { lines } from '../support/data.js';
import { sql } from '../support/rows.js';

const ROWS = 3_300;
const ACTOR = '0192a000-0000-7000-8000-00000000000a';
const SUBJECT = '0192a000-0000-7000-8000-00000000000b';

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
  await putTrail(account, ROWS);
  // Beside much of others, as a trail is: a table that holds little else is best read from end to end.
  await putTrail(await test.account(), 10 * ROWS);
  await sql('ANALYZE audit_events');
});
afterAll(() => test.close());

/** Three rows a second from noon on, so that times alone are no order; every hundredth by another actor. */
async function putTrail({ id }: SeedAccount, count: number): Promise<void> {
  await sql(
    `INSERT INTO audit_events (account_id, id, action, actor_kind, actor_id, actor_name, subject_kind, subject_id, changes,
       personal_changes, request_id, occurred_at)
     SELECT $1, ('00' || substr(gen_random_uuid()::text, 3))::uuid, CASE WHEN n % 50 = 0 THEN 'USER_ARCHIVED' ELSE 'USER_CHANGED' END, 'TOKEN',
       CASE WHEN n % 100 = 0 THEN $2::uuid END, 'token', 'User', CASE WHEN n % 110 = 0 THEN $3::uuid ELSE gen_random_uuid() END,
       jsonb_build_array(jsonb_build_object('field', 'n', 'before', null, 'after', n::text)),
       jsonb_build_array(jsonb_build_object('field', 'name', 'before', E'a\r\n{"id":"forged"}', 'after', U&'\\2028')),
       'request', '2025-06-01T12:00:00Z'::timestamptz + n / 3 * interval '1 second'
     FROM generate_series(1, $4::int) n`,
    [id, ACTOR, SUBJECT, count],
  );
}

const get = (query: string, token = account.token) => lines(test, `/files/audit/export?${query}`, token);
const DAY = 'from=2025-06-01T00:00:00Z&to=2025-06-02T00:00:00Z';

interface Line {
  readonly id: string;
  readonly occurredAt: string;
  readonly action: string;
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string };
  readonly changes: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}
const numbers = (rows: readonly object[]) => (rows as Line[]).map(({ changes }) => Number(changes[0]?.after));

describe('A4: the trail as lines of JSON', () => {
  it('A4: has each row once, oldest first, over several slices', async () => {
    const { response, rows } = await get(DAY);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(/audit-\d{4}-\d\d-\d\d\.ndjson/);
    expect(rows).toHaveLength(ROWS);
    expect(numbers(rows).toSorted((a, b) => a - b)).toEqual(Array.from({ length: ROWS }, (_, at) => at + 1));
    const order = (rows as unknown as Line[]).map(({ occurredAt }) => occurredAt);
    expect(order).toEqual(order.toSorted());
    expect(order[0]).toBe('2025-06-01T12:00:00.000Z');
    expect((await get(DAY)).rows).toEqual(rows);
  });

  it('T19: a line is one object, whatever texts have in them', async () => {
    const { text, rows } = await get(DAY);
    expect(text.split('\n')).toHaveLength(ROWS + 1);
    expect(/[\r\u2028]/.test(text)).toBe(false);
    expect(rows[0]).toEqual({
      ...{ id: expect.any(String), occurredAt: '2025-06-01T12:00:00.000Z', action: 'USER_CHANGED' },
      actor: { kind: 'TOKEN', id: null, name: 'token' },
      subject: { kind: 'User', id: expect.any(String) },
      changes: [
        { field: 'n', before: null, after: expect.any(String) },
        { field: 'name', before: 'a\r\n{"id":"forged"}', after: '\u2028' },
      ],
      requestId: 'request',
    });
  });

  it('A4: of a range, an actor, a subject, an action, and of all of them', async () => {
    const every = (step: number) => Array.from({ length: Math.floor(ROWS / step) }, (_, at) => (at + 1) * step);
    expect(numbers((await get('from=2025-06-01T12:00:10Z&to=2025-06-01T12:00:11%2B00:00')).rows).toSorted()).toEqual([
      ...[30, 31, 32],
    ]);
    const actor = toGlobalId('AccessToken', ACTOR);
    expect(numbers((await get(`actor=${actor}`)).rows)).toEqual(every(100));
    expect(numbers((await get(`subject=${toGlobalId('User', SUBJECT)}`)).rows)).toEqual(every(110));
    expect(numbers((await get(`${DAY}&action=USER_ARCHIVED`)).rows)).toEqual(every(50));
    const all = `${DAY}&actor=${actor}&subject=${toGlobalId('User', SUBJECT)}&action=USER_ARCHIVED`;
    expect(numbers((await get(all)).rows)).toEqual(every(1_100));
    expect((await get(`${DAY}&actor=rubbish`)).rows).toEqual([]);
  });

  it('A4: of a user has also what was done to its mapping', async () => {
    const own = await test.account();
    await own.integration();
    const user = await (await own.source()).user('Somebody');
    const { identifier } = given(test.sandbox.landmarks.ordinary[0]);
    await ask(own, MapCompanyDocument, { input: { userId: user.id, company: { identifier } } });
    const { rows } = await get(`subject=${user.id}`, own.token);
    expect((rows as unknown as Line[]).map(({ action }) => action)).toEqual(['USER_CREATED', 'COMPANY_MAPPED']);
    // What names it can be erased there, too.
    const [mapped] = await sql<{ rest: string; personal: string }>(
      `SELECT changes::text AS rest, personal_changes::text AS personal FROM audit_events
       WHERE account_id = $1 AND action = 'COMPANY_MAPPED'`,
      [own.id],
    );
    expect(mapped?.personal).toContain(identifier);
    expect(mapped?.rest).not.toContain(identifier);
  });

  it('A4: is in the trail itself, with what was asked for', async () => {
    const own = await test.account();
    const { rows } = await get('from=2020-01-01T00:00:00Z&action=AUDIT_EXPORTED', own.token);
    expect(rows).toEqual([]);
    const again = await get('action=AUDIT_EXPORTED', own.token);
    expect(again.rows).toMatchObject([
      {
        actor: { kind: 'TOKEN', name: 'first token' },
        changes: [
          { field: 'from', before: null, after: '2020-01-01T00:00:00.000Z' },
          { field: 'action', before: null, after: 'AUDIT_EXPORTED' },
        ],
      },
    ]);
  });

  it('A4: is read in slices by an index, whatever is asked for', async () => {
    for (const [query, slices] of [
      [DAY, 4],
      [`${DAY}&actor=${toGlobalId('AccessToken', ACTOR)}`, 4],
      [`subject=${toGlobalId('User', SUBJECT)}`, 1],
    ] as const) {
      const reads = await readsOf(test.database, () => get(query));
      const ofTrail = reads.filter(({ query }) => query.sql.includes('audit_events'));
      expect({ query, slices: ofTrail.length }).toEqual({ query, slices });
      const plan = await planOf(test.database, given<ReadStatement>(ofTrail.at(-1)));
      expect({ query, whole: wholeTables(plan) }).toEqual({ query, whole: [] });
    }
  });

  it('A4: what comes while it is read is left to the next one', async () => {
    const own = await test.account();
    const source = await own.source();
    const item = { source: source.code, externalId: 'later', name: 'later' };
    await ask(own, SaveUsersDocument, { input: { items: [item] } });
    const { rows } = await get('', own.token);
    expect((rows as unknown as Line[]).map(({ action }) => action)).not.toContain('AUDIT_EXPORTED');
    expect(rows.length).toBeGreaterThan(2);
  });

  it('A4: is refused for what cannot be, before the first line and without a row in the trail', async () => {
    const own = await test.account();
    for (const query of [
      'from=yesterday',
      'from=2025-06-01',
      'from=2025-06-02T00:00:00Z&to=2025-06-01T00:00:00Z',
      'action=NONE',
      'who=me',
    ])
      expect({ query, status: (await get(query, own.token)).response.status }).toEqual({ query, status: 400 });
    const rows = await sql(`SELECT FROM audit_events WHERE account_id = $1 AND action = 'AUDIT_EXPORTED'`, [own.id]);
    expect(rows).toEqual([]);
  });

  it('P16: another account sees nothing of it, and nobody but an ADMIN has it', async () => {
    const other = await test.account();
    expect((await get(DAY, other.token)).rows).toEqual([]);
    expect((await get(`subject=${toGlobalId('User', SUBJECT)}`, other.token)).rows).toEqual([]);
    for (const role of ['OPERATOR', 'BILLING', 'READER'] as const)
      expect((await get(DAY, await account.tokenOf(role))).response.status).toBe(403);
  });
});
