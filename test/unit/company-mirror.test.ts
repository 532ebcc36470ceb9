import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundsAfter, type CompanyMirror, nextSync, SyncMode } from '../../src/features/companies/company-mirror.js';
import type { AccountId, InstanceId } from '../../src/shared/ids.js';

const instanceId = 'i' as InstanceId;
const accountId = '01a20e0b-510d-74d2-ac85-210d2bcc66ec' as AccountId;
const MINUTE = 60_000;
const start = Date.UTC(2026, 0, 10, 12);
const at = (minutes: number) => new Date(start + minutes * MINUTE);

function mirror(values: Partial<CompanyMirror>): CompanyMirror {
  const nothing = { syncedAt: undefined, comparedAt: undefined, changedUntil: undefined, newestChange: undefined };
  return { instanceId, ...nothing, ...values };
}

describe('where an increment begins', () => {
  it('is, after the first sync, before everything that may have changed while it ran', () => {
    const ended = { begunAt: at(0), endedAt: at(30), newest: at(29) };
    expect(boundsAfter(undefined, ended)).toEqual({ newestChange: at(29), changedUntil: at(-11) });
  });

  it('is the newest change of the sync before, once that is long enough ago for all to be committed', () => {
    const before = mirror({ syncedAt: at(0), newestChange: at(-3), changedUntil: at(-60) });
    const soon = boundsAfter(before, { begunAt: at(5), endedAt: at(6), newest: at(4) });
    expect(soon).toEqual({ newestChange: at(4), changedUntil: at(-60) });
    const later = boundsAfter(before, { begunAt: at(15), endedAt: at(16), newest: undefined });
    expect(later).toEqual({ newestChange: at(-3), changedUntil: at(-3) });
  });

  it('passes no change by, however the clocks differ and however late changes are committed', () => {
    // Minutes: a change is stamped, and seen up to ten minutes later; syncs follow each other with any gap.
    const changes = fc.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 9 })), {
      maxLength: 30,
    });
    const syncs = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 20 })), {
      minLength: 1,
      maxLength: 12,
    });
    const skew = fc.integer({ min: -500, max: 500 });
    fc.assert(
      fc.property(changes, syncs, skew, (stamped, runs, ahead) => {
        const theirs = (minute: number) => at(minute + ahead);
        let state = mirror({});
        let now = 50;
        const read = new Set<number>();
        for (const [gap, takes] of runs) {
          const begun = now + gap;
          now = begun + takes;
          const since = state.syncedAt && state.changedUntil;
          // The least that a sync sees: what was committed when it began.
          const seen = stamped.flatMap(([minute, late], index) =>
            minute + late < begun && (!since || theirs(minute) > since) ? [index] : [],
          );
          for (const index of seen) read.add(index);
          // The most: the newest change may also be one that came while it ran.
          const newest = stamped.filter(([minute]) => minute <= now).map(([minute]) => theirs(minute).getTime());
          const ended = {
            begunAt: at(begun),
            endedAt: at(now),
            newest: newest.length > 0 ? new Date(Math.max(...newest)) : undefined,
          };
          state = mirror({ ...boundsAfter(state, ended), syncedAt: at(now) });
        }
        const last = now + 60;
        for (const [index, [minute, late]] of stamped.entries()) {
          const isCommitted = minute + late < last;
          const isRead = read.has(index) || !state.changedUntil || theirs(minute) > state.changedUntil;
          if (isCommitted && !isRead) return false;
        }
        return true;
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the schedule of syncs', () => {
  const done = mirror({ syncedAt: at(0), comparedAt: at(0) });
  const last = { endedAt: at(0), hasSucceeded: true };

  it('begins at once with a full one', () => {
    expect(nextSync({ now: at(0), accountId, mirror: undefined, last: undefined })).toEqual({
      mode: 'FULL',
      at: at(0),
    });
    expect(nextSync({ now: at(0), accountId, mirror: undefined, last })).toEqual({ mode: 'FULL', at: at(0) });
  });

  it('waits a quarter of an hour after a first one that failed or was cancelled', () => {
    const failed = { endedAt: at(0), hasSucceeded: false };
    const next = nextSync({ now: at(1), accountId, mirror: undefined, last: failed });
    expect(next).toEqual({ mode: 'FULL', at: at(15) });
  });

  it('takes an increment every quarter of an hour', () => {
    expect(nextSync({ now: at(1), accountId, mirror: done, last })).toEqual({ mode: 'INCREMENT', at: at(15) });
  });

  it('compares everything once a day, at an hour that differs between accounts', () => {
    const hours = new Set<number>();
    for (let account = 0; account < 200; account += 1) {
      const id = `01a20e0b-510d-74d2-ac85-${String(account * 7_919_000_000).padStart(12, '0')}` as AccountId;
      const full: Date[] = [];
      let state = done;
      for (let now = 0; now < 3 * 24 * 60; ) {
        const next = nextSync({
          now: at(now),
          accountId: id,
          mirror: state,
          last: state.syncedAt && { endedAt: state.syncedAt, hasSucceeded: true },
        });
        now = Math.max(now, (next.at.getTime() - start) / MINUTE);
        const isFull = next.mode === SyncMode.FULL;
        if (isFull) full.push(at(now));
        state = mirror({ ...state, syncedAt: at(now), comparedAt: isFull ? at(now) : state.comparedAt });
      }
      const hoursBetween = [at(0), ...full].map(
        (time, index, all) => (time.getTime() - (all[index - 1] ?? time).getTime()) / (60 * MINUTE),
      );
      expect(Math.max(...hoursBetween)).toBeLessThan(25.5);
      expect(full.length).toBeGreaterThanOrEqual(2);
      hours.add(full[0]?.getUTCHours() ?? -1);
    }
    expect(hours.size).toBeGreaterThan(12);
  });
});
