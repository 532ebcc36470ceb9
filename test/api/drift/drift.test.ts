import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { auditOf, given, holdOf, map, unmap, verifyMapping } from '../support/calls.js';
import { compareAll, driftLines, driftsOf, mappedUser, merge, verifyAll } from '../support/drift.js';
import { runJobs } from '../support/jobs.js';
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
afterEach(() => {
  test.sandbox.settings.mergedCompanies = 'gone';
});

const told = async () => {
  const events = await eventsOf(account.id);
  return events.map(({ kind }) => kind).filter((kind) => /COMPANY_|MAPPING_/.test(kind));
};

/** Nothing has changed since the mirror was filled. */
async function known(input: Parameters<typeof mappedUser>[2] = {}) {
  const mapped = await mappedUser(test, account, input);
  await compareAll(test, account);
  return mapped;
}

async function mappingOf(mappingId: string) {
  const [row] = await sql<{ line: string; version: number }>(
    `SELECT concat_ws(' ', verification, problem, identifier, company_name, company_status) AS line, version
     FROM mappings WHERE account_id = $1 AND id = $2`,
    [account.id, Buffer.from(mappingId, 'base64url').toString().split(':')[1]],
  );
  return row;
}

describe.each([
  ['verification', () => verifyAll(test, account)],
  ['sync', () => compareAll(test, account)],
] as const)('C5: found by the %s', (_name, detect) => {
  it('a rename is told and noted, the mapping stands, and the way back closes it', async () => {
    const { user, mappingId, id, identifier } = await known();
    test.sandbox.companies.rename(id, 'Another Ltd');
    await detect();

    expect(await driftsOf(account)).toMatchObject([
      {
        ...{ kind: 'COMPANY_RENAMED', status: 'OPEN', connectWiseId: id, closedAt: null, likelySurvivor: null },
        before: { identifier, name: `${identifier} Ltd`, status: 'Active' },
        after: { identifier, name: 'Another Ltd', status: 'Active' },
        mapping: { id: mappingId },
        user: { id: user.id },
      },
    ]);
    expect((await mappingOf(mappingId))?.line).toBe(`VERIFIED ${identifier} Another Ltd Active`);
    expect(await holdOf(account, user)).toBeNull();

    test.sandbox.companies.rename(id, 'A third name');
    await detect();
    expect(await driftsOf(account)).toMatchObject([
      { status: 'OPEN', before: { name: `${identifier} Ltd` }, after: { name: 'A third name' } },
    ]);

    test.sandbox.companies.rename(id, `${identifier} Ltd`);
    await detect();
    expect(await driftLines(account)).toEqual(['COMPANY_RENAMED RESOLVED', 'COMPANY_BACK RESOLVED']);
    expect(await told()).toEqual(['COMPANY_RENAMED', 'COMPANY_RENAMED', 'COMPANY_BACK']);
  });

  it('another identifier is told, and another case of it is not', async () => {
    const { user, mappingId, id, identifier } = await known();
    test.sandbox.companies.reidentify(id, identifier.toUpperCase());
    await detect();
    expect(await driftLines(account)).toEqual([]);

    test.sandbox.companies.reidentify(id, `${identifier}-new`);
    await detect();
    expect(await driftsOf(account)).toMatchObject([
      {
        kind: 'COMPANY_REIDENTIFIED',
        before: { identifier: identifier.toUpperCase() },
        after: { identifier: `${identifier}-new` },
        mapping: { id: mappingId, identifier: `${identifier}-new`, verification: { status: 'VERIFIED' } },
      },
    ]);
    expect(await holdOf(account, user)).toBeNull();
  });

  it('an inactive company holds the work of its user until it is active again', async () => {
    const { user, mappingId, id, identifier } = await known();
    test.sandbox.companies.inactivate(id);
    await detect();

    expect(await driftLines(account)).toEqual(['COMPANY_INACTIVATED OPEN']);
    expect((await mappingOf(mappingId))?.line).toContain(`BROKEN COMPANY_INACTIVE ${identifier}`);
    expect(await holdOf(account, user)).toBe('MAPPING_BROKEN');

    test.sandbox.companies.activate(id);
    await detect();
    expect(await driftLines(account)).toEqual(['COMPANY_INACTIVATED RESOLVED', 'COMPANY_BACK RESOLVED']);
    expect(await holdOf(account, user)).toBeNull();
    expect(await told()).toEqual(['COMPANY_INACTIVATED', 'MAPPING_BROKEN', 'COMPANY_BACK', 'MAPPING_MENDED']);
  });

  it('an inactive company holds nothing where that is allowed, but is told', async () => {
    const { user, id } = await known({ allowInactive: true });
    test.sandbox.companies.inactivate(id);
    await detect();
    await detect();
    expect(await driftLines(account)).toEqual(['COMPANY_INACTIVATED OPEN']);
    expect(await holdOf(account, user)).toBeNull();

    test.sandbox.companies.activate(id);
    await detect();
    expect(await driftLines(account)).toEqual(['COMPANY_INACTIVATED RESOLVED', 'COMPANY_BACK RESOLVED']);
    expect(await told()).toEqual(['COMPANY_INACTIVATED', 'COMPANY_BACK']);
  });

  it('a deleted company holds the work of its user until it is restored', async () => {
    const { user, id } = await known();
    test.sandbox.companies.delete(id);
    await detect();

    expect(await driftLines(account)).toEqual(['COMPANY_DELETED OPEN']);
    expect(await driftsOf(account)).toMatchObject([
      { mapping: { verification: { status: 'BROKEN', problem: 'COMPANY_DELETED' } } },
    ]);
    expect(await holdOf(account, user)).toBe('MAPPING_BROKEN');
    await detect();
    expect(await driftLines(account)).toEqual(['COMPANY_DELETED OPEN']);

    test.sandbox.companies.restore(id);
    await detect();
    expect(await driftLines(account)).toEqual(['COMPANY_DELETED RESOLVED', 'COMPANY_BACK RESOLVED']);
    expect(await holdOf(account, user)).toBeNull();
    expect(await told()).toEqual(['COMPANY_DELETED', 'MAPPING_BROKEN', 'COMPANY_BACK', 'MAPPING_MENDED']);
  });

  it('a company that is gone without a trace is missing', async () => {
    const { user, id } = await known();
    test.sandbox.companies.remove(id);
    await detect();
    await runJobs(test.app, account, 'MAPPING_VERIFICATION');

    expect(await driftsOf(account)).toMatchObject([
      { kind: 'COMPANY_MISSING', status: 'OPEN', after: null, likelySurvivor: null },
    ]);
    expect(await holdOf(account, user)).toBe('MAPPING_BROKEN');
    expect(await told()).toEqual(['COMPANY_MISSING', 'MAPPING_BROKEN']);
  });

  it.each(['gone', 'marked'] as const)('a merge that leaves the record %s leads to the survivor', async (mode) => {
    test.sandbox.settings.mergedCompanies = mode;
    const survivor = await mappedUser(test, account);
    const { user, id } = await known();
    await merge(test, id, survivor.id);
    await detect();
    await runJobs(test.app, account, 'MAPPING_VERIFICATION');

    const [drift] = await driftsOf(account, { statuses: ['OPEN'] });
    expect(drift).toMatchObject({
      kind: 'COMPANY_MERGED',
      connectWiseId: id,
      likelySurvivor: { connectWiseId: survivor.id, identifier: survivor.identifier, reasons: ['CONTACT_MOVED'] },
      mapping: { verification: { problem: mode === 'gone' ? 'COMPANY_NOT_FOUND' : 'COMPANY_DELETED' } },
    });
    expect((await told()).filter((kind) => kind === 'COMPANY_MERGED')).toHaveLength(1);
    expect(await holdOf(account, user)).toBe('MAPPING_BROKEN');

    // Nothing is mapped anew by itself: that is for a person, with the operation that maps.
    const company = { connectWiseId: given(drift?.likelySurvivor).connectWiseId };
    const { userErrors } = await map(account, { userId: user.id, company, replaceExisting: true });
    expect(userErrors).toEqual([]);
    expect(await driftLines(account, { kinds: ['COMPANY_MERGED'] })).toEqual(['COMPANY_MERGED REMAPPED']);
    expect(await holdOf(account, user)).toBeNull();
  });

  it('what changed before is not told of again', async () => {
    const { id, mappingId } = await known();
    test.sandbox.companies.rename(id, 'Once');
    await detect();
    const before = [await mappingOf(mappingId), await auditOf(account, mappingId), await eventsOf(account.id)];
    await detect();
    const after = [await mappingOf(mappingId), await auditOf(account, mappingId), await eventsOf(account.id)];

    expect(JSON.stringify(after).replace(/JOB_FINISHED/g, '')).toContain('MAPPING_DRIFTED');
    expect(after.slice(0, 2)).toEqual(before.slice(0, 2));
    expect(await told()).toEqual(['COMPANY_RENAMED']);
  });
});

describe('C5: what is open', () => {
  it('ends with the mapping, and outlives it', async () => {
    const { user, mappingId, id } = await known();
    test.sandbox.companies.rename(id, 'Renamed');
    test.sandbox.companies.inactivate(id);
    await verifyAll(test, account);
    expect(await driftLines(account)).toEqual(['COMPANY_RENAMED OPEN', 'COMPANY_INACTIVATED OPEN']);
    const [{ mapping } = { mapping: undefined }] = await driftsOf(account);
    expect(mapping?.drifts).toHaveLength(2);

    await unmap(account, { mappingId });
    const left = await driftsOf(account, { userIds: [user.id] });
    expect(left.map((drift) => [drift.status, drift.mapping, drift.closedBy])).toEqual([
      ['REMAPPED', null, null],
      ['REMAPPED', null, null],
    ]);
  });

  it('is told by the source of the user, with ids and codes alone', async () => {
    const { id, identifier, user } = await known();
    test.sandbox.companies.delete(id);
    await verifyAll(test, account);
    const [source] = await sql<{ id: string }>('SELECT id FROM sources WHERE code = $1', [user.source.code]);
    const events = (await eventsOf(account.id)).filter(({ kind }) => /COMPANY_D|BROKEN/.test(kind));
    expect(events).toEqual([
      {
        kind: 'COMPANY_DELETED',
        subject_kind: 'CompanyMapping',
        source_id: source?.id,
        facts: {
          connectWiseId: id,
          identifierBefore: identifier,
          identifier,
          statusBefore: 'Active',
          status: 'Active',
          survivorConnectWiseId: null,
        },
      },
      { kind: 'MAPPING_BROKEN', subject_kind: 'CompanyMapping', source_id: source?.id, facts: {} },
    ]);
  });

  it('a person who verifies one mapping has it told as well', async () => {
    const { id, mappingId } = await known();
    test.sandbox.companies.rename(id, 'Renamed');
    await verifyMapping(account, { mappingId });
    test.sandbox.companies.delete(id);
    await verifyMapping(account, { mappingId });
    expect(await driftLines(account)).toEqual(['COMPANY_RENAMED OPEN', 'COMPANY_DELETED OPEN']);
    await verifyAll(test, account);
    test.sandbox.companies.restore(id);
    await verifyMapping(account, { mappingId });
    expect(await driftLines(account)).toEqual([
      'COMPANY_RENAMED OPEN',
      'COMPANY_DELETED RESOLVED',
      'COMPANY_BACK RESOLVED',
    ]);
    expect(await told()).toEqual([
      ...['COMPANY_RENAMED', 'COMPANY_DELETED', 'MAPPING_BROKEN', 'COMPANY_BACK', 'MAPPING_MENDED'],
    ]);
  });
});
