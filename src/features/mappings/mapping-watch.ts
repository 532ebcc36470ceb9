import type { WriteTransaction } from '../../database/write-door.js';
import type { Caller } from '../../shared/caller.js';
import type { CompanyVerification } from '../companies/company-verification.js';
import type { NewEvent } from '../events/event.js';
import type { Mapping } from './mapping.js';

/** A mapping whose company a person had looked up. */
export interface VerifiedMapping {
  /** As it was before, with the company as last seen. */
  readonly mapping: Mapping;
  readonly found: CompanyVerification;
  /** What is to be told beside. */
  readonly told: readonly NewEvent[];
}

/** Whoever acts on what a single verification finds. */
export interface MappingWatch {
  /** Called last in the transaction of the change, whose row is locked; has everything told. */
  verified(tx: WriteTransaction, caller: Caller, verified: VerifiedMapping): Promise<void>;
}
