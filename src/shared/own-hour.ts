import type { AccountId } from './ids.js';

const DAY = 24 * 60 * 60_000;

/** The first time of day that is the account's own, from a moment on: accounts are spread over the day by their ids. */
export function ownHourAfter(accountId: AccountId, moment: number): number {
  const own = (Number.parseInt(accountId.replaceAll('-', '').slice(-8), 16) / 2 ** 32) * DAY;
  return Math.ceil((moment - own) / DAY) * DAY + own;
}
