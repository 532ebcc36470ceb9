import { afterEach, describe, expect, it } from '@jest/globals';
import { ConnectWiseError } from '../../src/connectwise/connectwise-error.js';
import { accessTo, closeClients, errorOf, siteOf } from './support/client.js';
import { type MockAnswer, mockFar, withCompany } from './support/mock.js';

afterEach(closeClients);

const STATUSES = [
  { id: 1, inactiveFlag: false },
  { id: 2, inactiveFlag: true },
];
const NEXT = { link: '<https://elsewhere.example/company/companies?page=2>; rel="next"' };

const record = (id: number, more: object = {}) => ({ id, identifier: `C${id}`, name: `Company ${id}`, ...more });
const records = (first: number, count: number, more: object = {}) =>
  Array.from({ length: count }, (_, index) => record(first + index, more));

function companiesThatAnswer(...answers: readonly MockAnswer[]) {
  const left = [...answers];
  const far = mockFar(
    withCompany(({ path }) =>
      path === '/company/companies/statuses' ? { body: STATUSES } : (left.shift() ?? { body: [] }),
    ),
  );
  const { companies } = far.client().open(accessTo(siteOf('api-na.myconnectwise.net')), 'job');
  const asked = (path: string) => far.calls.filter((call) => call.path === path);
  return { companies, asked };
}

describe('a page of companies for whoever reads them in pieces', () => {
  it('holds up to 1,000 behind a record id, in the order of ids', async () => {
    const { companies, asked } = companiesThatAnswer({ body: records(8, 2) });
    const { items, isFull, hasNext, calls } = await companies.page({ after: 7 });
    expect(items.map(({ id }) => id)).toEqual([8, 9]);
    expect({ isFull, hasNext, calls }).toEqual({ isFull: false, hasNext: false, calls: 1 });
    const [call] = asked('/company/companies');
    expect(call?.query).toMatchObject({ conditions: '(id > 7)', orderBy: 'id asc', page: '1', pageSize: '1000' });
  });

  it('asks only for the fields that the mirror keeps', async () => {
    const { companies, asked } = companiesThatAnswer({ body: [] });
    await companies.page({ after: 0 });
    const fields = asked('/company/companies')[0]?.query['fields']?.split(',') ?? [];
    expect(fields).toEqual(expect.arrayContaining(['id', 'identifier', 'name', '_info']));
    expect(fields.filter((field) => field.startsWith('customFields'))).toEqual([]);
  });

  it('is of what changed since a moment, when there is one', async () => {
    const { companies, asked } = companiesThatAnswer({ body: [] });
    await companies.page({ after: 5, changedAfter: new Date('2026-03-04T05:06:07.890Z') });
    expect(asked('/company/companies')[0]?.query['conditions']).toBe(
      '((lastUpdated > [2026-03-04T05:06:07Z]) and (id > 5))',
    );
  });

  it('is full at 1,000 records, and says by the link alone whether more follow', async () => {
    const { companies } = companiesThatAnswer(
      { body: records(1, 1_000), headers: NEXT },
      { body: records(1_001, 1_000) },
    );
    expect(await companies.page({ after: 0 })).toMatchObject({ isFull: true, hasNext: true });
    expect(await companies.page({ after: 1_000 })).toMatchObject({ isFull: true, hasNext: false });
  });

  it('drops what stands at or before the place it begins at', async () => {
    const { companies } = companiesThatAnswer({ body: records(3, 4) });
    expect((await companies.page({ after: 4 })).items.map(({ id }) => id)).toEqual([5, 6]);
  });

  it('refuses an answer that only repeats what was read', async () => {
    const { companies } = companiesThatAnswer({ body: records(1, 3), headers: NEXT });
    const error = await errorOf(companies.page({ after: 3 }));
    expect(error).toBeInstanceOf(ConnectWiseError);
    expect(error).toMatchObject({ kind: 'bad-answer', problem: { reason: 'repeats-itself' } });
  });

  it('asks for the statuses once there is one to judge, and remembers them', async () => {
    const status = { id: 2, name: 'On hold' };
    const { companies, asked } = companiesThatAnswer(
      { body: records(1, 2) },
      { body: records(3, 2, { status }) },
      { body: records(5, 2, { status }) },
    );
    const pages = [];
    for (const after of [0, 2, 4]) pages.push(await companies.page({ after }));
    expect(pages.map(({ calls }) => calls)).toEqual([1, 2, 1]);
    expect(pages.map(({ items }) => items.map(({ isInactive }) => isInactive))).toEqual([
      [false, false],
      [true, true],
      [true, true],
    ]);
    expect(asked('/company/companies/statuses')).toHaveLength(1);
  });
});
