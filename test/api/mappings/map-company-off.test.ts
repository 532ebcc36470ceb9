import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { errorsOf, map, save } from '../support/calls.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

describe('U8: while the integration is off', () => {
  const off = async () => {
    const owner = await test.account();
    await save(owner, { ...owner.values, isEnabled: false });
    return { owner, user: await (await owner.source()).user() };
  };

  it('no mapping can be enabled', async () => {
    const { owner, user } = await off();
    test.sandbox.journal.clear();

    const answer = await map(owner, { userId: user.id, company: { identifier: 'HarborDental' } });

    expect(errorsOf(answer)).toEqual(['INTEGRATION_DISABLED isEnabled']);
    expect(test.sandbox.journal.total).toBe(0);
  });

  it('a disabled one is saved unverified without asking', async () => {
    const { owner, user } = await off();
    test.sandbox.journal.clear();

    const { mapping } = await map(owner, {
      userId: user.id,
      company: { identifier: ' HarborDental ' },
      isEnabled: false,
    });

    expect(mapping).toMatchObject({ identifier: 'HarborDental', connectWiseId: null, isEnabled: false });
    expect(mapping?.verification).toEqual({ status: 'UNVERIFIED', problem: null, checkedAt: null });
    expect(test.sandbox.journal.total).toBe(0);
  });

  it.each([
    ['nothing', '   '],
    ['157 characters', 'x'.repeat(157)],
    ['a control character', 'Har\u0007bor'],
  ])('U5: an identifier of %s is refused all the same', async (_what, identifier) => {
    const { owner, user } = await off();

    expect(errorsOf(await map(owner, { userId: user.id, company: { identifier }, isEnabled: false }))).toEqual([
      'INVALID company identifier',
    ]);
  });

  it('a record id alone is not enough', async () => {
    const { owner, user } = await off();
    const input = { userId: user.id, isEnabled: false };

    expect(errorsOf(await map(owner, { ...input, company: { connectWiseId: 0 } }))).toEqual([
      'INVALID company connectWiseId',
    ]);
    expect(errorsOf(await map(owner, { ...input, company: { connectWiseId: 250 } }))).toHaveLength(1);
  });

  it('and before anything was saved the settings are asked for', async () => {
    const owner = await test.account();
    const user = await (await owner.source()).user();

    for (const isEnabled of [true, false]) {
      const answer = await map(owner, { userId: user.id, company: { identifier: 'HarborDental' }, isEnabled });
      expect(errorsOf(answer)).toEqual(['NOT_CONFIGURED']);
    }
  });
});
