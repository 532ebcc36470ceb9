import { describe, expect, it } from '@jest/globals';
import { startSandbox } from '../../src/sandbox/sandbox.js';
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
