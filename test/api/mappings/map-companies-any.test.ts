import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ask } from '../../support/graphql-client.js';
import type { SeedAccount, SeedUser } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { CompanyMappingsDocument, type MapCompaniesItemInput } from '../operations.generated.js';
import { accountWithCopy, copiedCompany, mapAll } from '../support/bulk.js';
import { given } from '../support/calls.js';
import { sql } from '../support/rows.js';

let test: TestApp;
let account: SeedAccount;
let users: readonly SeedUser[];
let references: readonly MapCompaniesItemInput['company'][];
beforeAll(async () => {
  test = await startTestApp();
  const { deleted, inactive, ambiguous } = test.sandbox.landmarks;
  const known = [deleted, inactive, ...ambiguous];
  account = await accountWithCopy(test, known);
  const [first, second] = [await account.source(), await account.source()];
  users = [await first.user(), await first.user(), await first.user(), await second.user(), await second.user()];
  const [plain, other, gone] = [await copied(), await copied(), await copied()];
  test.sandbox.companies.delete(gone.id);
  references = [
    { connectWiseId: plain.id },
    { identifier: plain.identifier.toLowerCase() },
    { name: plain.name },
    { identifier: other.identifier },
    { connectWiseId: gone.id },
    ...known.map(({ identifier }) => ({ identifier })),
    { connectWiseId: 88_000_000 },
    { identifier: '' },
  ];
});
afterAll(() => test.close());

const copied = () => copiedCompany(test, account);
const NOBODY = 'nobody';

const rows = fc.array(
  fc.record({
    user: fc.nat(5),
    byKey: fc.boolean(),
    company: fc.nat(9),
    isEnabled: fc.boolean(),
    replaceExisting: fc.boolean(),
    allowShared: fc.boolean(),
    allowInactive: fc.boolean(),
  }),
  { maxLength: 12 },
);

function toItem({ user, byKey, company, ...choice }: { user: number; byKey: boolean; company: number }) {
  const seed = users[user];
  const key = seed && { source: seed.source.code, externalId: seed.externalId };
  return {
    ...choice,
    user: key && byKey ? { key } : { userId: seed?.id ?? NOBODY },
    company: given(references[company]),
  };
}

/** What is stored, by user, in the words of a result. */
async function stored() {
  const { companyMappings } = await ask(account, CompanyMappingsDocument, { first: 100 });
  return new Map<string, object>(given(companyMappings).nodes.map((mapping) => [mapping.id, mapping]));
}

describe('U9: any mix of rows', () => {
  it('is answered in order, and the database is what the results say', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.boolean(), async (drawn, isWhole) => {
        const items = drawn.map(toItem);
        const before = await stored();

        const { results, userErrors } = await mapAll(account, items, isWhole ? 'REJECT_ALL' : 'REJECT_FAILED');

        expect(given(results)).toHaveLength(items.length);
        const isRefused = given(results).some((result) => result.userErrors.length > 0);
        expect(userErrors).toHaveLength(isWhole && isRefused ? 1 : 0);
        const expected = new Map(before);
        for (const [index, { mapping, userErrors: errors }] of given(results).entries()) {
          expect(mapping === null).toBe(errors.length > 0 || (isWhole && isRefused));
          if (!mapping) continue;
          expected.set(mapping.id, mapping);
          expect(mapping).toMatchObject({ isEnabled: drawn[index]?.isEnabled, isShared: drawn[index]?.allowShared });
        }
        const after = await stored();
        expect([...after.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [id, mapping] of expected) expect(after.get(id)).toMatchObject(mapping);
        const rivals = await sql(
          `SELECT FROM mappings a JOIN mappings b USING (account_id, source_id, instance_id, connect_wise_id)
           WHERE a.account_id = $1 AND a.id < b.id AND NOT a.is_shared AND NOT b.is_shared`,
          [account.id],
        );
        expect(rivals).toEqual([]);
      }),
      { numRuns: 60, endOnFailure: false },
    );
  });
});
