import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Company } from '../../src/connectwise/company.js';
import type { Database } from '../../src/database/database.js';
import { AuditRepository } from '../../src/features/audit/audit.repository.js';
import { AuditService } from '../../src/features/audit/audit.service.js';
import { MirrorRepository } from '../../src/features/companies/mirror.repository.js';
import { MirrorWriter } from '../../src/features/companies/mirror-writer.js';
import { DriftWatch } from '../../src/features/drift/drift-watch.js';
import { DriftWatchRepository } from '../../src/features/drift/drift-watch.repository.js';
import { EventRepository } from '../../src/features/events/event.repository.js';
import { EventService } from '../../src/features/events/event.service.js';
import { MappingBatch } from '../../src/features/mappings/mapping-batch.js';
import { MappingBatchRepository } from '../../src/features/mappings/mapping-batch.repository.js';
import { systemCaller } from '../../src/shared/caller.js';
import { newId, type UserId } from '../../src/shared/ids.js';
import { testDatabase } from '../support/database.js';
import { mappingData, type SampleAccount, sampleAccount, userData } from '../support/sample-account.js';
import { countStatements } from '../support/statements.js';

/** Prisma's own way to write many rows is slow, and a transaction of tests has no more time than any other. */
const SLICE = 200;
const writer = new MirrorWriter(new MirrorRepository());
let database: Database;
let watch: DriftWatch;

beforeAll(async () => {
  database = await testDatabase();
  const audit = new AuditService(database, new AuditRepository(database));
  watch = new DriftWatch({
    mappings: new MappingBatch({ audit, rows: new MappingBatchRepository() }),
    rows: new DriftWatchRepository(),
    events: new EventService(new EventRepository(database)),
    clock: { now: () => new Date() },
  });
});

afterAll(() => database.close());

function company(id: number, values: Partial<Company> = {}): Company {
  return {
    ...{
      id,
      identifier: `C${id}`,
      name: `Firm ${id}`,
      status: { id: 1, name: 'Active' },
      isInactive: false,
      types: [],
    },
    ...{ isDeleted: false, lastUpdated: null, website: null, phoneNumber: null },
    address: { lines: [], city: null, state: null, zip: null, country: null },
    ...values,
  };
}

/** An account with nothing but a user for each of these companies, mapped as they are. */
async function mappedTo(companies: readonly Company[]): Promise<SampleAccount> {
  const account = await sampleAccount(database);
  await database.write(account.id, async (tx) => {
    const where = { accountId: account.id };
    await tx.drift.deleteMany({ where });
    await tx.mapping.deleteMany({ where });
    await tx.account.update({ where: { id: account.id }, data: { lastPosition: 1 } });
  });
  for (let from = 0; from < companies.length; from += SLICE) await map(account, companies.slice(from, from + SLICE));
  await see(account, { companies });
  return account;
}

async function map(account: SampleAccount, companies: readonly Company[]): Promise<void> {
  const users = companies.map(({ id, name }) => ({ id, name, user: userData(account, newId<UserId>()) }));
  await database.write(account.id, async (tx) => {
    await tx.user.createMany({ data: users.map(({ user }) => user) });
    await tx.mapping.createMany({
      data: users.map(({ id, name, user }, at) => ({
        ...mappingData(account, { userId: user.id, connectWiseId: id }),
        ...{
          identifier: `C${id}`,
          companyName: name,
          companyStatus: 'Active',
          verification: 'VERIFIED' as const,
          verifiedAt: new Date(),
        },
        ...{ isShared: true, allowsInactive: at % 2 === 1 },
      })),
    });
  });
}

interface Seen {
  readonly companies?: readonly Company[];
  readonly absent?: readonly number[];
  readonly heirs?: ReadonlyMap<number, number>;
}

/** What ConnectWise answers gets into the mirror, and is noticed; answers how many statements noticing took. */
async function see(account: SampleAccount, { companies = [], absent = [], heirs }: Seen): Promise<number> {
  const { id, instanceId } = account;
  await database.write(id, (tx) =>
    writer.store(tx, id, { instanceId, companies, absent: { kind: 'ids', ids: absent } }),
  );
  const connectWiseIds = [...companies.map((one) => one.id), ...absent];
  const noticed = { instanceId, connectWiseIds, ...(heirs && { heirs }) };
  return database.write(id, (tx) => countStatements(() => watch.noticed(tx, systemCaller(id, 'test'), noticed)));
}

const rowsOf = ({ id }: SampleAccount) =>
  database.read(id, (db) =>
    db
      .selectFrom('drifts')
      .select(['mapping_id', 'connect_wise_id', 'kind', 'status', 'survivor_connect_wise_id', 'survivor_reasons'])
      .where('account_id', '=', id)
      .orderBy('id'),
  );

describe('C5: noticing what changed', () => {
  test('takes as many statements for 1,000 mappings that drift at once as for three', async () => {
    const spread = (count: number) => Array.from({ length: count }, (_, at) => company(at + 10));
    const changes = (count: number): Seen => ({
      companies: spread(count).flatMap((one) => {
        if (one.id % 3 === 0) return { ...one, name: 'Other', isInactive: true };
        return one.id % 3 === 1 ? { ...one, isDeleted: true } : [];
      }),
      absent: spread(count).flatMap(({ id }) => (id % 3 === 2 ? id : [])),
    });
    const few = await see(await mappedTo(spread(3)), changes(3));
    const account = await mappedTo(spread(1_000));
    expect(await see(account, changes(1_000))).toBe(few);
    const drifted = await rowsOf(account);
    expect(new Set(drifted.map((row) => row.mapping_id)).size).toBe(1_000);
    expect(drifted.length).toBeGreaterThan(1_000);
    // All are open already, and change once more.
    expect(await see(account, { companies: spread(1_000) })).toBeLessThanOrEqual(few);
    expect((await rowsOf(account)).filter(({ status }) => status === 'OPEN')).toEqual([]);
    expect(few).toBeLessThanOrEqual(11);
  }, 120_000);

  test('leaves every mapping as the rules say after any sequence of changes, with one open drift of a kind', async () => {
    const state = fc.record({
      id: fc.integer({ min: 1, max: 3 }),
      name: fc.constantFrom('Firm', 'Other'),
      identifier: fc.constantFrom('a', 'A', 'b'),
      presence: fc.constantFrom('LIVE', 'INACTIVE', 'DELETED', 'MISSING'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(state, { minLength: 1, maxLength: 8 }), async (states) => {
        const account = await mappedTo([1, 1, 2, 2, 3].map((id) => company(id)));
        for (const { id, name, identifier, presence } of states) {
          const status = presence === 'INACTIVE' ? 'Inactive' : 'Active';
          const values = { name, identifier, status: { id: 1, name: status } };
          const flags = { isInactive: presence === 'INACTIVE', isDeleted: presence === 'DELETED' };
          const one = company(id, { ...values, ...flags });
          await see(account, presence === 'MISSING' ? { absent: [id] } : { companies: [one] });
        }
        const last = new Map(states.map((one) => [one.id, one]));
        const mappings = await database.read(account.id, (db) =>
          db.selectFrom('mappings').selectAll().where('account_id', '=', account.id),
        );
        for (const mapping of mappings) {
          const { presence = 'LIVE' } = last.get(mapping.connect_wise_id ?? 0) ?? {};
          const problems = { LIVE: null, INACTIVE: mapping.allows_inactive ? null : 'COMPANY_INACTIVE' };
          const gone = { DELETED: 'COMPANY_DELETED', MISSING: 'COMPANY_NOT_FOUND' };
          const problem = { ...problems, ...gone }[presence];
          expect([mapping.problem, mapping.verification]).toEqual([problem, problem ? 'BROKEN' : 'VERIFIED']);
        }
        const open = (await rowsOf(account)).filter(({ status }) => status === 'OPEN');
        const keys = open.map(({ mapping_id, kind }) => `${mapping_id} ${kind}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 25 },
    );
  }, 120_000);
});

describe('C5: the likely survivor, by the mirror alone', () => {
  const survivorOf = async (account: SampleAccount) =>
    (await rowsOf(account)).map((row) => [row.kind, row.survivor_connect_wise_id, row.survivor_reasons]);
  const site = 'https://www.firm.example';

  test('is the one live company that resembles the one that is gone most', async () => {
    const account = await mappedTo([company(1, { name: 'Acme Ltd', website: site, phoneNumber: '+1 (555) 010-0100' })]);
    const twin = company(2, { name: 'ACME, Ltd.', website: site, phoneNumber: '15550100100' });
    const others = [company(3, { website: site }), company(4, { name: 'Acme Ltd', isDeleted: true })];
    await see(account, { companies: [twin, ...others], absent: [1] });
    expect(await survivorOf(account)).toEqual([
      ['COMPANY_MISSING', 2, ['SAME_NAME', 'SAME_DOMAIN', 'SAME_PHONE_NUMBER']],
    ]);
  });

  test('is nobody where two are equally good, or nobody is alike', async () => {
    const account = await mappedTo([company(1, { name: 'Acme' }), company(5, { name: 'Alone' })]);
    const twins = [company(2, { name: 'Acme' }), company(3, { name: 'acme' })];
    await see(account, { companies: twins, absent: [1, 5] });
    expect(await survivorOf(account)).toEqual([
      ['COMPANY_MISSING', null, []],
      ['COMPANY_MISSING', null, []],
    ]);
  });

  test('is proven only by where the people are, and only by a company that is there', async () => {
    const account = await mappedTo([company(1, { defaultContactId: 9 }), company(2)]);
    await see(account, { companies: [company(3)], absent: [1], heirs: new Map([[1, 77]]) });
    expect(await survivorOf(account)).toEqual([['COMPANY_MISSING', null, []]]);
    await see(account, { absent: [1], heirs: new Map([[1, 3]]) });
    expect(await survivorOf(account)).toEqual([['COMPANY_MERGED', 3, ['CONTACT_MOVED']]]);
  });
});
