import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SECTIONS } from '../../../src/features/user-export/sections.js';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { EraseUserDocument } from '../operations.generated.js';
import { canaryUser } from '../support/canary-user.js';
import { finishErasing, lines } from '../support/data.js';
import { sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

describe('A6: all that is kept of a user is given out', () => {
  const path = (userId: string) => `/files/users/export?user=${userId}`;

  it('A6: every personal text, and a line for each row', async () => {
    const person = await canaryUser(test);
    const { response, text, rows } = await lines(test, path(person.user.id), person.account.token);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(/user-\d{4}-\d\d-\d\d\.ndjson/);
    const missing = [...person.canaries].filter(([, canary]) => !text.includes(canary)).map(([column]) => column);
    expect(missing).toEqual([]);
    expect(text).toContain('123456789012.345678');
    const kinds = rows.map(({ kind }) => kind);
    expect([...new Set(kinds)]).toEqual([
      ...['user', 'mapping', 'drift', 'matchFacts', 'matchSuggestion', 'importRow', 'usage', 'notification', 'ticket'],
      ...['ticketOverride', 'billingOverride', 'billingTurn', 'billingShare', 'billingLine', 'reconciliation'],
      ...['spamDomain', 'spamDay', 'spamOverride', 'spamDelivery', 'spamRecord', 'audit', 'event'],
    ]);
    expect(kinds.filter((kind) => kind === 'notification')).toHaveLength(2);
    // The line that billed it, what took that back, and what took back that.
    expect(kinds.filter((kind) => kind === 'billingLine')).toHaveLength(3);
  });

  it('A6: every table that has a column for users is in it', async () => {
    const rows = await sql<{ name: string }>(
      `SELECT DISTINCT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'user_id' AND NOT a.attisdropped ORDER BY 1`,
    );
    const told = SECTIONS.map(({ from }) => /(\w+) t\b/.exec(from)?.[1]);
    expect(rows.map(({ name }) => name).filter((name) => !told.includes(name))).toEqual([]);
  });

  it('A6: also what was told of a mapping that was taken away since', async () => {
    const person = await canaryUser(test);
    const where = { accountId: person.account.id };
    await test.database.write(person.account.id, async (tx) => {
      await tx.drift.deleteMany({ where });
      await tx.mapping.deleteMany({ where });
    });
    const { rows } = await lines(test, path(person.user.id), person.account.token);
    const events = rows.filter(({ kind }) => kind === 'event').map(({ data }) => (data as { kind: string }).kind);
    expect(events).toContain('COMPANY_RENAMED');
  });

  it('A6: long lists come page by page, each row once', async () => {
    const person = await canaryUser(test);
    await sql(
      `INSERT INTO usage_days (account_id, user_id, day, product_id, used)
       SELECT account_id, user_id, day - n, product_id, n FROM usage_days, generate_series(1, 1300) n WHERE account_id = $1`,
      [person.account.id],
    );
    const { rows } = await lines(test, path(person.user.id), person.account.token);
    const days = rows.filter(({ kind }) => kind === 'usage').map(({ data }) => (data as { day: string }).day);
    expect(days).toHaveLength(1_301);
    expect(days).toEqual([...new Set(days)].sort());
  });

  it('A6: is in the trail, and of an erased user has no text', async () => {
    const person = await canaryUser(test);
    await ask(person.account, EraseUserDocument, { input: { userId: person.user.id } });
    await finishErasing(test, person.account);
    const { text, rows } = await lines(test, path(person.user.id), person.account.token);
    expect(text).not.toContain(person.needle);
    expect(rows.filter(({ kind }) => kind === 'usage')).toHaveLength(1);
    const actions = rows.filter(({ kind }) => kind === 'audit').map(({ data }) => (data as { action: string }).action);
    expect(actions).toContain('USER_EXPORTED');
  });

  it('P16: of another account, of nobody and of rubbish it says the same', async () => {
    const [mine, theirs] = [await canaryUser(test), await canaryUser(test)];
    for (const id of [theirs.user.id, 'rubbish', Buffer.from(`User:${mine.account.id}`).toString('base64url')]) {
      const { response, text } = await lines(test, path(id), mine.account.token);
      expect(response.status).toBe(404);
      expect(text).not.toContain(theirs.needle);
    }
    for (const role of ['OPERATOR', 'BILLING', 'READER'] as const) {
      const { response } = await lines(test, path(mine.user.id), await mine.account.tokenOf(role));
      expect(response.status).toBe(403);
    }
    expect((await lines(test, '/files/users/export', mine.account.token)).response.status).toBe(400);
  });
});
