import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseGlobalId } from '../../../src/graphql/node.js';
import { readsOf } from '../../support/plan.js';
import type { SeedAccount, SeedSource, SeedUser } from '../../support/seed.js';
import { putSpam, type SpamRow } from '../../support/spam.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { given } from '../support/calls.js';
import { plus } from '../support/spam-count.js';

const HEAD = '\ufeffday,source,user_external_id,user_name,domain,total_messages,account_messages,spam,phishing,viruses';

let test: TestApp;
let account: SeedAccount;
let sources: SeedSource[];
let users: SeedUser[];
let lines: string[];
beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
  sources = [await account.source(), await account.source()];
  users = [await given(sources[0]).user('=Sum, Ltd'), await given(sources[1]).user('日本')];
  const rows = users.flatMap((user, at) =>
    ['a.example', 'b.example'].flatMap((domain) =>
      Array.from({ length: 700 }, (_, by) => rowOf(user, { domain, day: plus('2024-01-01', by), spam: by + at })),
    ),
  );
  await putSpam(account.id, rows);
  lines = rows.map(lineOf);
});
afterAll(() => test.close());

function rowOf(user: SeedUser, rest: Pick<SpamRow, 'domain' | 'day' | 'spam'>): SpamRow {
  const userId = given(parseGlobalId(user.id)).id;
  return { userId, totalMessages: 9_007_199_254_740_993n, accountMessages: 5, phishing: 0, viruses: 1, ...rest };
}

function lineOf({ day, userId, domain, spam }: SpamRow): string {
  const user = given(users.find(({ id }) => parseGlobalId(id)?.id === userId));
  const name = user === users[0] ? `"'=Sum, Ltd"` : '日本';
  return `${day},${user.source.code},${user.externalId},${name},${domain},9007199254740993,5,${spam},0,1`;
}

async function download(query: string, token = account.token) {
  const response = await fetch(`${test.origin}/files/spam/export?${query}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
  return { response, text, lines: text.trimEnd().split('\r\n') };
}

describe('M2: what was recorded as CSV', () => {
  it('M2: has each day of each domain once, over several pages', async () => {
    const { response, lines: found } = await download('from=2024-01-01&to=2025-12-31');
    expect(response.headers.get('content-disposition')).toMatch(/spam-statistics-\d{4}-\d\d-\d\d\.csv/);
    expect(found[0]).toBe(HEAD);
    expect(found.slice(1).toSorted()).toEqual(lines.toSorted());
    const domains = found.slice(1).map((line) => line.split(',').slice(2, -5).join());
    expect(domains.filter((domain, at) => domain !== domains[at - 1])).toHaveLength(4);
  });

  it('M2: of a period and a source, in its order', async () => {
    const { lines: found } = await download(`from=2024-02-28&to=2024-03-01&source=${sources[1]?.code}`);
    const wanted = lines.filter((line) => line.includes('日本') && /^2024-(02-2[89]|03-01)/.test(line));
    expect(found.slice(1)).toEqual(wanted);
    expect(found).toHaveLength(7);
    expect((await download('from=2030-01-01&to=2030-01-31')).text).toBe(`${HEAD}\r\n`);
  });

  it('M2: is read page by page, a statement each', async () => {
    const reads = await readsOf(test.database, () => download('from=2024-01-01&to=2025-12-31'));
    expect(reads.filter(({ query }) => query.sql.includes('spam_days'))).toHaveLength(3);
  });

  it('M2: is refused for what cannot be, before the first line', async () => {
    for (const query of [
      '',
      'from=2024-01-01',
      'from=2024-02-30&to=2024-03-01',
      'from=2024-01-01&to=2024-01-02&day=1',
    ]) {
      expect({ query, status: (await download(query)).response.status }).toEqual({ query, status: 400 });
    }
    for (const [query, status] of [
      ['from=2024-01-02&to=2024-01-01', 400],
      ['from=2000-01-01&to=2024-01-01', 422],
    ]) {
      const { response, text } = await download(String(query));
      expect({ query, status: response.status }).toEqual({ query, status });
      expect(text).toContain('"to"');
    }
    expect((await download('from=2024-01-01&to=2024-01-02&source=none')).response.status).toBe(404);
  });

  it('P16: has nothing of another account, and is not for INGEST', async () => {
    const other = await test.account();
    expect((await download('from=2024-01-01&to=2024-12-31', other.token)).text).toBe(`${HEAD}\r\n`);
    const ingest = await account.tokenOf('INGEST', { source: given(sources[0]).code });
    expect((await download('from=2024-01-01&to=2024-12-31', ingest)).response.status).toBe(403);
  });
});
