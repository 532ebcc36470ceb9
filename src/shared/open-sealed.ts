import { Failure, FailureCode, type Problem } from './failure.js';
import type { Secret } from './secret.js';
import { SealBroken, type SealContext, SealingKeyMissing, type SecretBox } from './secret-box.js';

/** A sealed value and the place it belongs to. */
export interface SealedValue {
  readonly sealed: string;
  readonly context: SealContext;
}

/**
 * Opens what was stored; `locked` says what a person has to enter again when that cannot be done.
 * @throws Failure CREDENTIAL_LOCKED
 */
export function openOrLocked(
  box: SecretBox,
  { sealed, context }: SealedValue,
  locked: Pick<Problem, 'message' | 'field'>,
): Secret {
  try {
    return box.open(sealed, context);
  } catch (error) {
    if (!(error instanceof SealBroken) && !(error instanceof SealingKeyMissing)) throw error;
    throw new Failure({ ...locked, code: FailureCode.CREDENTIAL_LOCKED }, { cause: error });
  }
}
