import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execute } from '../../support/graphql-client.js';
import type { SeedAccount } from '../../support/seed.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { TicketingOptionsDocument } from '../operations.generated.js';
import { given } from '../support/calls.js';
import { optionsOf } from '../support/ticketing.js';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

async function ready(): Promise<SeedAccount> {
  const account = await test.account();
  await account.integration();
  test.sandbox.journal.clear();
  return account;
}

const names = (choices: readonly { readonly name: string }[]) => choices.map(({ name }) => name);
const calls = () => test.sandbox.journal.entries.map(({ route }) => given(route));
const boardNamed = (boards: Awaited<ReturnType<typeof optionsOf>>['boards'], name: string) =>
  given(boards.find((board) => board.name === name)).connectWiseId;

describe('N2: the choices for a template', () => {
  it('N2: are the boards that take service tickets, and of one all that belongs to it and is in use', async () => {
    const account = await ready();
    const { boards, board: none, priorities, sources } = await optionsOf(account);
    expect(names(boards)).toEqual(['Help Desk', 'Alerts', 'サービスデスク']);
    expect(none).toBeNull();
    expect([priorities.length, sources.length].every((count) => count > 0)).toBe(true);

    const { board } = await optionsOf(account, boardNamed(boards, 'Help Desk'));
    const { statuses, types, subTypes, items, teams, combinations } = given(board);
    expect(names(types)).toEqual(['Email', 'Network', 'Workstation']);
    expect(names(statuses)).toEqual([
      ...['New', 'In Progress', 'Waiting on Customer', 'Completed', 'Closed without notice'],
    ]);
    expect(statuses.filter(({ isClosed }) => isClosed)).toHaveLength(2);
    expect(names(statuses.filter(({ isDefault }) => isDefault))).toEqual(['New']);
    expect(names(teams)).toEqual(['Service Team', 'Escalation Team']);
    const offered = new Set([types, subTypes, items].flatMap((list) => list.map(({ connectWiseId }) => connectWiseId)));
    const named = combinations.flatMap(({ typeId, subTypeId, itemId }) => [typeId, subTypeId, itemId]);
    expect(named.filter((id) => id !== null && !offered.has(id))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });

  it('N2: take three calls, six for each board that is looked at, and none again within minutes', async () => {
    const account = await ready();
    const { boards } = await optionsOf(account);
    expect(calls().sort()).toEqual(['/service/boards', '/service/priorities', '/service/sources']);
    test.sandbox.journal.clear();
    const [first, second] = boards;
    const shown = await optionsOf(account, first?.connectWiseId);
    expect(calls()).toHaveLength(6);
    await optionsOf(account, second?.connectWiseId);
    expect(calls()).toHaveLength(12);
    expect(await optionsOf(account, first?.connectWiseId)).toEqual(shown);
    await optionsOf(account);
    await optionsOf(account, 999_999);
    expect(calls()).toHaveLength(12);
  });

  it('N2: take nine calls for a form that opens with its board', async () => {
    const other = await ready();
    const boardId = boardNamed((await optionsOf(other)).boards, 'Alerts');
    const account = await ready();
    expect((await optionsOf(account, boardId)).board).toMatchObject({ name: 'Alerts' });
    expect(calls()).toHaveLength(9);
  });

  it('N2: leave out what has gone out of use, in combinations too', async () => {
    const types = test.sandbox.records('boardTypes');
    const account = await ready();
    const boardId = boardNamed((await optionsOf(account)).boards, 'Help Desk');
    const typeId = given(given((await optionsOf(account, boardId)).board).types[0]).connectWiseId;
    types.edit(typeId, { inactiveFlag: true });
    const board = given((await optionsOf(await ready(), boardId)).board);
    expect(board.types.map(({ connectWiseId }) => connectWiseId)).not.toContain(typeId);
    expect(board.combinations.map((combination) => combination.typeId)).not.toContain(typeId);
    types.edit(typeId, { inactiveFlag: false });
  });

  it('N2: cannot be told of a board that is not there, is inactive or one of projects', async () => {
    const account = await ready();
    const boards = test.sandbox.records('boards');
    const office = { location: { id: 1 }, department: { id: 1 } };
    const odd = [{ inactiveFlag: true }, { projectFlag: true }].map((flags) =>
      boards.add({ name: `Odd ${JSON.stringify(flags)}`, ...office, ...flags }),
    );
    for (const boardId of [...odd.map(({ id }) => id), 999_999, -1]) {
      expect((await optionsOf(account, boardId)).board).toBeNull();
    }
    for (const { id } of odd) boards.delete(id);
  });

  it('S11: are not asked for while the integration is off or was never set up', async () => {
    const account = await test.account();
    const codesOf = async () =>
      (await execute(account, TicketingOptionsDocument)).errors?.map(({ extensions }) => extensions?.['code']);
    expect(await codesOf()).toEqual(['NOT_CONFIGURED']);
    await account.integration({ isEnabled: false });
    test.sandbox.journal.clear();
    expect(await codesOf()).toEqual(['INTEGRATION_DISABLED']);
    expect(calls()).toEqual([]);
  });
});
