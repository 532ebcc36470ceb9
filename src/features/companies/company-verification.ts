import type { FailureCode } from '../../shared/failure.js';

/** What ConnectWise says of a company identifier. UNCHECKED means that it could not be asked, never "not found". */
export const VerificationOutcome = {
  USABLE: 'USABLE',
  INACTIVE: 'INACTIVE',
  DELETED: 'DELETED',
  AMBIGUOUS: 'AMBIGUOUS',
  NOT_FOUND: 'NOT_FOUND',
  UNCHECKED: 'UNCHECKED',
} as const;
export type VerificationOutcome = (typeof VerificationOutcome)[keyof typeof VerificationOutcome];

/** A company as far as a person needs it to see that it is the right one. */
export interface SeenCompany {
  readonly connectWiseId: number;
  readonly identifier: string;
  readonly name: string;
  readonly status: string | undefined;
  readonly types: readonly string[];
}

export interface CompanyVerification {
  readonly outcome: VerificationOutcome;
  /** The one company that is meant; absent when there is none or more than one. */
  readonly company: SeenCompany | undefined;
  /** Filled exactly when ambiguous: the live companies that share the identifier. */
  readonly candidates: readonly SeenCompany[];
  /** Why ConnectWise could not be asked; absent unless unchecked. */
  readonly cause: FailureCode | undefined;
  /** When ConnectWise asked to wait: how long. */
  readonly retryAfterSeconds?: number;
  readonly message: string;
  readonly checkedAt: Date;
}
