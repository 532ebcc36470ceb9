import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Landmark, Landmarks } from '../../../src/sandbox/seed/landmarks.js';
import { execute } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { VerifyCompanyDocument } from '../operations.generated.js';
import { auditOf, errorsOf, given, verify } from '../support/calls.js';
import { eventsOf } from '../support/rows.js';

let test: TestApp;
let account: SeedAccount;
beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
  await account.integration();
});
afterAll(() => test.close());
beforeEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.journal.clear();
});

const ask = async (company: Parameters<typeof verify>[1]) => {
  const { verification, userErrors } = await verify(account, company);
  expect(userErrors).toEqual([]);
  return given(verification);
};

describe('U3: verifying a company identifier', () => {
  it.each<[string, (marks: Landmarks) => Landmark, string]>([
    ['a usable one', ({ ordinary }) => ordinary[0], 'USABLE'],
    ['an inactive one', ({ inactive }) => inactive, 'INACTIVE'],
    ['a deleted one', ({ deleted }) => deleted, 'DELETED'],
    ['an identifier of 156 characters', ({ longest }) => longest, 'USABLE'],
    ['Japanese', ({ japanese }) => japanese, 'USABLE'],
    ['an identifier full of signs', ({ hostile }) => hostile, 'USABLE'],
    ['an identifier that is a number', ({ digits }) => digits, 'USABLE'],
  ])('tells %s', async (_what, pick, outcome) => {
    const mark = pick(test.sandbox.landmarks);

    const found = await ask(mark.identifier);

    expect(found).toMatchObject({ outcome, cause: null, candidates: [], company: { connectWiseId: mark.id } });
    expect(found.company?.identifier).toBe(mark.identifier);
  });

  it('shows what a person needs to see that it is the right one', async () => {
    const { id } = test.sandbox.companies.add({
      identifier: 'ShownWhole',
      name: 'Shown Whole Ltd',
      status: { name: 'Credit Hold' },
      types: [{ name: 'Customer' }],
    });

    expect((await ask('ShownWhole')).company).toEqual({
      connectWiseId: id,
      identifier: 'ShownWhole',
      name: 'Shown Whole Ltd',
      status: 'Credit Hold',
      types: ['Customer'],
    });
  });

  it('tells several live records with their record ids, in the answer and in words', async () => {
    const { ambiguous } = test.sandbox.landmarks;

    const found = await ask(ambiguous[0].identifier);

    expect(found).toMatchObject({ outcome: 'AMBIGUOUS', company: null });
    expect(found.candidates.map(({ connectWiseId }) => connectWiseId).sort()).toEqual(
      ambiguous.map(({ id }) => id).sort(),
    );
    for (const { id } of ambiguous) expect(found.message).toContain(String(id));
  });

  it('lets a live record win over deleted ones', async () => {
    const { deletedTwin, ordinary } = test.sandbox.landmarks;

    expect(deletedTwin.identifier).toBe(ordinary[0].identifier);
    expect(await ask(deletedTwin.identifier)).toMatchObject({
      outcome: 'USABLE',
      company: { connectWiseId: ordinary[0].id },
      candidates: [],
    });
  });

  it('lets one live record among deleted ones not look ambiguous, inactive though it is', async () => {
    const { companies } = test.sandbox;
    const [first, second, third] = [1, 2, 3].map(() => companies.add({ identifier: 'Reborn', name: 'Reborn' }).id);
    companies.delete(given(first));
    companies.delete(given(second));
    companies.inactivate(given(third));

    expect(await ask('reborn')).toMatchObject({ outcome: 'INACTIVE', company: { connectWiseId: third } });
    companies.delete(given(third));
    expect(await ask('reborn')).toMatchObject({ outcome: 'DELETED', company: { connectWiseId: third } });
  });

  it('tells when there is none', async () => {
    expect(await ask('Nobody-Has-This')).toMatchObject({
      outcome: 'NOT_FOUND',
      company: null,
      candidates: [],
      cause: null,
    });
  });

  it('saves nothing that anybody could see: no audit, no event', async () => {
    const before = [await auditOf(account), await eventsOf(account.id)];
    await ask(test.sandbox.landmarks.ordinary[0].identifier);

    expect([await auditOf(account), await eventsOf(account.id)]).toEqual(before);
    expect(test.sandbox.journal.changes).toBe(0);
  });

  it('asks each time, also what it was told a moment ago', async () => {
    const { id } = test.sandbox.companies.add({ identifier: 'Changeable', name: 'Changeable' });
    expect((await ask('Changeable')).outcome).toBe('USABLE');
    test.sandbox.companies.delete(id);
    expect((await ask('Changeable')).outcome).toBe('DELETED');
  });
});

describe('U4: an identifier is compared', () => {
  it.each([
    ['HARBORDENTAL', 'USABLE'],
    ['harbordental', 'USABLE'],
    ['  HarborDental\t', 'USABLE'],
    ['HarborDenta', 'NOT_FOUND'],
    ['HarborDental*', 'NOT_FOUND'],
    ['Harbor%', 'NOT_FOUND'],
    ['*', 'NOT_FOUND'],
    ['%', 'NOT_FOUND'],
    ['HarborDenta_', 'NOT_FOUND'],
    ['Harbor[D]ental', 'NOT_FOUND'],
    ['" or identifier like "*', 'NOT_FOUND'],
    ['\\" or id > 0 or identifier = \\"', 'NOT_FOUND'],
    ['HarborDental&conditions=id>0', 'NOT_FOUND'],
    ['null', 'NOT_FOUND'],
    ['True', 'NOT_FOUND'],
  ])('by equality, ignoring case: %s', async (identifier, outcome) => {
    expect((await ask(identifier)).outcome).toBe(outcome);
  });
});

describe('U5: digits', () => {
  it('mean an identifier first, although a record id matches as well', async () => {
    const { digits, ordinary } = test.sandbox.landmarks;

    expect(digits.identifier).toBe(String(ordinary[0].id));
    expect((await ask(digits.identifier)).company).toMatchObject({ connectWiseId: digits.id });
  });

  it('that are a record id alone are not found, and the message names the right identifier', async () => {
    const { id, identifier } = test.sandbox.landmarks.inactive;

    const found = await ask(String(id));

    expect(found).toMatchObject({ outcome: 'NOT_FOUND', company: null });
    expect(found.message).toContain(`"${identifier}"`);
    expect(found.message).toContain('record id');
  });

  it.each(['0', '99999999999999999999', '2147483648', '007'])('%s are looked for as any other', async (identifier) => {
    expect((await ask(identifier)).outcome).toBe('NOT_FOUND');
  });
});

describe('U5: the length of an identifier', () => {
  it.each([1, 2, 155, 156])('of %d characters is accepted', async (length) => {
    const identifier = '界'.repeat(length);
    const { id } = test.sandbox.companies.add({ identifier, name: 'Of some length' });

    expect(await ask(identifier)).toMatchObject({ outcome: 'USABLE', company: { connectWiseId: id } });
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \t '],
    ['157 characters', 'x'.repeat(157)],
    ['a control character', 'Har\u0007bor'],
    ['a line break inside', 'Harbor\nDental'],
  ])('or form is refused at its field for %s, without asking', async (_what, identifier) => {
    const answer = await verify(account, identifier);

    expect(errorsOf(answer)).toEqual(['INVALID company identifier']);
    expect(answer.verification).toBeNull();
    expect(test.sandbox.journal.total).toBe(0);
  });

  it.each(['Har\u0000bor', 'Harbor\ud800', '\udc00'])(
    'or form is refused as no text at all for %j',
    async (identifier) => {
      const answer = await execute(account, VerifyCompanyDocument, { input: { company: { identifier } } });

      expect([answer.status, answer.errors[0]?.extensions?.['code']]).toEqual([400, 'BAD_USER_INPUT']);
      expect(test.sandbox.journal.total).toBe(0);
    },
  );

  it('is no reason to refuse what ConnectWise itself returned', async () => {
    const identifier = 'Old-and-long-'.repeat(16);
    const { id } = test.sandbox.companies.add({ identifier, name: 'Older than the limit' });

    expect(await ask({ connectWiseId: id })).toMatchObject({ outcome: 'USABLE', company: { identifier } });
  });
});

describe('Verifying by record id', () => {
  it('tells usable, inactive, deleted and missing records apart', async () => {
    const { ordinary, inactive, deleted } = test.sandbox.landmarks;
    const ids = [ordinary[0].id, inactive.id, deleted.id, 99_999_999];
    const outcomes = [];
    for (const connectWiseId of ids) outcomes.push((await ask({ connectWiseId })).outcome);

    expect(outcomes).toEqual(['USABLE', 'INACTIVE', 'DELETED', 'NOT_FOUND']);
  });

  it('names one of several that share an identifier', async () => {
    const [, second] = test.sandbox.landmarks.ambiguous;

    expect(await ask({ connectWiseId: second.id })).toMatchObject({
      outcome: 'USABLE',
      company: { connectWiseId: second.id },
    });
  });

  it.each([0, -1])('refuses %d, which no record has', async (connectWiseId) => {
    expect(errorsOf(await verify(account, { connectWiseId }))).toEqual(['INVALID company connectWiseId']);
    expect(test.sandbox.journal.total).toBe(0);
  });
});
