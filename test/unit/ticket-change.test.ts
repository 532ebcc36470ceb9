import { describe, expect, it } from '@jest/globals';
import type { Ticket } from '../../src/connectwise/ticket.js';
import { changeOf, goesOnAs, type WatchedTicket } from '../../src/features/ticket-watch/ticket-change.js';
import type { TicketSeen } from '../../src/features/tickets/ticket.js';
import { newId } from '../../src/shared/ids.js';

const watched = (values: Partial<WatchedTicket> = {}): WatchedTicket => ({
  ...{ id: newId(), number: 7, state: 'OPEN' as const, isTakenOver: false, boardId: 1, statusId: 1 },
  work: { ownerId: 3, resources: 'jo', actualHours: 0 },
  ...values,
});
const seen = (values: Partial<TicketSeen> = {}): TicketSeen => ({
  ...{ connectWiseId: 7, boardId: 1, statusId: 1, statusName: 'New', isClosed: false },
  ...{ ownerId: 3, resources: 'jo', actualHours: 0 },
  ...values,
});

describe('N4, N7: what ConnectWise says of a ticket', () => {
  it.each<[string, Partial<WatchedTicket>, Partial<TicketSeen> | undefined, readonly string[], boolean]>([
    ['the same', {}, {}, [], false],
    ['another name of the status', {}, { statusName: 'New (renamed)' }, [], false],
    ['no hours in place of zero', {}, { actualHours: undefined }, [], false],
    ['another status', {}, { statusId: 2 }, ['TAKEN_OVER'], true],
    ['another board', {}, { boardId: 2, statusId: 9 }, ['TAKEN_OVER'], true],
    ['another owner', {}, { ownerId: 4 }, ['TAKEN_OVER'], true],
    ['no owner any more', {}, { ownerId: undefined }, ['TAKEN_OVER'], true],
    ['one more who works on it', {}, { resources: 'jo,mo' }, ['TAKEN_OVER'], true],
    ['hours', {}, { actualHours: 0.25 }, ['TAKEN_OVER'], true],
    ['what it said before, of one that was taken over', { isTakenOver: true }, {}, [], true],
    ['more, of one that was taken over', { isTakenOver: true }, { actualHours: 2 }, [], true],
    ['closed', {}, { isClosed: true, statusId: 5 }, ['CLOSED'], true],
    ['closed, as it was', { state: 'CLOSED' }, { isClosed: true }, [], false],
    ['open again', { state: 'CLOSED', statusId: 5 }, {}, ['REOPENED'], true],
    ['another number', {}, { connectWiseId: 8 }, ['MERGED'], true],
    ['another number, closed', {}, { connectWiseId: 8, isClosed: true }, ['MERGED', 'CLOSED'], true],
    ['nothing', {}, undefined, ['DELETED'], false],
    ['an owner, of one whose owner was never kept', { work: undefined }, { ownerId: 9, actualHours: 3 }, [], false],
    ['a status, of one whose owner was never kept', { work: undefined }, { statusId: 2 }, ['TAKEN_OVER'], true],
  ])('%s', (_name, before, now, news, isTakenOver) => {
    expect(changeOf(watched(before), now && seen(now))).toMatchObject({ news, isTakenOver });
  });
});

describe('N7: a merged ticket goes on as', () => {
  const tickets = (...links: [number, number | undefined][]) =>
    new Map(
      links.map(([id, into]) => [
        id,
        { id, mergedInto: into === undefined ? null : { id: into } } as unknown as Ticket,
      ]),
    );
  it('itself when it was not merged, and the last of all otherwise', () => {
    expect(goesOnAs(1, tickets([1, undefined]))?.id).toBe(1);
    expect(goesOnAs(1, tickets([1, 2], [2, 3], [3, undefined]))?.id).toBe(3);
  });

  it('nothing when it or the last one is gone', () => {
    expect(goesOnAs(1, tickets())).toBeUndefined();
    expect(goesOnAs(1, tickets([1, 2]))).toBeUndefined();
  });

  it('one of them when they were merged in a circle', () => {
    expect([1, 2]).toContain(goesOnAs(1, tickets([1, 2], [2, 1]))?.id);
  });
});
