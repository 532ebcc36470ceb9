import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from '../support/graphql-client.js';
import { startTestApp, type TestApp } from '../support/test-app.js';
import { UsersDocument } from './operations.generated.js';

describe('the whole procedure', () => {
  let test: TestApp;
  beforeAll(async () => {
    test = await startTestApp();
  });
  afterAll(() => test.close());

  it('saves the settings, maps a user to a company that exists, and lets its work go', async () => {
    const account = await test.account();
    const integration = await account.integration();
    const user = await integration.user();
    const [company] = test.sandbox.landmarks.ordinary;

    const mapping = await user.map(company?.identifier ?? '');

    expect(mapping).toMatchObject({
      connectWiseId: company?.id,
      isEnabled: true,
      verification: { status: 'VERIFIED' },
    });
    const { users } = await ask(account, UsersDocument, { first: 5 });
    expect(users?.nodes).toMatchObject([{ id: user.id, hold: null, mapping: { connectWiseId: company?.id } }]);
  });
});
