import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Callback } from '../../src/connectwise/callbacks.js';
import { hashInUrl } from '../../src/features/ticket-watch/callback-path.js';
import {
  beginPoll,
  isDearer,
  newestOf,
  pollSeconds,
  type TicketWatch,
} from '../../src/features/ticket-watch/ticket-watch.js';
import { planCallbacks } from '../../src/features/ticket-watch/watch-callbacks.js';

const NOW = new Date('2026-11-24T12:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const watch = (values: Partial<TicketWatch> = {}): TicketWatch => ({
  ...{ instanceId: undefined, path: undefined, boards: [], checkAt: undefined, obstacle: undefined },
  ...{ repairedAt: undefined, lastCallbackAt: undefined, poll: undefined, pollAt: undefined, readAfter: undefined },
  ...{ polledAt: hoursAgo(1), comparedAt: hoursAgo(2), changedUntil: hoursAgo(1), now: NOW },
  ...values,
});

describe('N7: a reading of all tickets', () => {
  it.each<[string, Partial<TicketWatch>, number, boolean]>([
    ['that fit into one call', {}, 200, false],
    ['that do not', {}, 201, true],
    ['that were never read', { changedUntil: undefined }, 5_000, false],
    ['that were not read for a day', { polledAt: hoursAgo(25) }, 5_000, false],
    ['of which each was asked for a day ago', { comparedAt: hoursAgo(25) }, 5_000, false],
  ])('%s: by what changed, or by number', (_name, values, count, isByChange) => {
    expect(beginPoll(watch(values), count).changedAfter !== undefined).toBe(isByChange);
  });

  it('by what changed begins before the newest change seen: what is stamped earlier may show later', () => {
    const { changedAfter } = beginPoll(watch(), 1_000);
    expect(changedAfter).toEqual(new Date(hoursAgo(1).getTime() - 600_000));
  });

  it('by what changed is given up when it has taken as many calls as numbers would', () => {
    const state = { changedAfter: NOW, after: 1, pages: 2, newest: undefined };
    expect([isDearer(state, 400), isDearer(state, 401)]).toEqual([true, false]);
    expect(isDearer({ ...state, changedAfter: undefined }, 400)).toBe(false);
  });

  it('goes by no stamp that lies far ahead, which would hide all changes before it', () => {
    const stamps = [hoursAgo(2), hoursAgo(-30), null, hoursAgo(1)].map((lastUpdated) => ({ lastUpdated }));
    expect(newestOf(stamps, { newest: undefined, now: NOW })).toEqual(hoursAgo(1));
    expect(newestOf([], { newest: hoursAgo(5), now: NOW })).toEqual(hoursAgo(5));
  });

  it('comes every 15 minutes, and every hour while ConnectWise calls us', () => {
    expect(pollSeconds({ boards: [], obstacle: undefined })).toBe(900);
    expect(pollSeconds({ boards: [1], obstacle: 'REFUSED' })).toBe(900);
    expect(pollSeconds({ boards: [1], obstacle: undefined })).toBe(3_600);
  });
});

describe('N7: the callbacks', () => {
  const key = 'k'.repeat(43);
  const hash = createHash('sha256').update(key).digest('hex');
  const url = `https://psa.example/callbacks/connectwise/${key}?recordId=`;
  const callback = (id: number, values: Partial<Callback> = {}): Callback => ({
    ...{ id, url, description: null, type: 'ticket', level: 'board', objectId: 1, isInactive: false },
    ...values,
  });
  const plan = (found: Callback[], boards = [1, 2]) => planCallbacks(found, { url, hashes: [hash], boards });

  it('are one for each board', () => {
    expect(plan([])).toEqual({ remove: [], create: [1, 2] });
    expect(plan([callback(5), callback(6, { objectId: 2, type: 'Ticket', level: 'Board' })])).toEqual({
      ...{ remove: [], create: [] },
    });
  });

  it('are registered anew where one was disabled', () => {
    expect(plan([callback(5, { isInactive: true }), callback(6, { objectId: 2 })])).toEqual({
      remove: [5],
      create: [1],
    });
  });

  it('go where nobody needs them: twice the same, another board, level, type or public URL', () => {
    const found = [
      ...[callback(1), callback(2), callback(3, { objectId: 9 }), callback(4, { level: 'owner' })],
      ...[callback(5, { type: 'company' }), callback(6, { url: url.replace('psa.', 'former.'), objectId: 2 })],
    ];
    expect(plan(found)).toEqual({ remove: [1, 3, 4, 5, 6], create: [2] });
  });

  it('of others are left alone', () => {
    const other = url.replace(key, 'o'.repeat(43));
    const urls = [other, 'https://other.example/?id=', `${url}7`, url.replace('/callbacks', '/hooks')];
    expect(
      plan(
        urls.map((of, id) => callback(id, { url: of })),
        [],
      ).remove,
    ).toEqual([]);
    expect(hashInUrl('https://other.example')).toBeUndefined();
  });
});
