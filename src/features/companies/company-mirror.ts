import type { AccountId, InstanceId } from '../../shared/ids.js';
import { ownHourAfter } from '../../shared/own-hour.js';

/** How the mirror is brought up to date. */
export const SyncMode = { FULL: 'FULL', INCREMENT: 'INCREMENT' } as const;
export type SyncMode = (typeof SyncMode)[keyof typeof SyncMode];

/** How far the copy of one instance is; all but the last two by the database's clock. */
export interface CompanyMirror {
  readonly instanceId: InstanceId;
  /** When a sync last ended well; undefined until the first one has. */
  readonly syncedAt: Date | undefined;
  readonly comparedAt: Date | undefined;
  /** Whatever changed up to then has been read. */
  readonly changedUntil: Date | undefined;
  readonly newestChange: Date | undefined;
}

const MINUTE = 60_000;
/** ConnectWise stamps a change when it begins to write it, and shows it when it is committed. */
const OVERLAP = 10 * MINUTE;
const BETWEEN_SYNCS = 15 * MINUTE;
/** So soon after a full comparison the account's hour does not ask for another one. */
const BETWEEN_COMPARISONS = 60 * MINUTE;

/** A sync that ended well. */
export interface EndedSync {
  readonly begunAt: Date;
  readonly endedAt: Date;
  /** The newest change it saw. */
  readonly newest: Date | undefined;
}

/**
 * Up to where the next increment need not look again. The newest change ever seen becomes the bound only in the next
 * sync that begins long enough after it: what was stamped before it is committed by then, and that sync has read it.
 * After the first one only the time that it took can tell what it may have passed by.
 */
export function boundsAfter(before: CompanyMirror | undefined, { begunAt, endedAt, newest }: EndedSync) {
  const newestChange = latest(before?.newestChange, newest);
  if (!before?.syncedAt) {
    const taken = endedAt.getTime() - begunAt.getTime() + OVERLAP;
    return { newestChange, changedUntil: newestChange && new Date(newestChange.getTime() - taken) };
  }
  const isSettled = begunAt.getTime() >= before.syncedAt.getTime() + OVERLAP;
  return { newestChange, changedUntil: isSettled ? before.newestChange : before.changedUntil };
}

export function latest(...dates: readonly (Date | undefined)[]): Date | undefined {
  return dates.reduce((newest, date) => (newest && (!date || newest >= date) ? newest : date), undefined);
}

/** What a schedule goes by; all times are the database's. */
export interface ScheduleFacts {
  readonly now: Date;
  readonly accountId: AccountId;
  readonly mirror: CompanyMirror | undefined;
  /** The last sync that is over, whoever asked for it. */
  readonly last: { readonly endedAt: Date; readonly hasSucceeded: boolean } | undefined;
}

/** The next sync that nobody has to ask for. */
export function nextSync({ now, accountId, mirror, last }: ScheduleFacts): { mode: SyncMode; at: Date } {
  const rested = last ? last.endedAt.getTime() + BETWEEN_SYNCS : 0;
  if (!mirror?.syncedAt || !mirror.comparedAt) {
    return { mode: SyncMode.FULL, at: last && !last.hasSucceeded ? new Date(rested) : now };
  }
  const comparison = ownHourAfter(accountId, mirror.comparedAt.getTime() + BETWEEN_COMPARISONS);
  const next = Math.max(rested, mirror.syncedAt.getTime() + BETWEEN_SYNCS);
  if (comparison <= Math.max(next, now.getTime())) {
    return { mode: SyncMode.FULL, at: new Date(Math.max(comparison, rested)) };
  }
  return { mode: SyncMode.INCREMENT, at: new Date(next) };
}
