import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '../../examples/typescript/client.js';
import { disableMapping, mapUser, readEvents, signIn, unmappedUsers } from '../../examples/typescript/integration.js';
import { WhoAmIDocument } from '../../examples/typescript/operations.generated.js';
import { verifyMapping } from '../api/support/calls.js';
import { sql } from '../api/support/rows.js';
import type { SeedAccount, SeedSource } from '../support/seed.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

describe('the example of a client', () => {
  let test: TestApp;
  let account: SeedAccount;
  let source: SeedSource;
  let client: Client;
  beforeAll(async () => {
    test = await startTestApp();
  });
  beforeEach(async () => {
    account = await test.account('Example MSP');
    source = await (await account.integration()).source();
    client = new Client(account);
  });
  afterAll(() => test.close());

  it('tells whose token it has, and that one is wrong', async () => {
    expect(await signIn(client)).toBe('Example MSP, as ADMIN');
    await expect(signIn(new Client({ url: account.url, token: 'psab_wrong' }))).rejects.toMatchObject({ status: 401 });
  });

  it('reads all users, page by page', async () => {
    for (const name of ['One', 'Two', 'Three', 'Four', 'Five']) await source.user(name);
    const names: string[] = [];
    for await (const { name } of unmappedUsers(client, 2)) names.push(name);

    expect(names.sort()).toEqual(['Five', 'Four', 'One', 'Three', 'Two']);
  });

  it('maps a user, and says why another one was not mapped', async () => {
    const [one, other] = [await source.user(), await source.user()];

    expect(await mapUser(client, one.id, 'HarborDental')).toEqual({ company: 'Harbor Dental, Inc.' });
    expect(await mapUser(client, other.id, 'HarborDental')).toEqual({
      refused: expect.stringMatching(/^COMPANY_IN_USE/),
    });
    expect(await mapUser(client, other.id, 'Nobody')).toEqual({
      refused: expect.stringMatching(/^COMPANY_NOT_USABLE/),
    });
  });

  it('turns a mapping off that somebody has changed meanwhile', async () => {
    const user = await source.user();
    const { id, version } = await user.map('HarborDental', { isEnabled: false });
    await verifyMapping(account, { mappingId: id });
    const { id: other, version: seen } = await (await source.user()).map('FalconLegal');

    await disableMapping(client, id, version);
    await disableMapping(client, other, seen + 7);

    const rows = await sql('SELECT is_enabled AS "isEnabled" FROM mappings WHERE account_id = $1', [account.id]);
    expect(rows).toEqual([{ isEnabled: false }, { isEnabled: false }]);
  });

  it('reads events, and goes on behind the last one', async () => {
    await (await source.user()).map('HarborDental');
    const kinds: string[] = [];
    const read = (after: string | null) =>
      readEvents(client, { after, kinds: ['USER_MAPPED'] }, ({ kind }) => kinds.push(kind));

    const cursor = await read(null);
    expect(kinds).toEqual(['USER_MAPPED']);
    await (await source.user()).map('FalconLegal');
    await read(cursor);
    expect(kinds).toEqual(['USER_MAPPED', 'USER_MAPPED']);
  });

  it('comes back when it is asked to, and gives up in the end', async () => {
    const statuses = [429, 503];
    const busy: typeof fetch = async (input, init) => {
      const status = statuses.shift();
      return status ? new Response('{}', { status, headers: { 'retry-after': '0' } }) : fetch(input, init);
    };
    expect(await signIn(new Client({ ...accountOf(account), fetch: busy }))).toBe('Example MSP, as ADMIN');

    const always: typeof fetch = async () =>
      new Response('{"errors":[{"message":"Later."}]}', { status: 503, headers: { 'retry-after': '0' } });
    const tired = new Client({ ...accountOf(account), tries: 2, fetch: always });
    await expect(tired.run(WhoAmIDocument, {})).rejects.toThrow('The server answered 503: Later.');
  });
});

function accountOf({ url, token }: SeedAccount) {
  return { url, token };
}
