import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  EraseUserDocument,
  type EraseUserInput,
  MapCompanyDocument,
  ReopenUserDocument,
  SaveUsersDocument,
  UserStatesDocument,
} from '../operations.generated.js';
import { type Asker, given } from '../support/calls.js';
import { type CanaryUser, canaryUser } from '../support/canary-user.js';
import { finishErasing, runWork } from '../support/data.js';
import { holdWork } from '../support/jobs.js';
import { NOT_PERSONAL, PERSONAL, textColumns } from '../support/personal.js';
import { dump, eventsOf, sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

async function erase(asker: Asker, input: EraseUserInput) {
  return given((await ask(asker, EraseUserDocument, { input })).eraseUser);
}

/** Columns of the dump in which a text of the user still stands. */
async function found({ needle, canaries }: CanaryUser): Promise<string[]> {
  const text = await dump();
  return text.includes(needle)
    ? [...canaries].filter(([, canary]) => text.includes(canary)).map(([column]) => column)
    : [];
}

/** How many rows the account has in each table of which the user has some. */
async function counts(accountId: string): Promise<Record<string, number>> {
  const tables = [
    'users',
    'notifications',
    'tickets',
    'usage_days',
    'billing_lines',
    'billing_shares',
    'billing_turns',
  ];
  const all = [...tables, 'spam_domains', 'spam_days', 'spam_totals', 'spam_deliveries', 'spam_records', 'drifts'];
  const rows = await Promise.all(
    all.map((table) =>
      sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE account_id = $1`, [accountId]),
    ),
  );
  return Object.fromEntries(all.map((table, at) => [table, given(rows[at]?.[0]).n]));
}

describe('A6: the catalogue of personal texts', () => {
  const listed = (columns: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(columns).flatMap(([table, names]) => names.map((name) => `${table}.${name}`));

  it('A6: every column that can hold text is told to be personal or not', async () => {
    expect([...listed(PERSONAL), ...listed(NOT_PERSONAL)].sort()).toEqual((await textColumns()).sort());
  });

  it('A6: the sample user has a text in every personal column', async () => {
    const { canaries, account, id } = await canaryUser(test);
    expect([...canaries.keys()].sort()).toEqual(
      listed(PERSONAL)
        .filter((column) => !['users.erased_external_id', 'search_keys.key'].includes(column))
        .sort(),
    );
    const [row] = await sql(`SELECT name FROM users WHERE account_id = $1 AND id = $2`, [account.id, id]);
    expect(row).toEqual({ name: canaries.get('users.name') });
  });
});

describe('A6: a user is erased', () => {
  it('A6: no text of it is left in any table, and its rows and quantities are', async () => {
    const person = await canaryUser(test);
    expect((await found(person)).sort()).toEqual([...person.canaries.keys()].sort());
    const before = await counts(person.account.id);
    const { user, userErrors } = await erase(person.account, { userId: person.user.id });
    expect(userErrors).toEqual([]);
    expect(user).toMatchObject({ name: '[erased]', mailDomains: [], status: 'ARCHIVED', erasureEndedAt: null });
    expect(user?.erasedAt).toEqual(expect.any(String));
    await finishErasing(test, person.account);
    expect(await found(person)).toEqual([]);
    expect(await dump()).not.toContain(person.needle);
    expect(await counts(person.account.id)).toEqual(before);
    const [usage] = await sql('SELECT used::text FROM usage_days WHERE account_id = $1', [person.account.id]);
    expect(usage).toEqual({ used: '123456789012.345678' });
  });

  it('A6: what can be seen of it goes at once, the rest in the background, and once more a minute later', async () => {
    const person = await canaryUser(test);
    await erase(person.account, { userId: person.user.id });
    const left = await found(person);
    for (const column of ['users.name', 'users.contact_email', 'mappings.identifier', 'user_match_facts.domains'])
      expect(left).not.toContain(column);
    expect(left).toContain('notifications.body');
    const next = await runWork(person.account, test.app.services.eraseTexts);
    expect(next.kind).toBe('at');
    expect(await dump()).not.toContain(given(person.canaries.get('notifications.body')));
    // Somebody had looked the user up before, and writes only now.
    await sql(`UPDATE notifications SET body = $2 WHERE account_id = $1 AND user_id IS NOT NULL`, [
      person.account.id,
      given(person.canaries.get('notifications.body')),
    ]);
    await finishErasing(test, person.account);
    expect(await dump()).not.toContain(person.needle);
    const [row] = await sql('SELECT erasure_ended_at, erased_external_id FROM users WHERE id = $1', [person.id]);
    expect(row).toEqual({ erasure_ended_at: expect.any(Date), erased_external_id: null });
    expect(await runWork(person.account, test.app.services.eraseTexts)).toEqual({ kind: 'rest' });
  });

  it('A6: the last look waits while other work of the account has begun, which may write what it read before', async () => {
    const person = await canaryUser(test);
    const { account } = person;
    await erase(account, { userId: person.user.id });
    await holdWork(account, 'TICKETS');
    await sql(`UPDATE users SET erased_at = erased_at - interval '1 hour' WHERE account_id = $1`, [account.id]);
    const body = given(person.canaries.get('notifications.body'));
    // A worker that went silent, and wakes now.
    await sql(`UPDATE notifications SET body = $2 WHERE account_id = $1 AND user_id IS NOT NULL`, [account.id, body]);
    expect(await runWork(account, test.app.services.eraseTexts)).toEqual({ kind: 'after', seconds: 5 });
    const ended = () => sql('SELECT FROM users WHERE id = $1 AND erasure_ended_at IS NOT NULL', [person.id]);
    expect(await ended()).toEqual([]);
    await sql(`UPDATE work SET started_at = NULL WHERE account_id = $1 AND kind = 'TICKETS'`, [account.id]);
    expect(await runWork(account, test.app.services.eraseTexts)).toEqual({ kind: 'rest' });
    expect(await ended()).toHaveLength(1);
    expect(await dump()).not.toContain(person.needle);
  });

  it('A6: is told to the trail and the feed without a word of what it was', async () => {
    const person = await canaryUser(test);
    await erase(person.account, { userId: person.user.id });
    await finishErasing(test, person.account);
    const rows = await sql<{ action: string }>(
      `SELECT action FROM audit_events WHERE account_id = $1 AND subject_id = $2 ORDER BY id`,
      [person.account.id, person.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['USER_CREATED', 'USER_ERASED', 'USER_ERASURE_ENDED']);
    const [created] = await sql<{ personal_changes: unknown }>(
      `SELECT personal_changes FROM audit_events WHERE account_id = $1 AND action = 'USER_CREATED'`,
      [person.account.id],
    );
    expect(created?.personal_changes).toContainEqual({ field: 'name', before: null, after: '[erased]' });
    const kinds = (await eventsOf(person.account.id)).map(({ kind, facts }) => [kind, facts]);
    expect(kinds).toContainEqual(['COMPANY_RENAMED', { connectWiseId: 77 }]);
    expect(kinds.at(-1)).toEqual(['USER_ERASED', {}]);
  });

  it('A6: nothing goes out for it any more', async () => {
    const person = await canaryUser(test);
    const { account } = person;
    await erase(account, { userId: person.user.id });
    await finishErasing(test, account);
    const open = await sql(
      `SELECT 'notification' AS what FROM notifications WHERE account_id = $1 AND (is_open OR due_at IS NOT NULL)
       UNION ALL SELECT 'delivery' FROM spam_deliveries WHERE account_id = $1 AND state = 'WAITING'
       UNION ALL SELECT 'drift' FROM drifts WHERE account_id = $1 AND status = 'OPEN'
       UNION ALL SELECT 'mapping' FROM mappings WHERE account_id = $1`,
      [account.id],
    );
    expect(open).toEqual([]);
    const mapped = await ask(account, MapCompanyDocument, {
      input: { userId: person.user.id, company: { identifier: given(test.sandbox.landmarks.ordinary[0]).identifier } },
    });
    expect(mapped.mapCompany?.userErrors).toMatchObject([{ code: 'INVALID' }]);
    const reopened = await ask(account, ReopenUserDocument, { input: { userId: person.user.id } });
    expect(reopened.reopenUser?.userErrors).toMatchObject([{ code: 'INVALID', message: 'The user was erased.' }]);
  });

  it('A6: what ConnectWise has of it is told, for people to erase it there', async () => {
    const person = await canaryUser(test);
    const { remaining, hasMoreRemaining } = await erase(person.account, { userId: person.user.id });
    const shown = remaining?.map(({ kind, connectWiseId }) => `${kind} ${connectWiseId}`);
    expect(shown?.sort()).toEqual(['COMPANY 77', 'COMPANY_NOTE 12', 'DOCUMENT 13', 'TICKET 4711']);
    expect(hasMoreRemaining).toBe(false);
    const again = await erase(person.account, { userId: person.user.id, expectedVersion: 1 });
    expect(again.userErrors).toEqual([]);
    expect(again.remaining).toEqual(remaining);
    const erasures = await sql(`SELECT FROM audit_events WHERE account_id = $1 AND action = 'USER_ERASED'`, [
      person.account.id,
    ]);
    expect(erasures).toHaveLength(1);
  });

  it('A6: a ticket that may have been made is told by the key it would be found by', async () => {
    const person = await canaryUser(test);
    await sql(`UPDATE tickets SET state = 'PLANNED', connect_wise_id = NULL, intent = '{}' WHERE account_id = $1`, [
      person.account.id,
    ]);
    const { remaining } = await erase(person.account, { userId: person.user.id });
    const [ticket] = await sql<{ reference: string }>('SELECT reference FROM tickets WHERE account_id = $1', [
      person.account.id,
    ]);
    const { reference } = given(ticket);
    expect(remaining).toContainEqual({ kind: 'TICKET', connectWiseId: null, reference });
  });

  it("A6: its source knows it no more: the same key is a new user, and ours is nobody's", async () => {
    const person = await canaryUser(test);
    const { account, user } = person;
    const { source } = user;
    const externalId = given(person.canaries.get('users.external_id'));
    await erase(account, { userId: user.id });
    const states = (keys: string[]) =>
      ask(account, UserStatesDocument, { source: source.code, externalIds: keys }).then(({ userStates }) => userStates);
    expect(await states([externalId, `erased:${person.id}`])).toMatchObject([{ userId: null }, { userId: null }]);
    const save = (key: string) =>
      ask(account, SaveUsersDocument, { input: { items: [{ source: source.code, externalId: key, name: 'Anew' }] } });
    const saved = given((await save(externalId)).saveUsers?.results?.[0]);
    expect(saved.userErrors).toEqual([]);
    expect(saved.userId).not.toBe(user.id);
    const { results } = given((await save(`erased:${person.id}`)).saveUsers);
    expect(results ?? []).toMatchObject([{ userErrors: [{ code: 'INVALID', field: ['externalId'] }] }]);
    await finishErasing(test, account);
    // The new one keeps what it was told.
    const [row] = await sql('SELECT external_id, name FROM users WHERE account_id = $1 AND erased_at IS NULL', [
      account.id,
    ]);
    expect(row).toEqual({ external_id: externalId, name: 'Anew' });
  });

  it('A6: others of the account keep their texts, also on what they share with it', async () => {
    const person = await canaryUser(test);
    const other = await person.user.source.user('Someone else');
    await sql(
      `INSERT INTO billing_shares (account_id, plan_id, user_id, product_id, line_id, period_from, period_to, period_rule, days_told, rule)
       SELECT account_id, plan_id, (SELECT id FROM users WHERE account_id = $1 AND external_id = $2), product_id, line_id,
         period_from, period_to, period_rule, days_told, rule FROM billing_shares WHERE account_id = $1`,
      [person.account.id, other.externalId],
    );
    await erase(person.account, { userId: person.user.id });
    await finishErasing(test, person.account);
    const [line] = await sql('SELECT agreement_name FROM billing_lines WHERE account_id = $1', [person.account.id]);
    expect(line).toEqual({ agreement_name: person.canaries.get('billing_lines.agreement_name') });
  });

  it('A6: long lists go some rows at a time', async () => {
    const person = await canaryUser(test);
    await sql(
      `INSERT INTO notifications (account_id, id, source_id, key, user_id, kind, severity, title, body, occurred_at)
       SELECT u.account_id, gen_random_uuid(), u.source_id, 'k' || n, u.id, 'MAIL', 'WARNING', $2, $2, now()
       FROM users u, generate_series(1, 450) n WHERE u.account_id = $1`,
      [person.account.id, person.needle],
    );
    await erase(person.account, { userId: person.user.id });
    await finishErasing(test, person.account);
    expect(await dump()).not.toContain(person.needle);
  });

  it('F22: is refused when somebody changed the user since', async () => {
    const person = await canaryUser(test);
    const { userErrors } = await erase(person.account, { userId: person.user.id, expectedVersion: 99 });
    expect(userErrors).toMatchObject([{ code: 'VERSION_CONFLICT' }]);
    expect(await found(person)).toHaveLength(person.canaries.size);
  });

  it('T10: the function that erases the trail takes erased users of the own account only', async () => {
    const [person, other] = [await canaryUser(test), await canaryUser(test)];
    const call = (accountId: typeof person.account.id) =>
      test.database.write(
        person.account.id,
        (tx) => tx.$queryRaw`
        SELECT erase_user_trail(${accountId}::uuid, ${accountId === other.account.id ? other.id : person.id}::uuid, 10)`,
      );
    await expect(call(person.account.id)).rejects.toThrow(/Only what concerns an erased user/);
    await erase(other.account, { userId: other.user.id });
    await expect(call(other.account.id)).rejects.toThrow(/Only what concerns an erased user/);
  });
});
