import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { lte } from '../../src/connectwise/conditions.js';
import type { ConnectWiseSession } from '../../src/connectwise/session.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.js';
import { Secret } from '../../src/shared/secret.js';
import { accessTo, clientFor, closeClients, policyFor, siteOf } from './support/client.js';
import { all } from './support/session.js';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ companies: 2_600 });
});
afterEach(closeClients);
afterAll(() => sandbox.close());

function sessionWith(): ConnectWiseSession {
  const { host } = new URL(sandbox.url);
  const { loginCompanyId, publicKey, privateKey, clientId } = sandbox.credentials;
  const keys = { publicKey: new Secret(publicKey), privateKey: new Secret(privateKey) };
  const access = accessTo(siteOf(sandbox.url, host), { loginCompanyId, ...keys, clientId });
  return clientFor({ policy: policyFor(host) }).open(access, 'job');
}

const pagesAsked = () => sandbox.journal.entries.filter(({ path }) => path.endsWith('/company/companies'));

describe.each(['navigable', 'forward-only'] as const)('%s pages of the sandbox', (paging) => {
  it.each([0, 1, 25, 999, 1_000, 1_001, 2_500])('give all of %i records, once and in order', async (count) => {
    const { companies } = sessionWith();
    const everyId = (await all(companies.list())).map(({ id }) => id);
    const expected = everyId.slice(0, count);
    sandbox.journal.clear();

    const found = (await all(companies.list({ paging, conditions: lte('id', expected.at(-1) ?? 0) }))).map(
      ({ id }) => id,
    );

    expect(found).toEqual(expected);
    const most = Math.ceil(count / 1_000) + (paging === 'forward-only' || count === 0 ? 1 : 0);
    expect(pagesAsked().length).toBeLessThanOrEqual(most);
  });

  it('miss nothing and repeat nothing when records come and go between pages', async () => {
    const { companies } = sessionWith();
    const before = (await all(companies.list())).map(({ id }) => id);
    const found: number[] = [];
    const gone = new Set<number>();
    for await (const { id } of companies.list({ paging, pageSize: 100 })) {
      found.push(id);
      if (found.length % 100 !== 50) continue;
      // Behind us and ahead of us, and new ones at the end: as others work while we read.
      const ahead = before[before.indexOf(id) + 120];
      for (const victim of [found.at(-40), ahead]) {
        if (victim === undefined || gone.has(victim)) continue;
        sandbox.companies.remove(victim);
        gone.add(victim);
      }
      sandbox.companies.add({ identifier: `new${found.length}`, name: 'New' });
    }
    expect(new Set(found).size).toBe(found.length);
    const seen = new Set(found);
    expect(before.filter((id) => !seen.has(id) && !gone.has(id))).toEqual([]);
    expect(gone.size).toBeGreaterThan(20);
    expect(found.filter((id) => id > (before.at(-1) ?? 0)).length).toBeGreaterThan(10);
  });
});
