import { request } from 'node:https';
import { describe, expect, it } from '@jest/globals';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { openShop } from '../support/certificates.js';
import { Client, withSandbox } from './client.js';

const using = withSandbox({ companies: 1000 });

describe('the seed', () => {
  it('makes the same companies from the same number, and others from another', async () => {
    const text = async (seed: number): Promise<string> => {
      const sandbox = await startSandbox({ seed, companies: 100 });
      const reply = await new Client(sandbox).api('/company/companies', { query: { pageSize: '1000' } });
      await sandbox.close();
      return reply.text.replaceAll(sandbox.url, '');
    };
    expect(await text(5)).toBe(await text(5));
    expect(await text(5)).not.toBe(await text(6));
  });

  it('makes all landmarks even among ten companies', async () => {
    const sandbox = await startSandbox({ companies: 10 });
    expect(sandbox.companies.count).toBe(10);
    expect(sandbox.landmarks.ordinary).toHaveLength(1);
    await sandbox.close();
  });

  it('holds the special cases that it names', async () => {
    const { landmarks, companies } = using.sandbox;
    const [first] = landmarks.ordinary;
    expect(companies.get(landmarks.inactive.id)).toMatchObject({ status: { name: 'Inactive' }, deletedFlag: false });
    expect(companies.get(landmarks.deleted.id)).toMatchObject({ deletedFlag: true });
    expect(companies.find(landmarks.ambiguous[0].identifier)).toMatchObject([
      { deletedFlag: false },
      { deletedFlag: false },
    ]);
    expect(companies.find(first.identifier)).toMatchObject([
      { deletedFlag: true },
      { id: first.id, deletedFlag: false },
    ]);
    expect(landmarks.digits.identifier).toBe(String(first.id));
    expect(landmarks.longest.identifier).toHaveLength(156);
    for (const sign of ['"', "'", '\\', '%', '[', '*', '&', '+']) {
      expect(landmarks.hostile.identifier).toContain(sign);
    }
    for (const { id } of landmarks.ordinary) {
      expect(companies.get(id)).toMatchObject({ status: { name: 'Active' }, deletedFlag: false });
    }
  });

  it('mixes Western and Japanese names, legal forms on both ends, states and near-duplicates', async () => {
    const records = await using.client.find('id > 0');
    const share = (test: (record: { name: string }) => boolean): number => records.filter(test).length / records.length;
    for (const form of [/^株式会社/, /株式会社$/, /^有限会社/, /有限会社$/, /Inc\.?$/, /LLC$/, /Ltd$/, /GmbH$/]) {
      expect(share(({ name }) => form.test(name))).toBeGreaterThan(0.01);
    }
    expect(records.filter(({ deletedFlag }) => deletedFlag).length).toBeGreaterThan(10);
    expect(records.filter(({ status }) => status.name === 'Inactive').length).toBeGreaterThan(20);
    const twins = new Map<string, number>();
    for (const { identifier } of records) {
      twins.set(identifier.toLowerCase(), (twins.get(identifier.toLowerCase()) ?? 0) + 1);
    }
    expect([...twins].filter(([, count]) => count > 1).map(([identifier]) => identifier)).toEqual([
      'harbordental',
      'northwind',
    ]);
  });

  it('gives every ordinary company a site, a contact and one running agreement, and others what is drawn', async () => {
    const { landmarks, agreements } = using.sandbox;
    const everything = async (path: string, conditions: string): Promise<Record<string, never>[]> =>
      (await using.client.api(path, { query: { conditions, pageSize: '1000' } })).json;
    for (const { id } of landmarks.ordinary.slice(0, 10)) {
      const [agreement, ...others] = await everything('/finance/agreements', `company/id = ${id}`);
      expect([agreement, others]).toMatchObject([
        { agreementStatus: 'Active', contact: { id: expect.any(Number) } },
        [],
      ]);
      expect(agreements.additions(Number(agreement?.['id']))).toMatchObject([
        { product: { identifier: 'MAILSEC-STD' } },
      ]);
      expect((await using.client.api(`/company/companies/${id}/sites`)).json).toMatchObject([{ name: 'Main' }]);
      expect(await everything('/company/contacts', `company/id = ${id}`)).toHaveLength(1);
    }
    const shares = await Promise.all(
      ['Active', 'Cancelled', 'Expired'].map(async (status) => {
        return (await everything('/finance/agreements', `agreementStatus = "${status}"`)).length;
      }),
    );
    expect(shares[0]).toBeGreaterThan(200);
    expect(Math.min(...shares)).toBeGreaterThan(5);
  });

  it('holds an agreement for each thing that can be wrong with one', async () => {
    const { landmarks, agreements } = using.sandbox;
    const { active, empty, doubled, oneTime, cancelled, expired, upcoming } = landmarks.agreements;
    const statuses = [active, cancelled, expired, upcoming].map((id) => agreements.get(id)?.['agreementStatus']);
    expect(statuses).toEqual(['Active', 'Cancelled', 'Expired', 'Inactive']);
    expect([active, empty, doubled].map((id) => agreements.additions(id).length)).toEqual([1, 0, 2]);
    expect(agreements.get(oneTime)).toMatchObject({ billingCycle: { name: 'One Time' } });
  });

  it('makes the same agreements and contacts from the same number', async () => {
    const text = async (seed: number): Promise<string> => {
      const sandbox = await startSandbox({ seed, companies: 60 });
      const paths = ['/finance/agreements', '/company/contacts', '/finance/agreements/20/additions'];
      const query = { pageSize: '1000' };
      const replies = await Promise.all(paths.map((path) => new Client(sandbox).api(path, { query })));
      await sandbox.close();
      return replies.map((reply) => reply.text.replaceAll(sandbox.url, '')).join('');
    };
    expect(await text(5)).toBe(await text(5));
    expect(await text(5)).not.toBe(await text(6));
  });

  it('keeps what is changed of a record, and nothing else of its neighbours', async () => {
    const [{ id }] = (await using.client.api('/company/contacts', { query: { pageSize: '1' } })).json;
    const before = (await using.client.api('/company/contacts', { query: { pageSize: '3' } })).json;
    const body = [{ op: 'replace', path: 'lastName', value: 'Changed' }];
    await using.client.api(`/company/contacts/${id}`, { method: 'PATCH', body });
    const after = (await using.client.api('/company/contacts', { query: { pageSize: '3' } })).json;
    expect(after[0]).toMatchObject({ lastName: 'Changed', _info: { updatedBy: 'psabridge' } });
    expect(after.slice(1)).toEqual(before.slice(1));
  });

  it('serves 100,000 companies, found by identifier and by many ids', async () => {
    const sandbox = await startSandbox({ companies: 100_000 });
    const client = new Client(sandbox);
    expect((await client.api('/company/companies/count')).json).toEqual({ count: 100_000 });
    const { landmarks } = sandbox;
    const wanted = [...landmarks.ordinary, landmarks.deleted].map(({ id }) => id).sort((a, b) => a - b);
    expect((await client.find(`id in (${wanted.join(',')})`)).map(({ id }) => id)).toEqual(wanted);
    expect(await client.find(`identifier = "${landmarks.longest.identifier}"`)).toMatchObject([
      { id: landmarks.longest.id },
    ]);
    await sandbox.close();
  });
});

describe('HTTPS', () => {
  it('is served with the key and certificate given', async () => {
    const tls = await (await openShop()).selfSigned('IP:127.0.0.1');
    const sandbox = await startSandbox({ companies: 10, tls });
    const status = await new Promise((resolve, reject) => {
      const headers = new Client(sandbox).headers;
      const asked = request(
        `${sandbox.url}/v2025_1/apis/3.0/company/companies?pageSize=2`,
        { ca: tls.cert, headers, agent: false },
        (response) => {
          response.resume();
          resolve([response.statusCode, String(response.headers.link).startsWith(`<${sandbox.url}/`)]);
        },
      );
      asked.on('error', reject);
      asked.end();
    });
    expect([sandbox.url.startsWith('https://127.0.0.1:'), status]).toEqual([true, [200, true]]);
    await sandbox.close();
  });
});
