import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { figure } from '../../support/figure.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import {
  auditOf,
  enable,
  errorsOf,
  given,
  holdOf,
  map,
  save,
  settingsOf,
  tryOut,
  verify,
  verifyMapping,
} from '../support/calls.js';
import { eventsOf } from '../support/rows.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());
beforeEach(() => {
  test.sandbox.faults.clear();
  test.sandbox.journal.clear();
});

const SAVES = 100;

function tally(answers: readonly Awaited<ReturnType<typeof save>>[]) {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const code = errorsOf(answer)[0] ?? 'saved';
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

describe('A save that expects a version', () => {
  it('is refused when another one is stored, with that version', async () => {
    const account = await test.account();
    await account.integration();
    const version = given(await settingsOf(account)).version;

    const answer = await save(account, { isEnabled: false, expectedVersion: version - 1 });

    expect(errorsOf(answer)).toEqual(['VERSION_CONFLICT expectedVersion']);
    expect(answer.userErrors).toMatchObject([{ currentVersion: version }]);
    expect(await settingsOf(account)).toMatchObject({ isEnabled: true, version });
    expect(errorsOf(await save(account, { isEnabled: false, expectedVersion: version }))).toEqual([]);
  });

  it('takes 0 as long as nothing was saved', async () => {
    const account = await test.account();

    expect((await save(account, { expectedVersion: 1 })).userErrors).toMatchObject([{ currentVersion: 0 }]);
    expect(errorsOf(await save(account, { site: 'psa.example.com', expectedVersion: 0 }))).toEqual([]);
    expect((await save(account, { expectedVersion: 0 })).userErrors).toMatchObject([{ currentVersion: 1 }]);
  });
});

describe('P12: of 100 concurrent saves with one version', () => {
  it('exactly one very first draft wins, and the rest are told of the conflict', async () => {
    const account = await test.account();
    const saves = Array.from({ length: SAVES }, (_, at) =>
      save(account, { site: `psa-${at}.example.com`, expectedVersion: 0 }),
    );

    const outcomes = tally(await Promise.all(saves));
    figure('P12', `${SAVES} saves of one version: ${JSON.stringify(outcomes).replaceAll('"', '')}`);
    expect(outcomes).toEqual({ saved: 1, 'VERSION_CONFLICT expectedVersion': SAVES - 1 });
    expect((await settingsOf(account))?.version).toBe(1);
    expect((await auditOf(account)).filter(({ action }) => action === 'SETTINGS_SAVED')).toHaveLength(1);
  });

  it('exactly one wins over settings that are there', async () => {
    const account = await test.account();
    await account.integration();
    const { version } = given(await settingsOf(account));
    const saves = Array.from({ length: SAVES }, () => save(account, { isEnabled: false, expectedVersion: version }));

    const answers = await Promise.all(saves);

    expect(tally(answers)).toEqual({ saved: 1, 'VERSION_CONFLICT expectedVersion': SAVES - 1 });
    const told = answers.flatMap(({ userErrors }) => userErrors);
    expect(new Set(told.map((error) => 'currentVersion' in error && error.currentVersion))).toEqual(
      new Set([version + 1]),
    );
    expect((await eventsOf(account.id)).filter(({ kind }) => kind === 'INTEGRATION_DISABLED')).toHaveLength(1);
  });

  it('exactly one very first enabled one wins, although the same values have to be tested first', async () => {
    const account = await test.account();
    const input = { ...account.values, isEnabled: true, expectedVersion: 0 };

    const answers = await Promise.all(Array.from({ length: SAVES }, () => save(account, input)));

    expect(tally(answers)).toEqual({ saved: 1, 'VERSION_CONFLICT expectedVersion': SAVES - 1 });
  });
});

describe('S11: a disabled integration', () => {
  it('lets nothing leave but an explicit test', async () => {
    const account = await test.account();
    const integration = await account.integration();
    const user = await integration.user();
    const [company, second] = test.sandbox.landmarks.ordinary;
    const mapping = await user.map(company.identifier);
    await save(account, { isEnabled: false });
    test.sandbox.journal.clear();

    const verified = await verify(account, given(second).identifier);
    const again = await verifyMapping(account, { mappingId: mapping.id });
    const enabled = await enable(account, { mappingId: mapping.id });
    const mapped = await map(account, {
      userId: user.id,
      company: { identifier: given(second).identifier },
      replaceExisting: true,
    });
    await settingsOf(account);

    expect(verified.userErrors).toMatchObject([{ code: 'INTEGRATION_DISABLED' }]);
    expect(again.userErrors).toMatchObject([{ code: 'INTEGRATION_DISABLED' }]);
    expect(enabled.userErrors).toMatchObject([{ code: 'INTEGRATION_DISABLED' }]);
    expect(mapped.userErrors).toMatchObject([{ code: 'INTEGRATION_DISABLED' }]);
    expect(test.sandbox.journal.total).toBe(0);
    expect((await tryOut(account)).report?.isHealthy).toBe(true);
    expect(test.sandbox.journal.total).toBeGreaterThan(0);
  });

  it('is enabled again without entering anything anew, and its mappings are still there', async () => {
    const account = await test.account();
    const user = await (await account.integration()).user();
    await user.map(test.sandbox.landmarks.ordinary[0].identifier);
    await save(account, { isEnabled: false });
    const held = await holdOf(account, user);

    const { integration, userErrors } = await save(account, { isEnabled: true });

    expect(userErrors).toEqual([]);
    expect(integration).toMatchObject({ isEnabled: true, access: { hasPrivateKey: true } });
    expect([held, await holdOf(account, user)]).toEqual(['INTEGRATION_OFF', null]);
    expect((await eventsOf(account.id)).map(({ kind }) => kind)).toEqual([
      'INTEGRATION_ENABLED',
      'USER_MAPPED',
      'INTEGRATION_DISABLED',
      'INTEGRATION_ENABLED',
    ]);
  });

  it('is turned off while ConnectWise is away, and nobody is asked for that', async () => {
    const account = await test.account();
    await account.integration();
    test.sandbox.faults.add({ times: null, fault: { kind: 'cut' } });
    test.sandbox.journal.clear();

    const { integration, userErrors } = await save(account, { isEnabled: false });

    expect(userErrors).toEqual([]);
    expect(integration).toMatchObject({ isEnabled: false, lastReport: { isHealthy: true } });
    expect(test.sandbox.journal.total).toBe(0);
  });

  it('cannot be verified against before it was ever saved', async () => {
    const account = await test.account();

    expect((await verify(account, 'HarborDental')).userErrors).toMatchObject([{ code: 'NOT_CONFIGURED' }]);
  });
});

describe('A4: saving settings', () => {
  it('is audited with before and after, secrets as "changed", and switching by itself', async () => {
    const account = await test.account();
    await account.integration();
    await save(account, { clientId: test.sandbox.credentials.clientId, publicKey: account.values.publicKey });
    await save(account, { isEnabled: false });

    const audit = (await auditOf(account)).filter(
      ({ action }) => !action.startsWith('ACCOUNT') && !action.startsWith('TOKEN'),
    );

    const { url } = test.sandbox;
    expect(audit.map(({ action, changes }) => ({ action, changes }))).toEqual([
      {
        action: 'SETTINGS_SAVED',
        changes: [
          { field: 'site', before: null, after: url },
          { field: 'loginCompanyId', before: null, after: test.sandbox.credentials.loginCompanyId },
          { field: 'publicKey', before: null, after: 'changed' },
          { field: 'privateKey', before: null, after: 'changed' },
        ],
      },
      { action: 'INTEGRATION_ENABLED', changes: [{ field: 'isEnabled', before: 'false', after: 'true' }] },
      {
        action: 'SETTINGS_SAVED',
        changes: [
          { field: 'clientId', before: null, after: test.sandbox.credentials.clientId },
          { field: 'publicKey', before: 'changed', after: 'changed' },
        ],
      },
      { action: 'INTEGRATION_DISABLED', changes: [{ field: 'isEnabled', before: 'true', after: 'false' }] },
    ]);
  });

  it('leaves neither audit nor event when it was refused', async () => {
    const account = await test.account();
    await account.integration();
    const before = [await auditOf(account), await eventsOf(account.id)];

    await save(account, { privateKey: 'not the right one' });

    expect([await auditOf(account), await eventsOf(account.id)]).toEqual(before);
  });
});
