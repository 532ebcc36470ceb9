import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { askWhileWaiting } from '../../../src/features/companies/ask-companies.js';
import { MappingOrigin } from '../../../src/features/mappings/mapping.js';
import type { MappingRow } from '../../../src/features/mappings/mapping-row.js';
import type { UserId } from '../../../src/shared/ids.js';
import { copyCompanies, recordsOf } from '../../support/company-copy.js';
import type { SeedAccount, SeedSource } from '../../support/seed.js';
import { countStatements } from '../../support/statements.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import type { MapCompaniesItemInput } from '../operations.generated.js';
import { copiedCompany, linesOf, manyUsers, mapAll, messagesOf, row } from '../support/bulk.js';
import { given, verify } from '../support/calls.js';
import { eventsOf, sql } from '../support/rows.js';

const ROUTE = '/company/companies';

let test: TestApp;
let account: SeedAccount;
let source: SeedSource;
let companies: readonly number[];
beforeAll(async () => {
  test = await startTestApp();
  account = await test.account();
  await account.integration();
  const fieldsOf = (number: number) => ({ identifier: `Many-${number}`, name: `Many Company ${number}` });
  companies = test.sandbox.companies.addMany(1_000, fieldsOf);
  // Where the API is and what statuses mean is known from here on.
  await verify(account, test.sandbox.landmarks.ordinary[0].identifier);
  await copyCompanies(account, recordsOf(test.sandbox, companies));
});
afterAll(() => test.close());
beforeEach(async () => {
  test.sandbox.faults.clear();
  source = await account.source();
});

/** As many new users, each to a company of its own. */
async function rowsFor(count: number, rest: Partial<MapCompaniesItemInput> = {}) {
  const users = await manyUsers(source, count);
  return users.map((userId, index) => row(userId, { connectWiseId: given(companies[index]) }, rest));
}

/** The same for the service itself. */
async function serviceRows(count: number, isEnabled = false): Promise<MappingRow[]> {
  const users = await manyUsers(source, count);
  const ids = await sql<{ id: UserId }>(
    'SELECT u.id FROM users u JOIN sources s ON s.id = u.source_id AND s.account_id = u.account_id WHERE s.code = $1',
    [source.code],
  );
  expect(ids).toHaveLength(users.length);
  const choice = { isEnabled, replaceExisting: false, allowShared: false, allowInactive: false };
  return ids.map(({ id }, index) => ({
    ...{ user: { kind: 'id', userId: id } as const, ...choice },
    company: { kind: 'record', connectWiseId: given(companies[index]) },
  }));
}

const patient = () => askWhileWaiting(test.app.services.integration);
const serve = (rows: readonly MappingRow[], ask = patient()) =>
  test.app.services.mapMany.map(account.caller, rows, {
    ...{ onError: 'REJECT_FAILED', origin: MappingOrigin.MANUAL, ask },
  });
const countOf = async () =>
  (await sql('SELECT FROM mappings m JOIN sources s ON s.id = m.source_id WHERE s.code = $1', [source.code])).length;

describe('U9, U13: 1,000 rows in one call', () => {
  it.each([false, true])('are written in order, each with its audit and event (enabled: %s)', async (isEnabled) => {
    const items = await rowsFor(1_000, { isEnabled });
    const told = (await eventsOf(account.id)).length;
    test.sandbox.journal.clear();

    const started = performance.now();
    const answer = await mapAll(account, items, 'REJECT_ALL');
    process.stdout.write(`1,000 rows (enabled: ${isEnabled}): ${Math.round(performance.now() - started)} ms\n`);

    expect(answer.userErrors).toEqual([]);
    expect(linesOf(answer)).toEqual(companies.map((id) => `${id} ${isEnabled ? 'VERIFIED' : 'UNVERIFIED off'}`));
    expect(test.sandbox.journal.count('GET', ROUTE)).toBe(isEnabled ? 5 : 0);
    expect(test.sandbox.journal.total).toBe(isEnabled ? 5 : 0);
    expect((await eventsOf(account.id)).length - told).toBe(1_000);
    const audited = await sql(
      `SELECT FROM audit_events a JOIN mappings m ON m.id = a.subject_id AND m.account_id = a.account_id
       JOIN sources s ON s.id = m.source_id WHERE s.code = $1 AND a.action = 'COMPANY_MAPPED'`,
      [source.code],
    );
    expect(audited).toHaveLength(1_000);
  });

  it.each([false, true])('take as many statements as 10 do (enabled: %s)', async (isEnabled) => {
    const few = await serviceRows(10, isEnabled);
    const statementsOfFew = await countStatements(() => serve(few));
    source = await account.source();
    const many = await serviceRows(1_000, isEnabled);
    const statementsOfMany = await countStatements(() => serve(many));

    process.stdout.write(`${statementsOfMany} statements (enabled: ${isEnabled})\n`);
    // What the 1,000 rows of the test before were told is remembered, so nobody is asked here.
    expect(statementsOfMany).toBe(statementsOfFew);
    expect(statementsOfFew).toBeLessThan(60);
  });
});

describe('U9: rows that ConnectWise cannot be asked about in time', () => {
  it('are refused and name the import; disabled ones beside them are saved', async () => {
    const [first, second] = await rowsFor(2);
    const { id } = await copiedCompany(test, account);
    test.sandbox.faults.add({ route: ROUTE, times: null, fault: { kind: 'cut' } });

    const answer = await mapAll(account, [
      row(given(first?.user.userId), { connectWiseId: id }),
      { ...given(second), isEnabled: false },
    ]);

    const [refused, saved] = given(answer.results);
    expect(refused?.userErrors).toMatchObject([{ code: 'CONNECTWISE_UNAVAILABLE', field: ['company'] }]);
    expect(messagesOf(answer)[0]).toMatch(/CSV/);
    expect(saved?.mapping).toMatchObject({ isEnabled: false });
  });

  it('are told that ConnectWise asks to wait, and for how long', async () => {
    const [first] = await rowsFor(1);
    const { id } = await copiedCompany(test, account);
    test.sandbox.faults.add({ route: ROUTE, times: null, fault: { kind: 'rateLimit', retryAfter: 1 } });

    const answer = await mapAll(account, [row(given(first?.user.userId), { connectWiseId: id })]);

    expect(given(answer.results)[0]?.userErrors).toMatchObject([{ code: 'CONNECTWISE_RATE_LIMITED' }]);
    // The pause binds whoever comes next.
    await new Promise((done) => setTimeout(done, 1_100));
  });

  it('do not undo what it answered before: those rows are written', async () => {
    const fresh = test.sandbox.companies.addMany(300, (number) => ({
      identifier: `Part-${number}`,
      name: `Part ${number}`,
    }));
    await copyCompanies(account, recordsOf(test.sandbox, fresh));
    const users = await manyUsers(source, 300);
    const items = users.map((userId, index) => row(userId, { connectWiseId: given(fresh[index]) }));
    test.sandbox.faults.add({ route: ROUTE, skip: 1, times: null, fault: { kind: 'cut' } });

    const lines = linesOf(await mapAll(account, items));

    expect(lines.slice(0, 200)).toEqual(fresh.slice(0, 200).map((id) => `${id} VERIFIED`));
    expect(new Set(lines.slice(200))).toEqual(new Set(['CONNECTWISE_UNAVAILABLE company']));
    expect(await countOf()).toBe(200);
  });

  it('are given up when the time of a person is over', async () => {
    const [first] = await serviceRows(1, true);
    const { id } = await copiedCompany(test, account);
    test.sandbox.faults.add({ route: ROUTE, times: null, fault: { kind: 'silent' } });
    const rows = [{ ...given(first), company: { kind: 'record', connectWiseId: id } as const }];

    const { results } = await serve(rows, askWhileWaiting(test.app.services.integration, 300));

    expect(results).toMatchObject([{ problems: [{ code: 'CONNECTWISE_UNAVAILABLE' }] }]);
    expect(results[0]?.problems[0]?.message).toMatch(/did not answer about all companies in time.*CSV/);
  });
});

describe('P12: bulk mappings at the same time', () => {
  it.each(['REJECT_ALL', 'REJECT_FAILED'] as const)(
    '50 of the same users leave one mapping each (%s)',
    async (onError) => {
      const items = await rowsFor(20, { isEnabled: false });

      const answers = await Promise.all(Array.from({ length: 50 }, () => mapAll(account, items, onError)));

      const lines = answers.flatMap(linesOf);
      expect(lines.filter((line) => line.endsWith('off'))).toHaveLength(20);
      const refused = new Set(lines.filter((line) => !line.endsWith('off')));
      expect([...refused]).toEqual(['ALREADY_MAPPED user userId']);
      expect(await countOf()).toBe(20);
      const versions = await sql(
        'SELECT FROM mappings m JOIN sources s ON s.id = m.source_id WHERE s.code = $1 AND version > 1',
        [source.code],
      );
      expect(versions).toEqual([]);
    },
  );

  it('U7: of different users to the same companies leave one user each', async () => {
    const rounds = await Promise.all(Array.from({ length: 8 }, () => rowsFor(20, { isEnabled: false })));

    const answers = await Promise.all(
      rounds.map((items, index) => mapAll(account, index % 2 ? items : items.reverse())),
    );

    const lines = answers.flatMap(linesOf);
    expect(lines.filter((line) => line.endsWith('off'))).toHaveLength(20);
    expect(lines.filter((line) => line === 'COMPANY_IN_USE company')).toHaveLength(7 * 20);
    expect(await countOf()).toBe(20);
  });

  it('F22: that move the same mappings are won by one of them', async () => {
    const items = await rowsFor(20, { isEnabled: false });
    await mapAll(account, items);
    const move = (round: number) =>
      items.map(({ user }, index) =>
        row(
          given(user.userId),
          { connectWiseId: given(companies[(round + 1) * 20 + index]) },
          {
            ...{ isEnabled: false, replaceExisting: true, expectedVersion: 1 },
          },
        ),
      );

    const answers = await Promise.all(Array.from({ length: 10 }, (_, round) => mapAll(account, move(round))));

    const lines = answers.flatMap(linesOf);
    expect(lines.filter((line) => line.endsWith('off'))).toHaveLength(20);
    expect(lines.filter((line) => line === 'VERSION_CONFLICT expectedVersion')).toHaveLength(9 * 20);
  });
});
