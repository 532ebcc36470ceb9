import { afterEach, describe, expect, it } from '@jest/globals';
import type { CheckSubject } from '../../src/connectwise/connection-report.js';
import { check, closeFarSides, FULL_RIGHTS, right, runTest } from './support/connection-test.js';

afterEach(closeFarSides);

describe('a capability', () => {
  it('passes keys although the role may not read the system information', async () => {
    const report = await runTest({ denied: ['/system/info'] });
    expect(report).toMatchObject({ isHealthy: true, version: 'v2025.1' });
  });

  it('blocks only when companies cannot be read', async () => {
    const report = await runTest({ denied: ['/company/companies'] });
    expect(check(report, 'READ_COMPANIES')).toMatchObject({
      outcome: 'FAILED',
      cause: 'PERMISSION',
      role: { module: 'Companies', function: 'Company Maintenance', level: 'Inquire: All' },
      message: expect.stringContaining('set Companies › Company Maintenance to Inquire: All'),
    });
    expect(report.isHealthy).toBe(false);
    expect(check(report, 'READ_AGREEMENTS')?.outcome).toBe('PASSED');
  });

  it.each<[string, string, CheckSubject, object]>([
    ['Finance', 'Agreements', 'WRITE_ADDITIONS', { level: 'Add: All, Edit: All' }],
    ['Finance', 'Agreements', 'READ_AGREEMENTS', { level: 'Inquire: All' }],
    ['Procurement', 'Product Catalog', 'READ_CATALOG', { level: 'Inquire: All' }],
    ['Service Desk', 'Service Tickets', 'WRITE_TICKETS', { level: 'Add: All, Edit: All, Inquire: All' }],
    ['Service Desk', 'Close Service Tickets', 'CLOSE_TICKETS', { level: 'Edit: All' }],
    ['Companies', 'Company Maintenance', 'COMPANY_NOTES', { level: 'Add: All, Edit: All' }],
    ['Companies', 'Company Maintenance', 'SUMMARY_REPORTS', { level: 'Add: All, Edit: All, Inquire: All' }],
    ['Companies', 'Manage Attachments', 'DOCUMENTS', { level: 'Add: All, Delete: All, Inquire: All' }],
    ['System', 'Table Setup', 'CALLBACKS', { level: 'Add: All, Edit: All, Delete: All' }],
  ])('fails by %s › %s: %s', async (module, name, subject, role) => {
    for (const level of ['None', 'My']) {
      const rights = FULL_RIGHTS.map((one) =>
        one.moduleName === module && one.moduleFunctionName === name ? right(module, name, level) : one,
      );
      const report = await runTest({ rights });
      expect(check(report, subject)).toMatchObject({
        outcome: 'FAILED',
        cause: 'PERMISSION',
        role: { module, function: name, ...role },
      });
      expect(report.isHealthy).toBe(true);
      await closeFarSides();
    }
  });

  it('is recognised by the names the API uses', async () => {
    const rights = [
      { moduleIdentifier: 'Service', moduleFunctionIdentifier: 'ServiceTickets', addLevel: 'All', editLevel: 'None' },
      {
        moduleDescription: 'Company',
        moduleFunctionDescription: 'Company Maintenance',
        addLevel: 'All',
        editLevel: 'All',
      },
    ];
    const report = await runTest({ rights });
    expect(check(report, 'WRITE_TICKETS')?.outcome).toBe('FAILED');
    expect(check(report, 'COMPANY_NOTES')?.outcome).toBe('PASSED');
  });

  it('to read companies passes with a hint when the role shows only its own', async () => {
    const rights = [right('Companies', 'Company Maintenance', 'My')];
    const report = await runTest({ rights });
    expect(check(report, 'READ_COMPANIES')).toMatchObject({ outcome: 'PASSED', role: { level: 'Inquire: All' } });
  });

  it.each<[string, unknown]>([
    ['a refusal', undefined],
    ['nothing', []],
    ['an odd shape', { a: 1 }],
    [
      'rows without levels',
      FULL_RIGHTS.map(({ moduleName, moduleFunctionName }) => ({ moduleName, moduleFunctionName })),
    ],
    [
      'levels of another kind',
      FULL_RIGHTS.map((one) => ({ ...one, addLevel: 'Some', editLevel: 'Some', inquireLevel: 'Some' })),
    ],
  ])('to write is not provable, never failed, when the rights answer with %s', async (_what, rights) => {
    const report = await runTest({ rights, denied: rights === undefined ? ['/system/mySecurity'] : [] });
    for (const subject of [
      'WRITE_ADDITIONS',
      'WRITE_TICKETS',
      'CLOSE_TICKETS',
      'COMPANY_NOTES',
      'DOCUMENTS',
      'CALLBACKS',
      'SUMMARY_REPORTS',
    ] as const) {
      expect(check(report, subject)).toMatchObject({ outcome: 'NOT_PROVABLE', cause: 'RIGHTS_NOT_SHOWN' });
    }
    for (const subject of ['READ_AGREEMENTS', 'READ_CATALOG', 'READ_BOARDS'] as const) {
      expect(check(report, subject)?.outcome).toBe('PASSED');
    }
    expect(report.isHealthy).toBe(true);
  });

  it('to read is proved by a read where the rights are silent', async () => {
    const report = await runTest({
      rights: [],
      denied: ['/finance/agreements', '/procurement/catalog', '/service/boards'],
    });
    for (const subject of ['READ_AGREEMENTS', 'READ_CATALOG', 'READ_BOARDS'] as const) {
      expect(check(report, subject)).toMatchObject({ outcome: 'FAILED', cause: 'PERMISSION' });
    }
  });

  it.each<[string, unknown, boolean, string]>([
    [
      'the table is chosen',
      [{ customizeIdentifier: 'SystemTableSetup', itemIdentifier: 'Hosted API Callbacks' }],
      true,
      'PASSED',
    ],
    [
      'other tables are chosen',
      [{ customizeIdentifier: 'SystemTableSetup', itemIdentifier: 'Service Boards' }],
      true,
      'FAILED',
    ],
    ['nothing is chosen and it may be customised', [], true, 'NOT_PROVABLE'],
    ['nothing is chosen and it is not customised', [], false, 'PASSED'],
    ['the choice has an odd shape', { a: 1 }, true, 'NOT_PROVABLE'],
  ])('to register callbacks, where Table Setup is customised: %s', async (_what, items, customFlag, outcome) => {
    const rights = [right('System', 'Table Setup', 'All', { customFlag })];
    expect(check(await runTest({ rights, items }), 'CALLBACKS')?.outcome).toBe(outcome);
  });
});
