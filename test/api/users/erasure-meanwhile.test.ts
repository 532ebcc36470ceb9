import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { CompanyService } from '../../../src/features/companies/company.service.js';
import { LookUpCompanies } from '../../../src/features/companies/look-up-companies.js';
import { ask } from '../../support/graphql-client.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { EraseUserDocument, MapCompaniesDocument, MapCompanyDocument } from '../operations.generated.js';
import type { Asker } from '../support/calls.js';
import { finishErasing } from '../support/data.js';
import { sql } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const mapping = {
  mapCompany: async (account: Asker, userId: string, connectWiseId: number) => {
    const input = { userId, company: { connectWiseId }, isEnabled: true };
    return (await ask(account, MapCompanyDocument, { input })).mapCompany?.userErrors;
  },
  mapCompanies: async (account: Asker, userId: string, connectWiseId: number) => {
    const items = [{ user: { userId }, company: { connectWiseId } }];
    const input = { items, onError: 'REJECT_FAILED' as const };
    return (await ask(account, MapCompaniesDocument, { input })).mapCompanies?.results?.[0]?.userErrors;
  },
};

it.each(['mapCompany', 'mapCompanies'] as const)(
  'A6: %s that asked ConnectWise meanwhile does not bring the company back, however long it took',
  async (operation) => {
    const account = await test.account();
    await account.integration();
    const source = await account.source();
    const user = await source.user('erased while ConnectWise is asked');
    const identifier = `late-${randomUUID().slice(0, 13)}`;
    const company = test.sandbox.companies.add({ identifier, name: identifier });
    const eraseFirst = async () => {
      await ask(account, EraseUserDocument, { input: { userId: user.id } });
      await finishErasing(test, account);
    };
    const { verifyOnce } = CompanyService.prototype;
    const { lookUp } = LookUpCompanies.prototype;
    jest.spyOn(CompanyService.prototype, 'verifyOnce').mockImplementationOnce(async function (
      this: CompanyService,
      ...of
    ) {
      const verification = await verifyOnce.apply(this, of);
      await eraseFirst();
      return verification;
    });
    jest.spyOn(LookUpCompanies.prototype, 'lookUp').mockImplementationOnce(async function (
      this: LookUpCompanies,
      ...of
    ) {
      const found = await lookUp.apply(this, of);
      await eraseFirst();
      return found;
    });
    const errors = await mapping[operation](account, user.id, company.id);
    jest.restoreAllMocks();
    expect(errors).toMatchObject([{ code: 'INVALID', message: expect.stringContaining('archived') }]);
    expect(await sql('SELECT identifier FROM mappings WHERE account_id = $1', [account.id])).toEqual([]);
    const [trail] = await sql<{ found: boolean }>(
      'SELECT bool_or(personal_changes::text LIKE $2) AS found FROM audit_events WHERE account_id = $1',
      [account.id, `%${identifier}%`],
    );
    expect(trail?.found).not.toBe(true);
  },
);
