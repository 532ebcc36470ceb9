import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '../../src/database/database.js';
import type { AuditFilter } from '../../src/features/audit/audit.js';
import { AuditRepository } from '../../src/features/audit/audit.repository.js';
import type { EventFilter } from '../../src/features/events/event.js';
import { EventRepository } from '../../src/features/events/event.repository.js';
import { MappingRepository } from '../../src/features/mappings/mapping.repository.js';
import { type MappingFilter, MappingOrderField } from '../../src/features/mappings/mapping-query.js';
import type { NotificationFilter } from '../../src/features/notifications/notification.js';
import { NotificationRepository } from '../../src/features/notifications/notification.repository.js';
import { DeliveryRepository } from '../../src/features/tickets/delivery.repository.js';
import type { UsageFilter } from '../../src/features/usage/usage.js';
import { UsageRepository } from '../../src/features/usage/usage.repository.js';
import { UserRepository } from '../../src/features/users/user.repository.js';
import { type UserFilter, UserOrderField } from '../../src/features/users/user-query.js';
import type { Day } from '../../src/shared/day.js';
import type { ProductId, SourceId, UserId } from '../../src/shared/ids.js';
import { testDatabase } from '../support/database.js';
import { emptyTables, fillAccount, filledId, fillNotifications, fillUsage, USERS_AND_THEIRS } from '../support/fill.js';
import {
  plansOf as allPlansOf,
  expectIndexes as expectListIndexes,
  FIRST,
  growingTables,
  type List,
} from '../support/list-indexes.js';
import { rowsSorted, wholeTables } from '../support/plan.js';
import { type SampleAccount, sampleAccount } from '../support/sample-account.js';

let database: Database;
let large: SampleAccount;
let small: SampleAccount;

const plansOf = (work: () => Promise<unknown>) => allPlansOf(database, work);
const expectIndexes = (list: List) => expectListIndexes(database, { large, small }, list);

const userFilters: Readonly<Record<string, (account: SampleAccount) => UserFilter>> = {
  'no filter': () => ({}),
  unmapped: () => ({ isMapped: false }),
  'to be mapped': () => ({ isMapped: false, isIgnored: false, statuses: ['ACTIVE'] }),
  mapped: () => ({ isMapped: true }),
  ignored: () => ({ isIgnored: true }),
  'not ignored': () => ({ isIgnored: false }),
  archived: () => ({ statuses: ['ARCHIVED'] }),
  'active or archived': () => ({ statuses: ['ACTIVE', 'ARCHIVED'] }),
  'of a source': ({ sourceId }) => ({ sourceIds: [sourceId] }),
  'of a source without users': () => ({ sourceIds: [filledId(0) as SourceId] }),
  broken: () => ({ mapping: { statuses: ['BROKEN'] } }),
  'broken or unverified': () => ({ mapping: { statuses: ['BROKEN', 'UNVERIFIED'] } }),
  verified: () => ({ mapping: { statuses: ['VERIFIED'] } }),
  'with an inactive company': () => ({ mapping: { problems: ['COMPANY_INACTIVE'] } }),
  'with a mapping that is off': () => ({ mapping: { isEnabled: false } }),
  'with a mapping that is on': () => ({ mapping: { isEnabled: true } }),
};
const mappingFilters: Readonly<Record<string, MappingFilter>> = {
  'no filter': {},
  broken: { statuses: ['BROKEN'] },
  'broken or unverified': { statuses: ['BROKEN', 'UNVERIFIED'] },
  verified: { statuses: ['VERIFIED'] },
  'with an inactive company': { problems: ['COMPANY_INACTIVE'] },
  off: { isEnabled: false },
  on: { isEnabled: true },
  'made by hand': { origins: ['MANUAL'] },
  imported: { origins: ['IMPORTED'] },
  'of users': { userIds: [filledId(1) as UserId, filledId(2) as UserId] },
};
const eventFilters: Readonly<Record<string, (account: SampleAccount) => EventFilter>> = {
  'no filter': () => ({}),
  'a rare kind': () => ({ kinds: ['MAPPING_BROKEN'] }),
  'a frequent kind': () => ({ kinds: ['USER_MAPPED'] }),
  'two kinds': () => ({ kinds: ['MAPPING_BROKEN', 'USER_UNMAPPED'] }),
  'a subject': () => ({ subjectIds: [filledId(5)] }),
  'the own source': ({ sourceId }) => ({ sourceId }),
  'the newest': () => ({ from: new Date(Date.now() + 60_000) }),
};
const auditFilters: Readonly<Record<string, AuditFilter>> = {
  'no filter': {},
  'a rare action': { actions: ['USER_ARCHIVED'] },
  'a frequent action': { actions: ['USER_CREATED'] },
  'two actions': { actions: ['USER_ARCHIVED', 'USER_REOPENED'] },
  'a subject': { subjectId: filledId(5) },
  'the newest': { from: new Date(Date.now() + 60_000) },
  'the oldest': { to: new Date(0) },
};
const notificationFilters: Readonly<Record<string, NotificationFilter>> = {
  'no filter': {},
  waiting: { states: ['WAITING'] },
  held: { states: ['HELD'] },
  failed: { states: ['FAILED'] },
  sent: { states: ['SENT'] },
  resolved: { states: ['RESOLVED'] },
  'not delivered, as while the account is held': { states: ['HELD', 'WAITING', 'FAILED'] },
  'in no state': { states: [] },
  'of a rare severity': { severities: ['ACTION_REQUIRED'] },
  'of two severities': { severities: ['ACTION_REQUIRED', 'WARNING'] },
  'of a frequent severity': { severities: ['INFORMATION'] },
  'of a rare kind': { kinds: ['RARE'] },
  'of a frequent kind': { kinds: ['MAIL_FLOW'] },
  'of an unknown kind': { kinds: ['NO_SUCH'] },
  'of a user with many': { userIds: [filledId(1) as UserId] },
  'of a user with none': { userIds: [filledId(100) as UserId] },
  'of several users': { userIds: [filledId(1) as UserId, filledId(6) as UserId] },
  'failed, of a frequent severity and kind': {
    ...{ states: ['FAILED'], severities: ['INFORMATION'], kinds: ['MAIL_FLOW'] },
  },
  'sent, to a user with many': { states: ['SENT'], userIds: [filledId(1) as UserId] },
};
const usageFilters: Readonly<Record<string, UsageFilter>> = {
  'no filter': {},
  'of a user with many': { userIds: [filledId(1) as UserId] },
  'of a user with few': { userIds: [filledId(3) as UserId] },
  'of a user with none': { userIds: [filledId(900) as UserId] },
  'of several users': { userIds: [filledId(1) as UserId, filledId(3) as UserId] },
  'of nobody': { userIds: [] },
  'of a rare product': { productIds: [filledId(2) as ProductId] },
  'of a frequent product': { productIds: [filledId(1) as ProductId] },
  'of two products': { productIds: [filledId(1) as ProductId, filledId(2) as ProductId] },
  'of a month': { from: '1990-01-01' as Day, to: '1990-01-31' as Day },
  'of the newest days': { from: '2010-01-01' as Day },
  'of no day': { from: '2100-01-01' as Day },
  'of a user and product in a month': {
    ...{ userIds: [filledId(1) as UserId], productIds: [filledId(1) as ProductId] },
    ...{ from: '1990-01-01' as Day, to: '1990-01-31' as Day },
  },
};
const directions = ['asc', 'desc'] as const;

describe('U12: every list of an account with 100,000 rows is read through an index', () => {
  beforeAll(async () => {
    database = await testDatabase();
    small = await sampleAccount(database);
    large = await sampleAccount(database);
    await fillAccount(large, 100_000);
    await fillNotifications(large, 100_000);
    await fillUsage(large, 100_000);
  });
  afterAll(async () => {
    await emptyTables(large.id, 'events', 'audit_events', ...USERS_AND_THEIRS);
    await database.close();
  });

  for (const field of Object.values(UserOrderField)) {
    it.each(Object.entries(userFilters))(`U12: users by ${field}: %s`, async (_name, filter) => {
      const users = new UserRepository(database);
      for (const direction of directions) {
        for (const asked of [new Set(['name']), new Set(['name', 'mapping', 'identifier', 'verification'])]) {
          await expectIndexes((account, request) =>
            users.page(account.id, request, { filter: filter(account), order: { field, direction }, asked }),
          );
        }
      }
    });
  }

  for (const field of Object.values(MappingOrderField)) {
    it.each(Object.entries(mappingFilters))(`U12: companyMappings by ${field}: %s`, async (_name, filter) => {
      const mappings = new MappingRepository(database);
      for (const direction of directions) {
        await expectIndexes((account, request) =>
          mappings.page(account.id, request, { filter, order: { field, direction } }),
        );
      }
    });
  }

  it.each(Object.entries(eventFilters))('U12: events: %s', async (_name, filter) => {
    const events = new EventRepository(database);
    await expectIndexes((account, request) => events.page(account.id, request, filter(account)));
  });

  it.each(Object.entries(auditFilters))('U12: auditEvents: %s', async (_name, filter) => {
    const audit = new AuditRepository(database);
    await expectIndexes((account, request) => audit.page(account.id, request, filter));
  });

  it.each(Object.entries(notificationFilters))('N9: notifications: %s', async (_name, filter) => {
    const notifications = new NotificationRepository(database);
    await expectIndexes((account, request) => notifications.page(account.id, request, filter));
  });

  it.each(Object.entries(usageFilters))('B1: usage: %s', async (_name, filter) => {
    const usage = new UsageRepository(database);
    await expectIndexes((account, request) => usage.page(account.id, request, filter));
  });

  it('B1: the days of one user are read in their order, and no more of them than a page has', async () => {
    const usage = new UsageRepository(database);
    const filter = { userIds: [filledId(1) as UserId] };
    const { items } = await usage.page(large.id, { first: FIRST }, filter);
    const after = items.at(-1)?.cursor;
    for (const request of [{ first: FIRST }, { first: FIRST, after }]) {
      const [plan = []] = await plansOf(() => usage.page(large.id, request, filter));
      const looked = plan.reduce(
        (sum, { table, rows, removed }) => sum + (table === 'usage_days' ? rows + removed : 0),
        0,
      );
      expect({ plan, sorted: rowsSorted(plan) }).toMatchObject({ sorted: 0 });
      expect(looked).toBeLessThanOrEqual(2 * FIRST);
    }
  });

  it('N6: what is due is found without a look at what is not', async () => {
    const deliveries = new DeliveryRepository(database);
    for (const due of [() => deliveries.due(large.id, FIRST), () => deliveries.nextDue(large.id)]) {
      const [plan = [], ...more] = await plansOf(due);
      expect(more).toEqual([]);
      expect({ plan, whole: growingTables(plan) }).toMatchObject({ whole: [] });
      expect(rowsSorted(plan)).toBeLessThanOrEqual(FIRST);
    }
  });

  it('E2: a poll is one statement, finds its place by the primary key, and reads no more than its page', async () => {
    const events = new EventRepository(database);
    let after = (await events.page(large.id, { first: FIRST }, {})).items.at(-1)?.cursor;
    const polls = await plansOf(async () => {
      const { endCursor } = await events.page(
        large.id,
        { first: FIRST, after },
        { from: new Date(Date.now() + 60_000) },
      );
      after = endCursor;
      await events.page(large.id, { first: FIRST, after }, {});
    });
    expect(polls).toHaveLength(2);
    const [, poll = []] = polls;
    expect(wholeTables(poll).filter((table) => table !== 'accounts')).toEqual([]);
    expect(poll.flatMap(({ table, index }) => (table === 'events' ? [index] : []))).toEqual(
      expect.arrayContaining(['events_pkey']),
    );
    expect(poll.reduce((sum, { table, rows, removed }) => sum + (table ? rows + removed : 0), 0)).toBeLessThan(FIRST);
  });
});
