import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { BillingOverrideRepository } from '../../../src/features/billing-settings/billing-override.repository.js';
import { PlanSlice } from '../../../src/features/spam-delivery/plan-slice.js';
import { SpamOverrideRepository } from '../../../src/features/spam-settings/spam-override.repository.js';
import { TicketOverrideRepository } from '../../../src/features/ticketing-settings/ticket-override.repository.js';
import { FindAddressee } from '../../../src/features/tickets/find-addressee.js';
import { UserService } from '../../../src/features/users/user.service.js';
import { databaseKind } from '../../support/database.js';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  AttachTicketDocument,
  EraseUserDocument,
  RaiseNotificationsDocument,
  SaveTicketOverrideDocument,
  SaveUsersDocument,
  type SaveUsersMutation,
} from '../operations.generated.js';
import { removeBillingOverride, saveBillingOverride } from '../support/billing-settings.js';
import { type Asker, given } from '../support/calls.js';
import { finishErasing } from '../support/data.js';
import { Delivering, saveSpamSettings } from '../support/deliveries.js';
import { boardOf } from '../support/notifications.js';
import { sql } from '../support/rows.js';
import { recordSpam } from '../support/spam.js';
import { removeSpamOverride, saveSpamOverride } from '../support/spam-settings.js';
import { removeOverride } from '../support/ticketing.js';
import { TicketScene } from '../support/tickets.js';
import { errorsIn, metered, recordUsage } from '../support/usage.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const erase = (account: Asker, userId: string) => ask(account, EraseUserDocument, { input: { userId } });

/** Has something come behind the next answer of a method, before whoever asked goes on. */
function comeBehind(owner: { prototype: object }, method: string, come: () => Promise<unknown>): void {
  const methods = owner.prototype as Record<string, (...of: unknown[]) => Promise<unknown>>;
  const own = given(methods[method]);
  jest.spyOn(methods, method).mockImplementationOnce(async function (this: unknown, ...of) {
    const answer = await own.apply(this, of);
    await come();
    return answer;
  });
}

/** The user is erased, to the last text, while the next call has looked it up and not written yet. */
function eraseMeanwhile(owner: { prototype: object }, method: string, [account, { id }]: [SeedAccount, SeedUser]) {
  comeBehind(owner, method, async () => {
    await erase(account, id);
    await finishErasing(test, account);
  });
}

type OnError = 'REJECT_ALL' | 'REJECT_FAILED';

/** What a source tells of users, a row for each; and the tables that are to have nothing of an erased one. */
const recording = {
  raiseNotifications: {
    tables: ['notifications'],
    tell: async (asker: Asker, { source, keys, onError }: { source: SeedSource; keys: string[]; onError: OnError }) => {
      const what = { kind: 'MAIL', severity: 'WARNING', title: 'Mail', body: 'It stands.' } as const;
      const items = keys.map((key) => ({ source: source.code, key: `of-${key}`, userExternalId: key, ...what }));
      return given((await ask(asker, RaiseNotificationsDocument, { input: { items, onError } })).raiseNotifications);
    },
  },
  recordUsage: {
    tables: ['usage_days'],
    tell: (asker: Asker, { source, keys, onError }: { source: SeedSource; keys: string[]; onError: OnError }) => {
      const day = { source: source.code, product: 'mailboxes', day: '2026-11-01', used: '1' };
      return recordUsage(
        asker,
        keys.map((key) => ({ ...day, userExternalId: key })),
        onError,
      );
    },
  },
  recordSpamStatistics: {
    tables: ['spam_domains', 'spam_days'],
    tell: (asker: Asker, { source, keys, onError }: { source: SeedSource; keys: string[]; onError: OnError }) => {
      const counters = { totalMessages: 1, accountMessages: 1, spam: 1, phishing: 0, viruses: 0 };
      const day = { source: source.code, domain: 'late.example', day: '2026-11-01', ...counters };
      return recordSpam(
        asker,
        keys.map((key) => ({ ...day, userExternalId: key })),
        onError,
      );
    },
  },
};
const kinds = Object.keys(recording) as (keyof typeof recording)[];

async function count(table: string, accountId: string): Promise<number> {
  const [row] = await sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE account_id = $1`, [accountId]);
  return given(row).n;
}

describe('A6: what a source tells of a user that is erased meanwhile', () => {
  it.each(kinds)('A6: %s refuses it and writes the others', async (kind) => {
    const { account, source, user } = await metered(test);
    const other = await source.user();
    const { tell, tables } = recording[kind];
    eraseMeanwhile(UserService, 'findByKeys', [account, user]);
    const keys = [user.externalId, other.externalId];
    const { results } = await tell(account, { source, keys, onError: 'REJECT_FAILED' });
    expect(errorsIn(results)).toEqual(['NOT_FOUND userExternalId', '']);
    for (const table of tables) expect(await count(table, account.id)).toBe(1);
  });

  it.each(kinds)('A6: %s writes nothing where one refusal is to refuse all', async (kind) => {
    const { account, source, user } = await metered(test);
    const other = await source.user();
    const { tell, tables } = recording[kind];
    eraseMeanwhile(UserService, 'findByKeys', [account, user]);
    const keys = [other.externalId, user.externalId];
    const { results, userErrors } = await tell(account, { source, keys, onError: 'REJECT_ALL' });
    expect(errorsIn(results)).toEqual(['', 'NOT_FOUND userExternalId']);
    expect(userErrors).toMatchObject([{ message: 'Nothing was written: 1 of the items were refused.' }]);
    for (const table of tables) expect(await count(table, account.id)).toBe(0);
  });
});

// The embedded database runs one transaction at a time, so no two can wait for each other there.
const onServer = databaseKind() === 'server' ? describe : describe.skip;

onServer('A6: an erasure and what is written of the user at the same moment', () => {
  /** Until a statement like this waits for a lock. */
  async function waits(statement: string, isOver = () => false): Promise<void> {
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE $1`;
    while (!isOver() && (await sql(waiting, [statement])).length === 0);
  }

  it('A6: the erasure waits', async () => {
    const { account, user } = await metered(test);
    const [row] = await sql<{ id: never }>('SELECT id FROM users WHERE account_id = $1', [account.id]);
    const order: string[] = [];
    let erasing: Promise<unknown> = Promise.resolve();
    const { users } = test.app.services;
    await test.database.write(account.id, async (tx) => {
      await users.refuseErased(tx, account.caller, given(row).id);
      erasing = erase(account, user.id).then(() => order.push('erased'));
      await waits('%erased_at%users%FOR UPDATE%', () => order.length > 0);
      order.push('written');
    });
    await erasing;
    expect(order).toEqual(['written', 'erased']);
  });

  it('A6: what its source reports once the erasure holds it is a new user', async () => {
    const { account, source, user } = await metered(test);
    const items = [{ source: source.code, externalId: user.externalId, name: 'Anew' }];
    let saving: Promise<SaveUsersMutation> | undefined;
    await test.database.write(account.id, async (tx) => {
      await tx.$executeRaw`SELECT FROM users WHERE account_id = ${account.id}::uuid FOR UPDATE`;
      saving = ask(account, SaveUsersDocument, { input: { items } });
      await waits('%FOR UPDATE OF u%');
      await tx.$executeRaw`
        UPDATE users SET external_id = 'erased:' || id, name = '[erased]' WHERE account_id = ${account.id}::uuid`;
    });
    const { saveUsers } = given(await saving);
    expect(saveUsers?.results).toMatchObject([{ userId: expect.any(String), userErrors: [] }]);
    expect(saveUsers?.results?.[0]?.userId).not.toBe(user.id);
    const names = await sql('SELECT name FROM users WHERE account_id = $1 ORDER BY id', [account.id]);
    expect(names).toEqual([{ name: '[erased]' }, { name: 'Anew' }]);
  });
});

/** What can be saved of one user; each by the repository that reads it before. */
const overrides = {
  ticket: {
    repository: TicketOverrideRepository,
    table: 'ticket_overrides',
    save: async (account: SeedAccount, userId: string) => {
      const input = { userId, template: { boardId: await boardOf(test, account) } };
      return given((await ask(account, SaveTicketOverrideDocument, { input })).saveTicketOverride);
    },
    remove: removeOverride,
  },
  billing: {
    repository: BillingOverrideRepository,
    table: 'billing_overrides',
    save: (account: SeedAccount, userId: string) => saveBillingOverride(account, { userId, billingDay: 7 }),
    remove: removeBillingOverride,
  },
  spam: {
    repository: SpamOverrideRepository,
    table: 'spam_overrides',
    save: (account: SeedAccount, userId: string) => saveSpamOverride(account, { userId, route: 'COMPANY_NOTE' }),
    remove: removeSpamOverride,
  },
};
const overridden = Object.keys(overrides) as (keyof typeof overrides)[];

describe('A6: an override', () => {
  const refusal = [{ code: 'INVALID', message: 'The user was erased.', field: ['userId'] }];

  async function ready() {
    const account = await test.account();
    const user = await (await account.integration()).user();
    return { account, user };
  }

  it.each(overridden)('A6: %s: is not saved for an erased user, nor removed', async (kind) => {
    const { account, user } = await ready();
    const { save, remove, table } = overrides[kind];
    await erase(account, user.id);
    expect((await save(account, user.id)).userErrors).toMatchObject(refusal);
    expect((await remove(account, { userId: user.id })).userErrors).toMatchObject(refusal);
    expect(await count(table, account.id)).toBe(0);
  });

  it.each(overridden)('A6: %s: is not saved for a user that is erased meanwhile', async (kind) => {
    const { account, user } = await ready();
    const { save, repository, table } = overrides[kind];
    eraseMeanwhile(repository, 'find', [account, user]);
    expect((await save(account, user.id)).userErrors).toMatchObject(refusal);
    expect(await count(table, account.id)).toBe(0);
  });
});

describe('A6: what is under way for a user that is erased meanwhile', () => {
  const userOf = async ({ account }: TicketScene) => {
    const [row] = await sql<{ id: string }>('SELECT id FROM users WHERE account_id = $1', [account.id]);
    return Buffer.from(`User:${given(row).id}`).toString('base64url');
  };

  it('A6: no ticket is opened, however far it was', async () => {
    const scene = await TicketScene.open(test);
    const userId = await userOf(scene);
    await scene.raise();
    test.sandbox.journal.clear();
    comeBehind(FindAddressee, 'find', () => erase(scene.account, userId));
    await scene.deliver();
    expect(test.sandbox.journal.entries.filter(({ method }) => method === 'POST')).toEqual([]);
    expect(await count('tickets', scene.account.id)).toBe(0);
  });

  it('A6: no ticket is attached', async () => {
    const scene = await TicketScene.open(test);
    const userId = await userOf(scene);
    const ticketNumber = await scene.ticket({ key: 'first' });
    await scene.raise({ key: 'second' });
    const { id: notificationId } = await scene.one('second');
    comeBehind(FindAddressee, 'find', () => erase(scene.account, userId));
    const { attachTicket } = await ask(scene.account, AttachTicketDocument, {
      input: { notificationId, ticketNumber },
    });
    expect(given(attachTicket).userErrors).toMatchObject([{ code: 'INVALID', message: 'The user was erased.' }]);
    expect((await scene.one('second')).ticket).toBeNull();
  });

  it('A6: no report is written down, and those of others are sent', async () => {
    const mine = await Delivering.open(test);
    await saveSpamSettings(mine.account);
    const [first] = await mine.users('one', 'two');
    comeBehind(PlanSlice, 'plan', () => erase(mine.account, Buffer.from(`User:${first}`).toString('base64url')));
    await mine.start('2030-12');
    await mine.run();
    expect((await mine.rows()).map(({ name, state }) => [name, state])).toEqual([['two', 'SENT']]);
    expect(await mine.jobs()).toMatchObject([{ status: 'SUCCEEDED', counts: { SENT: 1 } }]);
  });
});
