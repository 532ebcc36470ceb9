import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DatabaseUnavailable } from '../../../src/database/errors.js';
import { ask, execute, post } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { ArchiveUserDocument, SourcesDocument, UsersDocument, ViewerDocument } from '../operations.generated.js';
import { leaksIn } from '../support/leaks.js';

const CANARY = 'canary-81c2';
const bug = () =>
  new TypeError(`prisma: select ${CANARY} from users at /src/x.ts:1`, { cause: new Error('inner cause') });
const outage = (message = 'Connection terminated') => new DatabaseUnavailable(new Error(`${message} ${CANARY}`));
const exhausted = () => new DatabaseUnavailable(new Error('timeout exceeded when trying to connect'));

describe('masking', () => {
  let test: TestApp;
  let account: SeedAccount;
  beforeAll(async () => {
    test = await startTestApp();
    account = await test.account();
  });
  afterAll(() => test.close());
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const linesOf = (requestId: unknown) =>
    test.logs
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => line['requestId'] === requestId);

  it('P5: an unexpected error is told by a sentence and the request id, and logged whole', async () => {
    jest.spyOn(test.app.services.users, 'page').mockRejectedValueOnce(bug());
    const answer = await execute(account, UsersDocument);
    const requestId = answer.headers.get('x-request-id');
    const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId };
    expect(answer.errors).toMatchObject([{ message: 'Something went wrong.', path: ['users'], extensions }]);
    expect(Object.keys(answer.errors[0]?.extensions ?? {}).sort()).toEqual(['code', 'requestId']);
    expect(JSON.stringify(answer.errors)).not.toContain(CANARY);
    const logged = linesOf(requestId).find(({ level }) => level === 'error');
    expect(logged).toMatchObject({
      msg: 'request failed',
      err: { type: 'TypeError', message: expect.stringContaining(CANARY) },
    });
    expect(JSON.stringify(logged)).toContain('inner cause');
    expect(JSON.stringify(logged)).toContain('masking.test.ts');
  });

  it('P5: one failing field leaves its neighbours their answers', async () => {
    jest.spyOn(test.app.services.sources, 'all').mockRejectedValueOnce(bug());
    const answer = await execute<Record<string, unknown>, unknown>(account, '{ sources { code } viewer { roles } }');
    expect(answer.data).toEqual({ sources: null, viewer: { roles: ['ADMIN'] } });
    expect(answer.status).toBe(200);
    expect(answer.errors).toMatchObject([{ path: ['sources'] }]);
  });

  it('P5: a bug in a mutation, and a thrown thing that is no error, are masked alike', async () => {
    const user = await (await account.source()).user();
    for (const thrown of [
      bug(),
      CANARY,
      undefined,
      null,
      { message: CANARY },
      Object.assign(new Error(CANARY), { code: 'NOT_FOUND', extensions: { code: 'FORBIDDEN', secret: CANARY } }),
    ]) {
      jest.spyOn(test.app.services.users, 'archive').mockRejectedValueOnce(thrown);
      const answer = await execute(account, ArchiveUserDocument, { input: { userId: user.id } });
      expect(answer.data).toEqual({ archiveUser: null });
      expect(answer.errors).toMatchObject([
        { message: 'Something went wrong.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
      ]);
      expect(JSON.stringify(answer.errors)).not.toContain(CANARY);
    }
  });

  it('P5: a bug before GraphQL is masked too', async () => {
    jest.spyOn(test.database.system, 'findTokenByHash').mockRejectedValueOnce(bug());
    const response = await post(test.url, { token: account.token, body: '{"query":"{ viewer { roles } }"}' });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(leaksIn(text)).toEqual([]);
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ message: 'Something went wrong.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(linesOf(response.headers.get('x-request-id')).some(({ level }) => level === 'error')).toBe(true);
  });

  it.each([
    ['a lost database', outage, '5'],
    ['a used-up pool', exhausted, '1'],
  ])('F16: %s answers 503, UNAVAILABLE and when to come back', async (_name, fail, seconds) => {
    jest.spyOn(test.app.services.users, 'page').mockRejectedValueOnce(fail());
    const late = await execute(account, UsersDocument);
    expect(late.status).toBe(503);
    expect(late.headers.get('retry-after')).toBe(seconds);
    const extensions = { code: 'UNAVAILABLE', retryAfterSeconds: Number(seconds) };
    expect(late.errors).toMatchObject([{ message: 'The server cannot answer now. Try again.', extensions }]);

    jest.spyOn(test.database.system, 'findTokenByHash').mockRejectedValueOnce(fail());
    const early = await execute(account, UsersDocument);
    expect(early.status).toBe(503);
    expect(early.headers.get('retry-after')).toBe(seconds);
    expect(early.errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE' } }]);
    for (const answer of [late, early]) expect(JSON.stringify(answer.errors)).not.toContain(CANARY);
    expect((await ask(account, ViewerDocument)).viewer).toBeTruthy();
  });

  it('F16: what could be answered is answered, with UNAVAILABLE for the rest', async () => {
    jest.spyOn(test.app.services.sources, 'all').mockRejectedValueOnce(outage());
    const answer = await execute<Record<string, unknown>, unknown>(account, '{ sources { code } viewer { roles } }');
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ sources: null, viewer: { roles: ['ADMIN'] } });
    expect(answer.errors).toMatchObject([{ path: ['sources'], extensions: { code: 'UNAVAILABLE' } }]);
  });

  it('F16: an outage is logged as a warning, not as a bug', async () => {
    jest.spyOn(test.app.services.users, 'page').mockRejectedValueOnce(outage());
    const answer = await execute(account, UsersDocument);
    const levels = linesOf(answer.headers.get('x-request-id')).map(({ level }) => level);
    expect(levels).toContain('warn');
    expect(levels).not.toContain('error');
  });

  it.each(['abcdefgh', 'A_b-9_'.repeat(10), '00000000-0000-4000-8000-000000000000'])(
    'O5: keeps the request id %s that a proxy gave',
    async (given) => {
      const headers = { 'x-request-id': given };
      const response = await post(test.url, {
        token: account.token,
        headers,
        body: '{"query":"{ viewer { roles } }"}',
      });
      expect(response.headers.get('x-request-id')).toBe(given);
      expect(linesOf(given)).toMatchObject([{ msg: 'request', route: '/graphql', status: 200 }]);
    },
  );

  it.each([
    '',
    'short',
    'x'.repeat(65),
    'with blanks in it',
    'semi;colon=x',
    '{"a":"b"}x',
    'ünïcödé-id',
    '../../etc/passwd',
  ])('T19: makes an id of its own in place of "%s"', async (given) => {
    const headers = { 'x-request-id': Buffer.from(given).toString('latin1') };
    const response = await post(test.url, { token: account.token, headers, body: '{"query":"{ viewer { roles } }"}' });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('O5: every request has an id of its own', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => execute(account, SourcesDocument)));
    expect(new Set(answers.map(({ headers }) => headers.get('x-request-id'))).size).toBe(10);
  });

  it('P13: no log line holds a token, a header or a variable', async () => {
    const search = `searched-${CANARY}`;
    await ask(account, UsersDocument, { filter: { search } });
    const logged = test.logs.join('');
    for (const secret of [account.token, account.token.slice(5, 25), search, 'Bearer'])
      expect(logged).not.toContain(secret);
  });
});
