import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enable, errorsOf, holdOf, save, verifyMapping } from '../support/calls.js';
import { sql } from '../support/rows.js';
import { Systems } from '../support/systems.js';

let systems: Systems;
beforeAll(async () => {
  systems = await Systems.start();
});
afterAll(() => systems.close());

const returnOf = async (accountId: string) => {
  const [row] = await sql<{ returns_by: string | null }>('SELECT returns_by FROM mappings WHERE account_id = $1', [
    accountId,
  ]);
  return row?.returns_by;
};

describe('S14: A → B → A', () => {
  it('lets a mapping that never left A work again without asking, after either change', async () => {
    for (const change of ['SAME_DATA_MOVED', 'OTHER_DATA'] as const) {
      const { account, user, id } = await systems.mappedOnA();
      await systems.move(account, 'b', change);
      const away = await holdOf(account, user);

      expect(errorsOf(await systems.move(account, 'a', change))).toEqual([]);

      expect([away, await holdOf(account, user)]).toEqual(['MAPPING_ON_OTHER_INSTANCE', null]);
      expect(await returnOf(account.id)).toBeNull();
      expect(systems.askedAt('b').filter((path) => path.includes(`/companies/${id}`))).toEqual([]);
    }
  });

  it('holds a mapping that was verified on B meanwhile until it is verified on A', async () => {
    const { account, user, mapping, identifier, id } = await systems.mappedOnA();
    const there = systems.addElsewhere('b', identifier, id);
    await systems.move(account, 'b', 'OTHER_DATA');
    await verifyMapping(account, { mappingId: mapping.id });
    await systems.move(account, 'a', 'OTHER_DATA');
    systems.clearJournals();

    expect(await holdOf(account, user)).toBe('MAPPING_ON_OTHER_INSTANCE');
    const { mapping: seen } = await verifyMapping(account, { mappingId: mapping.id });

    expect(seen).toMatchObject({ connectWiseId: id, verification: { status: 'VERIFIED' } });
    expect(systems.askedAt('a').filter((path) => path.includes(String(there)))).toEqual([]);
    expect(await holdOf(account, user)).toBeNull();
  });

  it('needs no word when B was a slip that never answered', async () => {
    const { account, user } = await systems.mappedOnA();
    await save(account, { ...systems.lead('b', 'OTHER_DATA'), privateKey: 'wrong', isEnabled: false });

    expect(errorsOf(await systems.move(account, 'a'))).toEqual([]);
    expect(await holdOf(account, user)).toBeNull();
  });
});

describe('S14: A → B → C', () => {
  it('asks by the identifier as soon as one of the moves was to other data', async () => {
    for (const [first, second] of [
      ['OTHER_DATA', 'SAME_DATA_MOVED'],
      ['SAME_DATA_MOVED', 'OTHER_DATA'],
    ] as const) {
      const { account, user, mapping, identifier, id } = await systems.mappedOnA();
      systems.setRecord('c', `Not-${identifier}`, id);
      const there = systems.addElsewhere('c', identifier, id);
      await systems.move(account, 'b', first);
      await systems.move(account, 'c', second);
      systems.clearJournals();

      expect(await holdOf(account, user)).toBe('MAPPING_ON_OTHER_INSTANCE');
      const { mapping: seen } = await verifyMapping(account, { mappingId: mapping.id });

      expect(seen).toMatchObject({ connectWiseId: there, verification: { status: 'VERIFIED' } });
      expect(systems.askedAt('c').filter((path) => path.includes(`/companies/${id}`))).toEqual([]);
      expect(await holdOf(account, user)).toBeNull();
    }
  });

  it('keeps the record id over two moves of the same data', async () => {
    const { account, user, mapping, identifier, id } = await systems.mappedOnA();
    systems.setRecord('c', identifier, id);
    await systems.move(account, 'b', 'SAME_DATA_MOVED');
    await systems.move(account, 'c', 'SAME_DATA_MOVED');

    const { mapping: seen } = await verifyMapping(account, { mappingId: mapping.id });

    expect(seen).toMatchObject({ connectWiseId: id, verification: { status: 'VERIFIED' } });
    expect(await holdOf(account, user)).toBeNull();
  });

  it('never brings a mapping back through B while the account is on C', async () => {
    const { account, user, mapping, identifier, id } = await systems.mappedOnA();
    systems.addElsewhere('b', identifier, id);
    await systems.move(account, 'b', 'OTHER_DATA');
    await verifyMapping(account, { mappingId: mapping.id });
    await systems.move(account, 'c', 'OTHER_DATA');
    systems.clearJournals();

    const answer = await enable(account, { mappingId: mapping.id });

    expect(errorsOf(answer)).toEqual(['COMPANY_NOT_USABLE company']);
    expect(await holdOf(account, user)).toBe('MAPPING_ON_OTHER_INSTANCE');
    expect(systems.askedAt('b')).toEqual([]);
  });

  it('brings a mapping back only by what it shows there, also when a draft on the way was corrected', async () => {
    const { account, user, mapping, identifier, id } = await systems.mappedOnA();
    systems.setRecord('c', identifier, id);
    await save(account, { ...systems.lead('b', 'SAME_DATA_MOVED'), privateKey: 'wrong', isEnabled: false });
    await systems.move(account, 'c');

    expect(await returnOf(account.id)).not.toBeNull();
    expect(await holdOf(account, user)).toBe('MAPPING_ON_OTHER_INSTANCE');
    const { mapping: seen } = await verifyMapping(account, { mappingId: mapping.id });
    expect(seen).toMatchObject({ connectWiseId: id, verification: { status: 'VERIFIED' } });
    expect(await holdOf(account, user)).toBeNull();
  });

  it('lets the correction of a draft say that it was other data after all', async () => {
    const { account, user } = await systems.mappedOnA();
    await save(account, { ...systems.lead('b', 'SAME_DATA_MOVED'), privateKey: 'wrong', isEnabled: false });

    await systems.move(account, 'c', 'OTHER_DATA');

    expect(await returnOf(account.id)).toBe('SAME_IDENTIFIER');
    expect(await holdOf(account, user)).toBe('MAPPING_ON_OTHER_INSTANCE');
  });
});
