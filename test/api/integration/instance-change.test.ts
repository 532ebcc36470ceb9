import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { auditOf, enable, errorsOf, given, holdOf, map, save, settingsOf, verifyMapping } from '../support/calls.js';
import { eventsOf } from '../support/rows.js';
import { Systems } from '../support/systems.js';

let systems: Systems;
beforeAll(async () => {
  systems = await Systems.start();
});
afterAll(() => systems.close());
beforeEach(() => systems.clearJournals());

describe('S14: settings that lead to another instance', () => {
  it('are refused unless the caller says which change it is, before anything is sent there', async () => {
    const { account } = await systems.mappedOnA();
    const before = await settingsOf(account);

    const enabled = await systems.move(account, 'b');
    const draft = await save(account, { ...systems.lead('b'), isEnabled: false });

    expect([errorsOf(enabled), errorsOf(draft)]).toEqual([['INVALID instanceChange'], ['INVALID instanceChange']]);
    expect(enabled.userErrors[0]?.message).toMatch(/SAME_DATA_MOVED.*OTHER_DATA/);
    expect(await settingsOf(account)).toEqual(before);
    expect(systems.all.b.journal.total).toBe(0);
  });

  it('are recognised by another login company id on the same host', async () => {
    const { account } = await systems.mappedOnA();
    systems.all.a.settings.loginCompanyId = 'secondmsp';
    const answer = await save(account, { ...systems.lead('a'), loginCompanyId: 'secondmsp' });
    systems.all.a.settings.loginCompanyId = systems.all.a.credentials.loginCompanyId;

    expect(errorsOf(answer)).toEqual(['INVALID instanceChange']);
  });

  it('need no word when a UI host becomes the API host of the same instance', async () => {
    const account = await systems.account();
    const keys = { loginCompanyId: 'examplemsp', publicKey: 'some', privateKey: 'thing' };
    await save(account, { site: 'na.myconnectwise.net', loginCompanyId: keys.loginCompanyId });

    expect(errorsOf(await save(account, { site: 'api-na.myconnectwise.net' }))).toEqual([]);
    expect((await eventsOf(account.id)).filter(({ kind }) => kind === 'INSTANCE_CHANGED')).toEqual([]);
  });

  it('stay refused for what ConnectWise says there, and the mapping goes on where it was', async () => {
    const { account, user } = await systems.mappedOnA();

    const answer = await save(account, { ...systems.lead('b', 'OTHER_DATA'), privateKey: 'not the right one' });

    expect(errorsOf(answer)).toEqual(['CONNECTWISE_DENIED privateKey']);
    expect(await holdOf(account, user)).toBeNull();
  });

  it.each(['SAME_DATA_MOVED', 'OTHER_DATA'] as const)(
    'hold every mapping at once after %s, and nothing goes out under an old record id',
    async (change) => {
      const { account, user, mapping, id } = await systems.mappedOnA();

      expect(errorsOf(await systems.move(account, 'b', change))).toEqual([]);

      expect(await holdOf(account, user)).toBe('MAPPING_ON_OTHER_INSTANCE');
      expect(
        systems.askedAt('b').filter((path) => path.includes(`/companies/${id}`) || path.includes(`id = ${id}`)),
      ).toEqual([]);
      expect((await eventsOf(account.id)).at(-1)).toMatchObject({ kind: 'INSTANCE_CHANGED', facts: { change } });
      const audit = await auditOf(account);
      expect(audit.filter(({ action }) => action === 'INSTANCE_CHANGED')).toMatchObject([
        { changes: [{ field: 'instanceChange', before: null, after: change }] },
      ]);
      expect(audit.some(({ subjectId }) => subjectId === mapping.id)).toBe(true);
    },
  );

  it('may be corrected freely as long as the draft was never confirmed', async () => {
    const account = await systems.account();
    const wrong = { publicKey: 'wrong', privateKey: 'wrong', isEnabled: false };
    await save(account, { ...systems.lead('b'), ...wrong });

    expect(errorsOf(await save(account, { ...systems.lead('c'), ...wrong }))).toEqual([]);
    expect(errorsOf(await systems.move(account, 'a'))).toEqual([]);
    expect(errorsOf(await systems.move(account, 'b'))).toEqual(['INVALID instanceChange']);
  });

  it('are no free correction of a draft that passed its test, nor of one that has mappings', async () => {
    const confirmed = await systems.account();
    await save(confirmed, { ...systems.lead('a'), isEnabled: false });
    expect(errorsOf(await save(confirmed, { ...systems.lead('b'), isEnabled: false }))).toEqual([
      'INVALID instanceChange',
    ]);

    const mapped = await systems.account();
    await save(mapped, { site: systems.all.a.url, loginCompanyId: 'sandboxmsp' });
    const user = await (await mapped.source()).user();
    await user.map('HarborDental', { isEnabled: false });
    expect(errorsOf(await save(mapped, { site: systems.all.b.url }))).toEqual(['INVALID instanceChange']);
  });
});

describe('S14: after SAME_DATA_MOVED a mapping', () => {
  it('keeps its record id and comes back when the same id shows the same identifier', async () => {
    const { account, user, mapping, identifier, id } = await systems.mappedOnA();
    systems.setRecord('c', identifier.toUpperCase(), id);
    await systems.move(account, 'c', 'SAME_DATA_MOVED');
    systems.clearJournals();

    const answer = await verifyMapping(account, { mappingId: mapping.id });

    expect(errorsOf(answer)).toEqual([]);
    expect(answer.mapping).toMatchObject({ connectWiseId: id, verification: { status: 'VERIFIED' }, isEnabled: true });
    expect(systems.askedAt('c').some((path) => path.includes(`/company/companies/${id} `))).toBe(true);
    expect(await holdOf(account, user)).toBeNull();
  });

  it('is broken when the id shows another identifier, and stays held until it is mapped anew', async () => {
    const { account, user, mapping, identifier, id } = await systems.mappedOnA();
    systems.setRecord('c', `Other-${identifier}`, id);
    await systems.move(account, 'c', 'SAME_DATA_MOVED');

    const { mapping: seen } = await verifyMapping(account, { mappingId: mapping.id });
    const enabled = await enable(account, { mappingId: mapping.id });
    await verifyMapping(account, { mappingId: mapping.id });

    expect(seen).toMatchObject({
      connectWiseId: id,
      identifier,
      verification: { status: 'BROKEN', problem: 'IDENTIFIER_CHANGED' },
    });
    expect(errorsOf(enabled)).toEqual(['COMPANY_NOT_USABLE mappingId']);
    expect(await holdOf(account, user)).not.toBeNull();
    expect((await eventsOf(account.id)).filter(({ kind }) => kind === 'MAPPING_BROKEN')).toHaveLength(1);
    const company = { identifier: `Other-${identifier}` };
    expect(errorsOf(await map(account, { userId: user.id, company, replaceExisting: true }))).toEqual([]);
    expect(await holdOf(account, user)).toBeNull();
  });

  it('does not come back when the record is gone', async () => {
    const { account, user, mapping, id } = await systems.mappedOnA();
    await systems.move(account, 'b', 'SAME_DATA_MOVED');
    if (systems.all.b.companies.get(id)) systems.all.b.companies.remove(id);

    const { mapping: seen } = await verifyMapping(account, { mappingId: mapping.id });

    expect(seen?.verification).toMatchObject({ status: 'BROKEN', problem: 'COMPANY_NOT_FOUND' });
    expect(await holdOf(account, user)).not.toBeNull();
  });
});

describe('S14: after OTHER_DATA a mapping', () => {
  it('comes back by its identifier, with the record id it has there', async () => {
    const { account, user, mapping, identifier, id } = await systems.mappedOnA();
    const there = systems.addElsewhere('b', identifier, id);
    await systems.move(account, 'b', 'OTHER_DATA');
    systems.clearJournals();

    const { mapping: seen } = await verifyMapping(account, { mappingId: mapping.id });

    expect(there).not.toBe(id);
    expect(seen).toMatchObject({ connectWiseId: there, identifier, verification: { status: 'VERIFIED' } });
    expect(systems.askedAt('b').filter((path) => path.includes(String(id)))).toEqual([]);
    expect(await holdOf(account, user)).toBeNull();
  });

  it('comes back by being enabled as well', async () => {
    const { account, user, mapping, identifier, id } = await systems.mappedOnA();
    systems.addElsewhere('b', identifier, id);
    await systems.move(account, 'b', 'OTHER_DATA');

    expect(errorsOf(await enable(account, { mappingId: mapping.id }))).toEqual([]);
    expect(await holdOf(account, user)).toBeNull();
  });

  it('does not come back while the identifier is unknown there, though its old record id exists', async () => {
    const { account, user, mapping, identifier, id } = await systems.mappedOnA();
    systems.setRecord('b', `Somebody-else-than-${identifier}`, id);
    await systems.move(account, 'b', 'OTHER_DATA');

    const { mapping: seen } = await verifyMapping(account, { mappingId: mapping.id });

    expect(seen?.verification).toMatchObject({ status: 'BROKEN', problem: 'COMPANY_NOT_FOUND' });
    expect(await holdOf(account, user)).not.toBeNull();
    expect(errorsOf(await enable(account, { mappingId: mapping.id }))).toEqual(['COMPANY_NOT_USABLE company']);
  });

  it('U7: is refused when another user of the source has the company there by now', async () => {
    const { account, user, mapping, identifier, id } = await systems.mappedOnA();
    systems.addElsewhere('b', identifier, id);
    await systems.move(account, 'b', 'OTHER_DATA');
    const second = await user.source.user();
    await second.map(identifier);

    const answer = await verifyMapping(account, { mappingId: mapping.id });

    expect(errorsOf(answer)).toEqual(['COMPANY_IN_USE mappingId']);
    expect([await holdOf(account, user), await holdOf(account, second)]).toEqual(['MAPPING_ON_OTHER_INSTANCE', null]);
  });

  it('U5: comes back although its identifier is longer than what is taken from a keyboard', async () => {
    const identifier = 'Long-'.repeat(40);
    const [here, there] = (['a', 'b'] as const).map((system) =>
      systems.all[system].companies.add({ identifier, name: 'Long' }),
    );
    const account = await systems.account();
    const user = await (await account.integration()).user();
    const { mapping } = await map(account, { userId: user.id, company: { connectWiseId: given(here).id } });
    await systems.move(account, 'b', 'OTHER_DATA');

    const answer = await verifyMapping(account, { mappingId: given(mapping).id });

    expect(errorsOf(answer)).toEqual([]);
    expect(answer.mapping).toMatchObject({ connectWiseId: given(there).id, verification: { status: 'VERIFIED' } });
  });
});
