import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { auditOf, disable, enable, map, unmap, verifyMapping } from '../support/calls.js';
import { eventsOf, sql } from '../support/rows.js';

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

let made = 0;
async function mapped(input: object = {}) {
  made += 1;
  const identifier = `Told-${made}`;
  const { id } = test.sandbox.companies.add({ identifier, name: `${identifier} Ltd`, types: [{ name: 'Customer' }] });
  const user = await (await account.source()).user();
  const mapping = await user.map(identifier, input);
  return { user, mapping, mappingId: mapping.id, identifier, id };
}

/** Of one mapping, each entry as its action and `field: before → after`. */
async function told(mappingId: string) {
  return (await auditOf(account, mappingId)).map(({ action, changes }) => [
    action,
    ...changes.map(({ field, before, after }) => `${field}: ${before} → ${after}`),
  ]);
}
const kinds = async () =>
  (await eventsOf(account.id)).map(({ kind }) => kind).filter((kind) => kind !== 'INTEGRATION_ENABLED');

describe('A4 and E1: what is told of', () => {
  it('mapping: every field, and an event for the source of the user', async () => {
    const { mappingId, identifier, id, user } = await mapped();

    expect(await told(mappingId)).toEqual([
      [
        'COMPANY_MAPPED',
        `connectWiseId: null → ${id}`,
        'companyStatus: null → Active',
        'companyTypes: null → ["Customer"]',
        'isEnabled: null → true',
        'isShared: null → false',
        'allowsInactive: null → false',
        'verification: null → VERIFIED',
        `identifier: null → ${identifier}`,
        `companyName: null → ${identifier} Ltd`,
      ],
    ]);
    const [source] = await sql<{ id: string }>('SELECT id FROM sources WHERE code = $1', [user.source.code]);
    expect((await eventsOf(account.id)).at(-1)).toEqual({
      kind: 'USER_MAPPED',
      subject_kind: 'User',
      source_id: source?.id,
      facts: {},
    });
  });

  it('replacing: what differs, under the same mapping', async () => {
    const { mappingId, user, identifier, id } = await mapped();
    const other = await mapped();
    await unmap(account, { mappingId: other.mappingId });
    await map(account, {
      userId: user.id,
      company: { identifier: other.identifier },
      replaceExisting: true,
      allowShared: true,
    });

    expect((await told(mappingId)).at(-1)).toEqual([
      'COMPANY_MAPPED',
      `connectWiseId: ${id} → ${other.id}`,
      'isShared: false → true',
      `identifier: ${identifier} → ${other.identifier}`,
      `companyName: ${identifier} Ltd → ${other.identifier} Ltd`,
    ]);
    expect(await kinds()).toEqual(['USER_MAPPED', 'USER_MAPPED', 'USER_UNMAPPED', 'USER_MAPPED']);
  });

  it('disabling and enabling: the switch alone, and nothing when it stood so already', async () => {
    const { mappingId } = await mapped();
    await disable(account, { mappingId });
    await disable(account, { mappingId });
    await enable(account, { mappingId });

    expect((await told(mappingId)).slice(1)).toEqual([
      ['MAPPING_DISABLED', 'isEnabled: true → false'],
      ['MAPPING_ENABLED', 'isEnabled: false → true'],
    ]);
    expect(await kinds()).toEqual(['USER_MAPPED']);
  });

  it('verifying: what changed at ConnectWise, broken and mended as events, once each', async () => {
    const { mappingId, id, identifier } = await mapped();
    test.sandbox.companies.edit(id, { name: 'Another name', status: { name: 'Credit Hold' } });
    await verifyMapping(account, { mappingId });
    test.sandbox.companies.delete(id);
    await verifyMapping(account, { mappingId });
    await verifyMapping(account, { mappingId });
    test.sandbox.companies.restore(id);
    await verifyMapping(account, { mappingId });

    expect((await told(mappingId)).slice(1)).toEqual([
      ['MAPPING_VERIFIED', 'companyStatus: Active → Credit Hold', `companyName: ${identifier} Ltd → Another name`],
      ['MAPPING_VERIFIED', 'verification: VERIFIED → BROKEN', 'problem: null → COMPANY_DELETED'],
      ['MAPPING_VERIFIED'],
      ['MAPPING_VERIFIED', 'verification: BROKEN → VERIFIED', 'problem: COMPANY_DELETED → null'],
    ]);
    expect(await kinds()).toEqual([
      ...['USER_MAPPED', 'COMPANY_RENAMED', 'COMPANY_DELETED', 'MAPPING_BROKEN', 'COMPANY_BACK', 'MAPPING_MENDED'],
    ]);
    expect((await eventsOf(account.id)).at(-1)).toMatchObject({ subject_kind: 'CompanyMapping' });
  });

  it('unmapping: everything that was there', async () => {
    const { mappingId, identifier, id } = await mapped();
    await unmap(account, { mappingId });

    const [action, ...fields] = (await told(mappingId)).at(-1) ?? [];
    expect(action).toBe('COMPANY_UNMAPPED');
    expect(fields).toContain(`connectWiseId: ${id} → null`);
    expect(fields).toContain(`identifier: ${identifier} → null`);
    expect(await kinds()).toEqual(['USER_MAPPED', 'USER_UNMAPPED']);
  });

  it('what was refused: nothing', async () => {
    const { mappingId, user, mapping } = await mapped();
    const before = [await auditOf(account), await eventsOf(account.id)];
    const input = { mappingId, expectedVersion: mapping.version + 1 };
    await disable(account, input);
    await enable(account, input);
    await unmap(account, input);
    await verifyMapping(account, input);
    await map(account, { userId: user.id, company: { identifier: 'Nobody-Has-This' }, replaceExisting: true });
    test.sandbox.faults.add({ fault: { kind: 'cut' } });
    await verifyMapping(account, { mappingId });

    expect([await auditOf(account), await eventsOf(account.id)]).toEqual(before);
  });
});

it('E1: events of an account have positions without gaps, also when many come at the same moment', async () => {
  const users = await Promise.all(Array.from({ length: 20 }, async () => (await account.source()).user()));
  const { identifier } = test.sandbox.landmarks.ordinary[0];
  await Promise.all(users.map((user) => user.map(identifier)));

  const rows = await sql<{ position: string }>('SELECT position FROM events WHERE account_id = $1 ORDER BY position', [
    account.id,
  ]);

  expect(rows.map(({ position }) => Number(position))).toEqual(rows.map((_row, at) => at + 1));
  expect(rows).toHaveLength(21);
});
