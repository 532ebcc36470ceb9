import { Companies } from './companies.js';
import type { StatusFlags } from './company.js';
import type { ApiAddress } from './company-info.js';
import type { Memory } from './memory.js';
import { Probes } from './probes.js';
import type { Requester } from './requester.js';
import { System } from './system.js';

/** One account's way to ConnectWise, under one pair of keys. */
export class ConnectWiseSession {
  readonly system: System;
  readonly companies: Companies;
  readonly probes: Probes;
  /** For resources that are not among these. */
  readonly requester: Requester;

  constructor(requester: Requester, statusFlags: Memory<StatusFlags>) {
    this.requester = requester;
    this.system = new System(requester);
    this.companies = new Companies(requester, statusFlags);
    this.probes = new Probes(requester);
  }

  /** Where the API of this account is and which version it speaks; asks the site unless that is known. */
  address(): Promise<ApiAddress> {
    return this.requester.address();
  }
}
