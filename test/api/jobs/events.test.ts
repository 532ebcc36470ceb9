import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewEvent } from '../../../src/features/events/event.js';
import { newId, type SourceId, type UserId } from '../../../src/shared/ids.js';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  type EventFilter,
  EventIdsDocument,
  EventsDocument,
  type EventsQuery,
  type EventsQueryVariables,
  SourcesDocument,
  UsersDocument,
} from '../operations.generated.js';
import { sql } from '../support/rows.js';

type Listed = NonNullable<EventsQuery['events']>['nodes'][number];

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(async () => {
  account = await test.account();
});

const append = (...events: readonly NewEvent[]) =>
  test.database.write(account.id, (tx) => test.app.services.events.append(tx, account.id, ...events));
const several = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, number) => ({ kind: 'WORK_HELD', facts: { number } }));
const poll = async (variables: EventsQueryVariables = {}, token = account.token) => {
  const { events } = await ask({ url: account.url, token }, EventsDocument, variables);
  if (!events) throw new Error('No events.');
  return events;
};
const refusal = async (after: string) => {
  const { errors } = await execute(account, EventsDocument, { after });
  return errors.map(({ message, extensions }) => ({ message, ...extensions }));
};
const numbers = (events: readonly Listed[]) => events.map(({ facts }) => Number(facts?.[0]?.value));
/** Makes the oldest events older than they are kept for. */
const age = (upTo: number, days = 31) =>
  sql(
    `UPDATE events SET occurred_at = occurred_at - make_interval(days => $3) WHERE account_id = $1 AND position <= $2`,
    [account.id, upTo, days],
  );
const positions = async () =>
  (
    await sql<{ position: string }>('SELECT position FROM events WHERE account_id = $1 ORDER BY position', [account.id])
  ).map(({ position }) => Number(position));
const cursorOf = (...key: unknown[]) => Buffer.from(JSON.stringify(['events', ...key])).toString('base64url');

async function all(filter?: EventFilter, first = 3): Promise<Listed[]> {
  const found: Listed[] = [];
  let after: string | null | undefined;
  for (;;) {
    const page = await poll({ filter, first, after });
    expect(page.totalCount).toBeGreaterThanOrEqual(page.nodes.length);
    expect(page.edges.map(({ cursor }) => cursor)).toEqual(page.nodes.map(({ cursor }) => cursor));
    expect(page.pageInfo.startCursor ?? undefined).toBe(page.nodes[0]?.cursor);
    found.push(...page.nodes);
    expect(page.pageInfo.hasNextPage).toBe(found.length < page.totalCount);
    if (!page.pageInfo.hasNextPage) return found;
    after = page.pageInfo.endCursor;
  }
}

describe('E2: the feed', () => {
  it('E2: comes oldest first, page by page, nothing twice and nothing missing', async () => {
    await append(...several(7));
    const once = await all(undefined, 100);
    expect(numbers(once)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(new Set(once.map(({ cursor }) => cursor)).size).toBe(7);
    const times = once.map(({ occurredAt }) => occurredAt);
    expect([...times].sort()).toEqual(times);
    for (const size of [1, 3, 6, 7, 8]) expect(await all(undefined, size)).toEqual(once);
  });

  it('E2: a reader that keeps the end cursor, also of an empty page, goes on where it was', async () => {
    const empty = await poll();
    expect(empty).toMatchObject({ nodes: [], totalCount: 0, pageInfo: { hasNextPage: false, startCursor: null } });
    const start = empty.pageInfo.endCursor;
    expect((await poll({ after: start })).pageInfo.endCursor).toBe(start);

    await append(...several(2));
    const first = await poll({ after: start });
    expect(numbers(first.nodes)).toEqual([0, 1]);
    const { endCursor } = first.pageInfo;
    expect(endCursor).toBe(first.nodes[1]?.cursor);
    for (let again = 0; again < 3; again += 1) {
      expect(await poll({ after: endCursor })).toMatchObject({
        nodes: [],
        pageInfo: { hasNextPage: false, endCursor },
      });
    }
    await append({ kind: 'WORK_RESUMED', facts: { number: 2 } });
    expect(numbers((await poll({ after: endCursor })).nodes)).toEqual([2]);
  });

  it('E2: tells what happened, to what, whose it is, and the facts as text', async () => {
    const { code } = await account.source();
    const [source] = (await ask(account, SourcesDocument)).sources ?? [];
    const sourceId = Buffer.from(source?.id ?? '', 'base64url')
      .toString()
      .split(':')[1] as SourceId;
    const id = newId<UserId>();
    const facts = { reason: 'odd', number: 7, isIt: true, none: null };
    await append({ kind: 'USER_MAPPED', subject: { kind: 'User', id }, sourceId, facts }, { kind: 'VERSION_CHANGED' });

    const [mapped, changed] = await all();
    expect(mapped).toMatchObject({
      kind: 'USER_MAPPED',
      subjectId: Buffer.from(`User:${id}`).toString('base64url'),
      source: { code },
    });
    expect([...(mapped?.facts ?? [])].sort((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: 'isIt', value: 'true' },
      { name: 'none', value: null },
      { name: 'number', value: '7' },
      { name: 'reason', value: 'odd' },
    ]);
    expect(changed).toMatchObject({ kind: 'VERSION_CHANGED', subjectId: null, source: null, facts: [] });
  });

  it('E2: is filtered by kind, subject and time, all at once', async () => {
    const [one, other] = [newId(), newId()];
    const subject = (id: string) => ({ kind: 'User', id });
    const global = (id: string) => Buffer.from(`User:${id}`).toString('base64url');
    await append(
      { kind: 'USER_MAPPED', subject: subject(one) },
      { kind: 'USER_MAPPED', subject: subject(other) },
      { kind: 'USER_UNMAPPED', subject: subject(one) },
      { kind: 'VERSION_CHANGED' },
    );
    const events = await all();
    const kindsOf = async (filter: EventFilter) => (await all(filter, 1)).map(({ kind }) => kind);
    expect(await all({ kinds: null, subjectIds: null, from: null })).toEqual(events);
    expect(await kindsOf({ kinds: ['USER_UNMAPPED', 'VERSION_CHANGED'] })).toEqual([
      'USER_UNMAPPED',
      'VERSION_CHANGED',
    ]);
    expect(await kindsOf({ kinds: [] })).toEqual([]);
    expect(await kindsOf({ subjectIds: [global(one)] })).toEqual(['USER_MAPPED', 'USER_UNMAPPED']);
    expect(await kindsOf({ subjectIds: [global(one), global(other)], kinds: ['USER_MAPPED'] })).toHaveLength(2);
    for (const id of ['rubbish', '', global(randomUUID())]) expect(await kindsOf({ subjectIds: [id] })).toEqual([]);
    const at = events[2]?.occurredAt ?? '';
    expect(await all({ from: at })).toEqual(events.filter(({ occurredAt }) => occurredAt >= at));
    expect(await all({ from: '9999-12-31T23:59:59.999Z' })).toEqual([]);
  });

  it('E2: a reader that waits for rare events is not left behind by the many others', async () => {
    await append(...several(5));
    const filter: EventFilter = { kinds: ['USER_MAPPED'] };
    const { endCursor } = (await poll({ filter })).pageInfo;
    await age(5);
    await append({ kind: 'USER_MAPPED' });
    expect((await poll({ filter, after: endCursor })).nodes.map(({ kind }) => kind)).toEqual(['USER_MAPPED']);
  });
});

describe('E2: what is kept', () => {
  const TOO_OLD = {
    code: 'INVALID',
    field: ['after'],
    message: expect.stringContaining('Events behind this cursor are gone: they are kept for 30 days.'),
  };
  const oldestIn = (message: string | undefined) => message?.split(': ').at(-1) ?? '';

  it('E2: events of 30 days ago are not read as if nothing had been before, whether removed yet or not', async () => {
    await append(...several(6));
    const cursors = [cursorOf(0, account.id), ...(await all()).map(({ cursor }) => cursor)];
    await age(4);
    for (const isRemoved of [false, true]) {
      if (isRemoved) await sql('DELETE FROM events WHERE account_id = $1 AND position <= 4', [account.id]);
      for (const after of cursors.slice(0, 4)) {
        const [refused, ...others] = await refusal(after);
        expect(others).toEqual([]);
        expect(refused).toMatchObject(TOO_OLD);
        expect(oldestIn(refused?.message)).toBe(cursors[4]);
      }
      expect(numbers((await poll({ after: cursors[4] })).nodes)).toEqual([4, 5]);
      expect(numbers((await poll({ after: cursors[5] })).nodes)).toEqual([5]);
      expect(await poll()).toMatchObject({ totalCount: 2, nodes: [{ cursor: cursors[5] }, { cursor: cursors[6] }] });
    }
  });

  it('E2: of an empty feed the newest cursor is good for ever, and every older one too old', async () => {
    await append(...several(3));
    const [first, second, third] = (await all()).map(({ cursor }) => cursor);
    await age(3, 400);
    for (const isRemoved of [false, true]) {
      if (isRemoved) await sql('DELETE FROM events WHERE account_id = $1', [account.id]);
      for (const after of [first, second]) {
        const [refused] = await refusal(after ?? '');
        expect(refused).toMatchObject(TOO_OLD);
        expect(oldestIn(refused?.message)).toBe(third);
      }
      for (const after of [third, undefined]) {
        const page = await poll({ after });
        expect(page).toMatchObject({ nodes: [], totalCount: 0, pageInfo: { hasNextPage: false, endCursor: third } });
      }
    }
    await append(...several(1));
    expect(numbers((await poll({ after: third })).nodes)).toEqual([0]);
    expect(await refusal(second ?? '')).toMatchObject([TOO_OLD]);
  });

  it('E2: appending removes old events, twice as many as it adds at most, and never one behind a younger', async () => {
    await append(...several(10));
    await age(7);
    await append(...several(1));
    expect(await positions()).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11]);
    await sql('UPDATE events SET occurred_at = now() WHERE account_id = $1 AND position = 4', [account.id]);
    await append(...several(2));
    expect(await positions()).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    await age(4);
    await append(...several(2));
    await append(...several(2));
    expect(await positions()).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
  });

  it('E2: the role that the server works under can delete no event younger than that, and change none', async () => {
    await append(...several(3));
    await age(1);
    await test.database.write(account.id, (tx) => tx.event.deleteMany({}));
    expect(await positions()).toEqual([2, 3]);
    const change = test.database.write(account.id, (tx) => tx.event.updateMany({ data: { kind: 'x' } }));
    await expect(change).rejects.toThrow(/permission denied/);
  });
});

describe('E2: cursors of the feed', () => {
  it('P5: what is no cursor of this account, or ahead of its feed, is refused', async () => {
    await append(...several(2));
    const other = await test.account();
    const users = (await ask(account, UsersDocument, { first: 1 })).users?.pageInfo.endCursor ?? '';
    const refused = [
      ...[cursorOf(3, account.id), cursorOf(Number.MAX_SAFE_INTEGER, account.id), cursorOf(1e300, account.id)],
      ...[cursorOf(-1, account.id), cursorOf(0.5, account.id), cursorOf('1', account.id), cursorOf(account.id)],
      ...[cursorOf(1, other.id), cursorOf(1, randomUUID()), cursorOf(1), cursorOf(1, 1, account.id)],
      ...['', 'rubbish', users],
    ];
    for (const after of refused) {
      expect(await refusal(after)).toMatchObject([
        { code: 'INVALID', field: ['after'], message: 'This is not a cursor of this list.' },
      ]);
    }
  });
});

describe('A2: who reads the feed', () => {
  const ask2 = async (token: string, variables: EventsQueryVariables = {}) =>
    (await ask({ url: account.url, token }, EventIdsDocument, variables)).events;

  it('A2: every reading role reads all events of the account', async () => {
    await append(...several(2));
    const events = await all();
    for (const role of ['READER', 'OPERATOR', 'BILLING', 'ADMIN'] as const) {
      expect((await poll({}, await account.tokenOf(role))).nodes).toEqual(events);
    }
  });

  it('A2: an INGEST token reads the events of its own source, and counts no others', async () => {
    await account.integration();
    const [own, other] = [await account.source(), await account.source()];
    const token = await account.tokenOf('INGEST', { source: own.code });
    expect(await ask2(token)).toMatchObject({ totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } });

    const companies = test.sandbox.landmarks.ordinary.slice(0, 3).map(({ identifier }) => identifier);
    const [first, second, third] = [await other.user(), await own.user(), await other.user()];
    await first.map(companies[0] ?? '');
    await second.map(companies[1] ?? '');
    await third.map(companies[2] ?? '');

    const seen = await ask2(token, { first: 1 });
    expect(seen).toMatchObject({
      totalCount: 1,
      nodes: [{ kind: 'USER_MAPPED', subjectId: second.id, source: { code: own.code } }],
      pageInfo: { hasNextPage: false },
    });
    expect(await ask2(token, { after: seen?.pageInfo.endCursor })).toMatchObject({ nodes: [] });
    for (const filter of [{ subjectIds: [first.id] }, { kinds: ['INTEGRATION_ENABLED' as const] }]) {
      expect(await ask2(token, { filter })).toMatchObject({
        totalCount: 0,
        nodes: [],
        pageInfo: { hasNextPage: false },
      });
    }
  });

  it('A2: an INGEST token gets ids alone: facts are refused to it', async () => {
    const { code } = await account.source();
    const [source] = (await ask(account, SourcesDocument)).sources ?? [];
    const sourceId = Buffer.from(source?.id ?? '', 'base64url')
      .toString()
      .split(':')[1] as SourceId;
    await append({ kind: 'USER_MAPPED', sourceId, facts: { secret: 1 } });
    const token = await account.tokenOf('INGEST', { source: code });
    const { data, errors } = await execute({ url: account.url, token }, EventsDocument);
    expect(data?.events?.nodes).toMatchObject([{ kind: 'USER_MAPPED', facts: null }]);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
