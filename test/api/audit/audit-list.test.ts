import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { testDatabaseUrl, withClient } from '../../support/database.js';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ArchiveUserDocument,
  type AuditEventFilter,
  AuditEventsDocument,
  type AuditEventsQuery,
  CreateSourceDocument,
  IgnoreUserDocument,
  ReopenUserDocument,
  UsersDocument,
} from '../operations.generated.js';

type AuditEvent = NonNullable<AuditEventsQuery['auditEvents']>['nodes'][number];

describe('A4: reading the audit trail', () => {
  let test: TestApp;
  let account: SeedAccount;
  let users: readonly SeedUser[];
  beforeAll(async () => {
    test = await startTestApp();
    account = await test.account();
    const source = await account.source();
    users = [await source.user(), await source.user()];
    for (const { id: userId } of users) {
      await ask(account, ArchiveUserDocument, { input: { userId } });
      await ask(account, ReopenUserDocument, { input: { userId } });
      await ask(account, IgnoreUserDocument, { input: { userId } });
    }
  });
  afterAll(() => test.close());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function all(filter?: AuditEventFilter, first = 3): Promise<AuditEvent[]> {
    const found: AuditEvent[] = [];
    let after: string | null | undefined;
    let total: number | undefined;
    do {
      const { auditEvents }: AuditEventsQuery = await ask(account, AuditEventsDocument, { filter, first, after });
      found.push(...(auditEvents?.nodes ?? []));
      total = auditEvents?.totalCount;
      after = auditEvents?.pageInfo.hasNextPage ? auditEvents.pageInfo.endCursor : undefined;
    } while (after);
    expect(total).toBe(found.length);
    return found;
  }

  it('A4: comes newest first, page by page, nothing twice and nothing missing', async () => {
    const events = await all();
    expect(events.map(({ action }) => action)).toEqual([
      ...['USER_IGNORED', 'USER_REOPENED', 'USER_ARCHIVED', 'USER_IGNORED', 'USER_REOPENED', 'USER_ARCHIVED'],
      ...['USER_CREATED', 'USER_CREATED', 'SOURCE_CREATED', 'TOKEN_CREATED', 'ACCOUNT_CREATED'],
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const times = events.map(({ occurredAt }) => occurredAt);
    expect([...times].sort().reverse()).toEqual(times);
    for (const size of [1, 2, 5, 100]) expect(await all(undefined, size)).toEqual(events);
  });

  it('A4: is filtered by action, subject and time, all at once', async () => {
    const [first, second] = users;
    const events = await all();
    expect(await all({ actions: ['USER_ARCHIVED'] })).toEqual(
      events.filter(({ action }) => action === 'USER_ARCHIVED'),
    );
    expect(await all({ actions: ['USER_ARCHIVED', 'SOURCE_CREATED'] })).toHaveLength(3);
    expect(await all({ actions: [] })).toEqual([]);
    expect(await all({ subjectId: first?.id })).toEqual(events.filter(({ subjectId }) => subjectId === first?.id));
    expect(await all({ subjectId: second?.id, actions: ['USER_IGNORED'] })).toHaveLength(1);
    for (const subjectId of ['rubbish', '', Buffer.from(`User:${randomUUID()}`).toString('base64url')]) {
      expect(await all({ subjectId })).toEqual([]);
    }
    const at = events[4]?.occurredAt ?? '';
    expect(await all({ from: at })).toEqual(events.filter(({ occurredAt }) => occurredAt >= at));
    expect(await all({ to: at })).toEqual(events.filter(({ occurredAt }) => occurredAt < at));
    expect(await all({ from: at, to: at })).toEqual([]);
    expect(await all({ from: '1970-01-01T00:00:00Z', to: '9999-12-31T23:59:59.999999999Z' })).toEqual(events);
    expect(await all({ from: '0000-01-01T00:00:00+14:00' })).toEqual(events);
    const offset = new Date(Date.parse(at) + 9 * 3_600_000).toISOString().replace('Z', '+09:00');
    expect(await all({ from: offset })).toEqual(await all({ from: at }));
  });

  it('A4: a filter of nulls filters nothing', async () => {
    expect(await all({ actions: null, subjectId: null, from: null, to: null })).toEqual(await all());
  });

  it('A4: names who acted, in which request, and the subject by its global id', async () => {
    const [user] = users;
    const requestId = `audit-${randomUUID()}`;
    const { source } = user ?? {};
    const query = ArchiveUserDocument.toString();
    const response = await fetch(test.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${account.token}`,
        'x-request-id': requestId,
      },
      body: JSON.stringify({ query, variables: { input: { userId: user?.id } } }),
    });
    expect(response.status).toBe(200);
    const [event] = await all();
    expect(event).toMatchObject({
      action: 'USER_ARCHIVED',
      requestId,
      subjectId: user?.id,
      actor: { kind: 'TOKEN', name: 'first token' },
    });
    expect(test.logs.some((line) => line.includes(requestId))).toBe(true);
    expect(source).toBeDefined();
    await ask(account, ReopenUserDocument, { input: { userId: user?.id ?? '' } });
  });

  it('T19: the role that the server works under can neither change nor delete a row', async () => {
    await withClient(testDatabaseUrl(), async (client) => {
      for (const statement of [
        `UPDATE audit_events SET action = 'x' WHERE true`,
        `UPDATE audit_events SET changes = '[]' WHERE true`,
        `UPDATE audit_events SET occurred_at = now() WHERE true`,
        `DELETE FROM audit_events`,
        `TRUNCATE audit_events`,
      ]) {
        await client.query('BEGIN; SET LOCAL ROLE psa_app');
        await expect(client.query(statement)).rejects.toThrow('permission denied');
        await client.query('ROLLBACK');
      }
    });
  });

  it('T19: line breaks in what callers send make neither a second log line nor a second row', async () => {
    const forged = '\r\n{"level":"info","msg":"forged"}\n\u2028\u0085';
    const before = test.logs.length;
    const own = await test.account(`x${forged}`);
    await execute(own, CreateSourceDocument, { input: { code: `a${forged}`, name: forged } });
    await ask(own, CreateSourceDocument, { input: { code: 'a', name: `name${forged}name` } });
    await execute(own, UsersDocument, { filter: { search: forged } });
    jest.spyOn(test.app.services.users, 'page').mockRejectedValueOnce(new Error(`bug${forged}`));
    await execute(own, UsersDocument);
    await fetch(`${test.origin}/x%0d%0a${encodeURIComponent(forged)}`);
    const lines = test.logs.slice(before);
    expect(lines.length).toBeGreaterThan(4);
    for (const line of lines) {
      expect(line.trimEnd().split(/[\r\n]/)).toHaveLength(1);
      expect(JSON.parse(line)).not.toMatchObject({ msg: 'forged' });
    }
    const { auditEvents } = await ask(own, AuditEventsDocument, { filter: { actions: ['SOURCE_CREATED'] } });
    expect(auditEvents?.nodes).toHaveLength(1);
  });
});
