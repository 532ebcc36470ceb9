import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabaseUrl, withClient } from '../../support/database.js';
import { ask, execute, post } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  AccessTokensDocument,
  CreateAccessTokenDocument,
  type CreateAccessTokenInput,
  RevokeAccessTokenDocument,
  ViewerDocument,
} from '../operations.generated.js';
import { freshAddress } from '../support/generated-calls.js';

const MINUTE = 60_000;

describe('T12, A1: access tokens', () => {
  const clock = { ahead: 0, now: () => new Date(Date.now() + clock.ahead) };
  let test: TestApp;
  let account: SeedAccount;
  beforeAll(async () => {
    test = await startTestApp({ clock, environment: { TRUSTED_PROXIES: '127.0.0.1' } });
    account = await test.account();
  });
  afterAll(() => test.close());

  const create = async (input: Partial<CreateAccessTokenInput> = {}) => {
    const { createAccessToken } = await ask(account, CreateAccessTokenDocument, {
      input: { name: 'one', role: 'READER', ...input },
    });
    return {
      token: createAccessToken?.token ?? '',
      id: createAccessToken?.accessToken?.id ?? '',
      errors: createAccessToken?.userErrors ?? [],
    };
  };
  const listed = async (id: string) =>
    (await ask(account, AccessTokensDocument, { first: 100 })).accessTokens?.nodes.find((token) => token.id === id);
  const statusWith = async (token: string) =>
    (await post(test.url, { token, headers: freshAddress(), body: '{"query":"{ viewer { roles } }"}' })).status;

  it('T12: a token is 32 random bytes behind a prefix, with a checksum, and never the same', async () => {
    const tokens = await Promise.all(Array.from({ length: 5 }, () => create()));
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(5);
    for (const { token, id } of tokens) {
      expect(token).toMatch(/^psab_[\w-]{43}[\w-]{6}$/);
      expect(Buffer.from(token.slice(5, 48), 'base64url')).toHaveLength(32);
      expect((await listed(id))?.hint).toBe(token.slice(-4));
    }
  });

  it('T12: a token is shown once; the database holds its hash and nothing else of it', async () => {
    const { token, id } = await create();
    await withClient(testDatabaseUrl(), async (client) => {
      const { rows: tables } = await client.query<{ name: string }>(
        `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
      );
      for (const { name } of tables) {
        const { rows } = await client.query<{ text: string }>(`SELECT t::text AS text FROM "${name}" t`);
        const stored = rows.map(({ text }) => text).join('\n');
        expect(stored).not.toContain(token.slice(5, 48));
        expect(stored).not.toContain(token.slice(5, 25));
      }
      const hash = createHash('sha256').update(token).digest();
      const { rows } = await client.query('SELECT hash, last_four FROM access_tokens WHERE hash = $1', [hash]);
      expect(rows).toEqual([{ hash, last_four: token.slice(-4) }]);
    });
    expect(JSON.stringify(await listed(id))).not.toContain(token.slice(5, 48));
    expect(test.logs.join('')).not.toContain(token);
  });

  it('T12, A1: a token works until the instant it expires', async () => {
    const expiresAt = new Date(Date.now() + 10 * MINUTE).toISOString();
    const { token, id } = await create({ expiresAt });
    expect((await listed(id))?.expiresAt).toBe(expiresAt);
    expect(await statusWith(token)).toBe(200);
    clock.ahead = 10 * MINUTE;
    expect(await statusWith(token)).toBe(401);
    clock.ahead = 0;
    expect(await statusWith(token)).toBe(200);
  });

  it('A1: when a token was last used is told to the minute', async () => {
    const { token, id } = await create();
    expect((await listed(id))?.lastUsedAt).toBeNull();
    await statusWith(token);
    const first = (await listed(id))?.lastUsedAt;
    expect(Math.abs(Date.parse(first ?? '') - Date.now())).toBeLessThan(MINUTE);
    await statusWith(token);
    expect((await listed(id))?.lastUsedAt).toBe(first);
  });

  it('T12, A1: a revoked token is refused at once, and stays revoked since then', async () => {
    const { token, id } = await create();
    expect(await statusWith(token)).toBe(200);
    const revoked = (await ask(account, RevokeAccessTokenDocument, { input: { tokenId: id } })).revokeAccessToken;
    expect(await statusWith(token)).toBe(401);
    clock.ahead = MINUTE;
    const again = (await ask(account, RevokeAccessTokenDocument, { input: { tokenId: id } })).revokeAccessToken;
    clock.ahead = 0;
    expect(again?.accessToken?.revokedAt).toBe(revoked?.accessToken?.revokedAt);
    expect((await listed(id))?.revokedAt).toBe(revoked?.accessToken?.revokedAt);
  });

  it('A1: an ADMIN may revoke the very token it uses', async () => {
    const { token, id } = await create({ role: 'ADMIN' });
    const own = { url: test.url, token };
    expect(
      (await ask(own, RevokeAccessTokenDocument, { input: { tokenId: id } })).revokeAccessToken?.userErrors,
    ).toEqual([]);
    expect(await statusWith(token)).toBe(401);
  });

  it('A1: what creating answers is what the list tells afterwards', async () => {
    const fields = 'id name role hint createdAt expiresAt lastUsedAt revokedAt';
    const query = `mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { accessToken { ${fields} } } }`;
    const made = await execute<{ createAccessToken: { accessToken: unknown } }, unknown>(account, query, {
      input: { name: ' spaced ', role: 'BILLING' },
    });
    const list = await execute<{ accessTokens: { nodes: unknown[] } }, unknown>(
      account,
      `{ accessTokens(first: 1) { nodes { ${fields} } } }`,
    );
    expect(list.data?.accessTokens.nodes[0]).toEqual(made.data?.createAccessToken.accessToken);
    expect(made.data?.createAccessToken.accessToken).toMatchObject({ name: 'spaced', role: 'BILLING' });
  });

  it.each<[string, Partial<CreateAccessTokenInput>, string, string]>([
    ['an empty name', { name: ' ' }, 'INVALID', 'name'],
    ['a name of 101 characters', { name: 'x'.repeat(101) }, 'INVALID', 'name'],
    ['an expiry in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'INVALID', 'expiresAt'],
    ['an INGEST without a source', { role: 'INGEST' }, 'INVALID', 'source'],
    ['an INGEST of a source that is none', { role: 'INGEST', source: 'none' }, 'NOT_FOUND', 'source'],
    ['a source for another role', { role: 'READER', source: 'none' }, 'INVALID', 'source'],
    ['the platform role', { role: 'PLATFORM' }, 'FORBIDDEN', 'role'],
  ])('A1: refuses %s', async (_name, input, code, field) => {
    const before = (await ask(account, AccessTokensDocument)).accessTokens?.totalCount;
    const { errors, token } = await create(input);
    expect(errors).toMatchObject([{ code, field: [field] }]);
    expect(token).toBe('');
    expect((await ask(account, AccessTokensDocument)).accessTokens?.totalCount).toBe(before);
  });

  it('A1: refuses an INGEST token of a source that another account has', async () => {
    const code = `source-${randomUUID()}`;
    await (await test.account()).source(code);
    expect((await create({ role: 'INGEST', source: code })).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('A1: tells all that is wrong at once', async () => {
    const { errors } = await create({ name: '', role: 'INGEST', expiresAt: '2020-01-01T00:00:00Z' });
    expect(errors.map(({ field }) => field?.[0]).sort()).toEqual(['expiresAt', 'name', 'source']);
  });

  it('A1: names in the answer who calls', async () => {
    const { viewer } = await ask(account, ViewerDocument);
    expect(viewer).toMatchObject({ roles: ['ADMIN'], actor: { kind: 'TOKEN', name: 'first token' } });
    expect(viewer?.limits).toEqual({ cost: 5_000, pageSize: 100, bulkItems: 1_000, connectWiseItems: 100 });
  });
});

describe('T12: floods', () => {
  let test: TestApp;
  let account: SeedAccount;
  beforeAll(async () => {
    test = await startTestApp({ environment: { TRUSTED_PROXIES: '127.0.0.1', REQUESTS_PER_MINUTE: '30' } });
    account = await test.account();
  });
  afterAll(() => test.close());
  const send = (token: string | undefined, headers: Record<string, string>) =>
    post(test.url, { token, headers, body: '{"query":"{ viewer { roles } }"}' });

  it('T12: 20 wrong tokens a minute and address, then 429; right ones of the same address notice nothing', async () => {
    const [here, there] = [freshAddress(), freshAddress()];
    for (let count = 0; count < 20; count += 1) expect((await send(`wrong-${count}`, here)).status).toBe(401);
    const refused = await send('wrong', here);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect((await send(account.token, here)).status).toBe(200);
    expect((await send(account.token, there)).status).toBe(200);
  });

  it('T12: 60 wrong tokens at the same moment are no way around it', async () => {
    const here = freshAddress();
    const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => send(`wrong-${index}`, here)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(20);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(40);
  });

  it('T12: all addresses of one line count as one, in IPv6 and however IPv4 is written', async () => {
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const line = (index: number) => from(`2001:db8:0:7::${index.toString(16)}`);
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => send(`wrong-${index}`, line(index))));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(20);
    expect((await send('wrong', from('2001:db8:0:8::1'))).status).toBe(401);
    for (let count = 0; count < 20; count += 1)
      expect((await send(`wrong-${count}`, from('10.255.0.1'))).status).toBe(401);
    expect((await send('wrong', from('::ffff:10.255.0.1'))).status).toBe(429);
  });

  it('T12: a call without any token is no guess', async () => {
    const here = freshAddress();
    for (let count = 0; count < 25; count += 1) expect((await send(undefined, here)).status).toBe(401);
    expect((await send(account.token, here)).status).toBe(200);
  });

  it('T12: a token has its own allowance of requests a minute, whatever address it comes from', async () => {
    const one = await account.tokenOf('READER');
    const other = await account.tokenOf('READER');
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => (await send(one, freshAddress())).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect((await send(other, freshAddress())).status).toBe(200);
  });
});
