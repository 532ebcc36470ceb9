import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, execute } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  ArchiveUserDocument,
  AuditEventsDocument,
  SaveUsersDocument,
  type SaveUsersInput,
  type SaveUsersItemInput,
  SaveUsersWithUserDocument,
  UsersDocument,
} from '../operations.generated.js';
import { fingerprint } from '../support/fingerprint.js';

describe('U1, U13: reporting users', () => {
  let test: TestApp;
  let account: SeedAccount;
  let source: string;
  beforeAll(async () => {
    test = await startTestApp();
    account = await test.account();
    source = (await account.source()).code;
  });
  afterAll(() => test.close());

  const item = (rest: Partial<SaveUsersItemInput> = {}) => ({
    source,
    externalId: randomUUID(),
    name: 'A customer',
    ...rest,
  });
  const save = async (items: readonly SaveUsersItemInput[], onError?: SaveUsersInput['onError']) => {
    const input = { items: [...items], ...(onError && { onError }) };
    return (await ask(account, SaveUsersWithUserDocument, { input })).saveUsers;
  };
  const one = async (rest: Partial<SaveUsersItemInput>) => (await save([item(rest)]))?.results?.[0];
  const errorsOf = async (rest: Partial<SaveUsersItemInput>) =>
    (await one(rest))?.userErrors.map(({ code, field }) => `${code} ${field?.join('.')}`);

  it('U1: makes a user, trims what is around, and answers it as it is stored', async () => {
    const externalId = randomUUID();
    const saved = await one({
      externalId: ` ${externalId}\t`,
      name: ' A customer ',
      mailDomains: ['Mail.Example.'],
      contactEmail: ' a@b.example ',
    });
    expect(saved?.user).toMatchObject({
      ...{ externalId, name: 'A customer', mailDomains: ['mail.example'], contactEmail: 'a@b.example' },
      ...{ status: 'ACTIVE', isIgnored: false, version: 1, id: saved?.userId },
    });
    const { users } = await ask(account, UsersDocument, { filter: { search: externalId } });
    expect(users?.nodes[0]).toMatchObject(saved?.user ?? {});
  });

  it('U1: renames a known user and raises its version; the same again changes nothing', async () => {
    const externalId = randomUUID();
    const first = await one({ externalId, contactEmail: 'a@b.example' });
    const renamed = await one({ externalId, name: 'Another name', contactEmail: 'a@b.example' });
    expect(renamed?.user).toMatchObject({
      id: first?.userId,
      name: 'Another name',
      version: 2,
      createdAt: first?.user?.createdAt,
    });
    const again = await one({ externalId, name: ' Another name', contactEmail: 'a@b.example ' });
    expect(again?.user).toEqual(renamed?.user);
    const cleared = await one({ externalId, name: 'Another name' });
    expect(cleared?.user).toMatchObject({ contactEmail: null, version: 3 });
  });

  it('U1: a report about an archived or ignored user is taken and brings it not back', async () => {
    const externalId = randomUUID();
    const userId = (await one({ externalId }))?.userId ?? '';
    await ask(account, ArchiveUserDocument, { input: { userId } });
    expect((await one({ externalId, name: 'Renamed' }))?.user).toMatchObject({
      id: userId,
      name: 'Renamed',
      status: 'ARCHIVED',
      version: 3,
    });
  });

  it('U1: one external id of two sources is two users; case and accents tell external ids apart', async () => {
    const other = (await account.source()).code;
    const externalId = `Ä-${randomUUID()}`;
    const saved = await save([
      item({ externalId }),
      item({ externalId, source: other }),
      item({ externalId: externalId.toLowerCase() }),
      item({ externalId: externalId.normalize('NFD') }),
    ]);
    expect(new Set(saved?.results?.map(({ userId }) => userId)).size).toBe(4);
  });

  it('U13: takes 1,000 users in a call and answers in their order, twice the same', async () => {
    const items = Array.from({ length: 1_000 }, (_, index) =>
      item({ name: `bulk ${index}`, mailDomains: [`d${index}.example`] }),
    );
    const first = await save(items);
    expect(first?.userErrors).toEqual([]);
    expect(first?.results?.map(({ user }) => user?.name)).toEqual(items.map(({ name }) => name));
    const second = await save([...items].reverse());
    expect(second?.results?.map(({ userId }) => userId)).toEqual(first?.results?.map(({ userId }) => userId).reverse());
    expect(second?.results?.every(({ user }) => user?.version === 1)).toBe(true);
    const { auditEvents } = await ask(account, AuditEventsDocument, {
      first: 1,
      filter: { subjectId: first?.results?.[999]?.userId },
    });
    expect(auditEvents?.totalCount).toBe(1);
  });

  it('U13: refuses 1,001 users as a whole', async () => {
    const before = await fingerprint();
    const answer = await execute(account, SaveUsersDocument, {
      input: { items: Array.from({ length: 1_001 }, () => item()) },
    });
    expect(JSON.stringify(answer)).toContain('LIMIT_EXCEEDED');
    expect(await fingerprint()).toEqual(before);
  });

  it('U13: takes an empty list', async () => {
    expect(await save([])).toEqual({ results: [], userErrors: [] });
  });

  it('U9: under REJECT_ALL one bad row stops all, and each bad row says why in its place', async () => {
    const before = await fingerprint();
    const saved = await save([item(), item({ name: '' }), item({ source: 'none' }), item()]);
    expect(saved?.results?.map(({ userId, userErrors }) => [userId, ...userErrors.map(({ code }) => code)])).toEqual([
      [null],
      [null, 'INVALID'],
      [null, 'NOT_FOUND'],
      [null],
    ]);
    expect(saved?.userErrors).toMatchObject([{ code: 'INVALID', field: null }]);
    expect(await fingerprint()).toEqual(before);
  });

  it('U9: under REJECT_FAILED the good rows are written', async () => {
    const items = [item(), item({ name: '' }), item({ externalId: ' ' }), item()];
    const saved = await save(items, 'REJECT_FAILED');
    expect(saved?.userErrors).toEqual([]);
    expect(saved?.results?.map(({ user }) => user?.externalId)).toEqual([
      items[0]?.externalId,
      undefined,
      undefined,
      items[3]?.externalId,
    ]);
    expect((await save([item({ name: '' })], 'REJECT_FAILED'))?.results).toMatchObject([
      { userId: null, userErrors: [{ code: 'INVALID' }] },
    ]);
  });

  it('U9: the second row of one user in a call is refused, whatever it says', async () => {
    const externalId = randomUUID();
    const rows = [
      item({ externalId, name: 'first' }),
      item({ externalId: ` ${externalId}`, name: 'second' }),
      item({ externalId }),
    ];
    const saved = await save(rows, 'REJECT_FAILED');
    expect(saved?.results?.map(({ user, userErrors }) => user?.name ?? userErrors[0]?.field?.[0])).toEqual([
      'first',
      'externalId',
      'externalId',
    ]);
    expect((await save(rows))?.results?.every(({ userId }) => userId === null)).toBe(true);
  });

  it.each<[string, Partial<SaveUsersItemInput>, string[]]>([
    ['no external id', { externalId: ' ' }, ['INVALID externalId']],
    ['an external id of 201 characters', { externalId: 'x'.repeat(201) }, ['INVALID externalId']],
    ['a line break in the external id', { externalId: 'a\nb' }, ['INVALID externalId']],
    ['no name', { name: '' }, ['INVALID name']],
    ['a name of 201 characters', { name: 'x'.repeat(201) }, ['INVALID name']],
    ['a control character in the name', { name: 'a\u0007b' }, ['INVALID name']],
    ['a contact without @', { contactEmail: 'nobody' }, ['INVALID contactEmail']],
    ['a contact with two @', { contactEmail: 'a@b@c.example' }, ['INVALID contactEmail']],
    ['a contact with a line break', { contactEmail: 'a\n@b.example' }, ['INVALID contactEmail']],
    ['a contact with a control character', { contactEmail: 'a\u0001@b.example' }, ['INVALID contactEmail']],
    [
      '101 domains',
      { mailDomains: Array.from({ length: 101 }, (_, index) => `d${index}.example`) },
      ['INVALID mailDomains'],
    ],
    ['no source', { source: null }, ['INVALID source']],
    ['a source that is none', { source: 'none' }, ['NOT_FOUND source']],
    [
      'everything wrong at once',
      { source: 'none', externalId: '', name: '', contactEmail: 'x', mailDomains: ['x'] },
      ['NOT_FOUND source', 'INVALID externalId', 'INVALID name', 'INVALID contactEmail', 'INVALID mailDomains'],
    ],
  ])('U1: refuses a row with %s', async (_name, rest, expected) => {
    expect(await errorsOf(rest)).toEqual(expected);
  });

  it.each<[string, string[], string[]]>([
    ['a full-width dot and letters', ['ｅｘａｍｐｌｅ．ｃｏｍ'], ['example.com']],
    ['an umlaut', ['BÜCHER.example'], ['xn--bcher-kva.example']],
    ['Japanese', ['例え.テスト'], ['xn--r8jz45g.xn--zckzah']],
    ['its ASCII form', ['XN--BCHER-KVA.example'], ['xn--bcher-kva.example']],
    [
      'two forms of one name',
      ['bücher.example', 'xn--bcher-kva.example', 'BÜCHER.example.'],
      ['xn--bcher-kva.example'],
    ],
    ['blanks around', ['  a.example '], ['a.example']],
    ['an underscore', ['_dmarc.a.example'], ['_dmarc.a.example']],
    ['labels that are numbers', ['123.456.example'], ['123.456.example']],
  ])('U1: keeps a mail domain with %s in its one ASCII form', async (_name, mailDomains, expected) => {
    expect((await one({ mailDomains }))?.user?.mailDomains).toEqual(expected);
  });

  it.each([
    ...[
      'example',
      'a..example',
      '.example',
      '-a.example',
      'a-.example',
      'a b.example',
      `${'x'.repeat(64)}.example`,
      `${'x.'.repeat(130)}example`,
    ],
    ...[
      'a@b.example',
      'https://a.example',
      'a.example/path',
      'a.example:25',
      'a.example?x',
      'a.example#x',
      'a.example\\x',
      'a%2eexample',
      'exa\tmple.com',
    ],
    ...[
      '10.20.30.40',
      '10.20',
      '0x7f.0.0.1',
      '1.2.3.04',
      '[::1]',
      '*.example',
      'xn--a.com',
      'a.example..',
      '',
      ' ',
      'a.1',
      '例え',
    ],
  ])('U1: refuses "%s" as a mail domain', async (domain) => {
    expect(await errorsOf({ mailDomains: ['a.example', domain] })).toEqual(['INVALID mailDomains']);
  });

  it('P4: refuses a mail domain that would take half a minute to write in ASCII', async () => {
    const domain = `${'名'.repeat(300_000)}.example`;
    expect(await errorsOf({ mailDomains: [domain] })).toEqual(['INVALID mailDomains']);
  });
});
