import type { Role } from '../../shared/caller.js';
import type { AccountId } from '../../shared/ids.js';

export const AccountStatus = { ACTIVE: 'ACTIVE', SUSPENDED: 'SUSPENDED' } as const;
export type AccountStatus = (typeof AccountStatus)[keyof typeof AccountStatus];

/** The tenant: one MSP's use of one ConnectWise instance. */
export interface Account {
  readonly id: AccountId;
  readonly name: string;
  readonly status: AccountStatus;
  /** IANA name; days, months and schedules of the account are in it. */
  readonly timeZone: string;
  readonly version: number;
  readonly createdAt: Date;
}

/** An account, and what a caller may do there. */
export interface GrantedAccount {
  readonly account: Account;
  readonly roles: readonly Role[];
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}
