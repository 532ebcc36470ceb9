import { Field, Int, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import { FailureCode, type Problem } from '../shared/failure.js';

registerEnumType(FailureCode, {
  name: 'UserErrorCode',
  description: 'Expected failures. Values may be added: keep a default branch.',
  valuesConfig: {
    INVALID: { description: 'The input breaks a rule; the message says which.' },
    NOT_FOUND: { description: 'Nothing of this account has this id or name.' },
    FORBIDDEN: { description: 'The actor may not do this.' },
    NOT_CONFIGURED: { description: 'A setting that this needs is missing.' },
    INTEGRATION_DISABLED: { description: 'The integration is off.' },
    USER_NOT_MAPPED: { description: 'The user has no usable mapping.' },
    ALREADY_MAPPED: { description: 'The user is mapped already.' },
    COMPANY_IN_USE: { description: 'Another user of the same source is mapped to this company.' },
    COMPANY_NOT_USABLE: { description: 'ConnectWise has no usable company of this name.' },
    VERSION_CONFLICT: { description: 'The object changed since it was read.' },
    IDEMPOTENCY_KEY_REUSED: { description: 'The key was used with other parameters.' },
    JOB_IN_PROGRESS: { description: 'A job of this kind is running.' },
    LIMIT_EXCEEDED: { description: 'More was asked for than one call may take.' },
    RATE_LIMITED: { description: 'Too many calls; try again later.' },
    CREDENTIAL_LOCKED: { description: 'A stored secret cannot be opened; enter it again.' },
    UNAVAILABLE: { description: 'The server cannot answer now; try again.' },
    CONNECTWISE_UNAVAILABLE: { description: 'ConnectWise cannot be reached.' },
    CONNECTWISE_DENIED: { description: 'ConnectWise refused the credentials or the rights.' },
    CONNECTWISE_REJECTED: { description: 'ConnectWise refused the values.' },
    CONNECTWISE_RATE_LIMITED: { description: 'ConnectWise asks to wait.' },
    CONNECTWISE_BAD_ANSWER: { description: 'ConnectWise answered something unreadable.' },
    CONNECTWISE_REDIRECT: { description: 'ConnectWise pointed elsewhere; redirects are not followed.' },
    CONNECTWISE_TLS: { description: 'No trusted encrypted connection to ConnectWise.' },
  },
});

@InterfaceType({ description: 'A failure the caller can act on; it never carries internals.' })
export abstract class UserError {
  @Field(() => FailureCode, { description: 'Stable and machine-readable.' })
  code!: FailureCode;

  @Field(() => String, { description: 'Safe to show to a person.' })
  message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Path to the input field at fault; null when it is the request as a whole.',
  })
  field?: string[];
}

@ObjectType({ implements: UserError, description: 'A failure with nothing more to tell than its code.' })
export class GenericUserError extends UserError {}

@ObjectType({ implements: UserError, description: 'The object changed since the caller read it.' })
export class VersionConflictError extends UserError {
  @Field(() => Int, { description: 'The version the object has now.' })
  currentVersion!: number;
}

@ObjectType({ implements: UserError, description: 'ConnectWise, or this server, asks to try again later.' })
export class RetryableUserError extends UserError {
  @Field(() => Int, { description: 'How long to wait, in seconds.' })
  retryAfterSeconds!: number;
}

export const userErrorTypes = [GenericUserError, VersionConflictError, RetryableUserError] as const;

export function toUserError(problem: Problem): UserError {
  const shared = { code: problem.code, message: problem.message, field: problem.field && [...problem.field] };
  if (problem.currentVersion !== undefined) {
    return Object.assign(new VersionConflictError(), shared, { currentVersion: problem.currentVersion });
  }
  if (problem.retryAfterSeconds !== undefined) {
    return Object.assign(new RetryableUserError(), shared, { retryAfterSeconds: problem.retryAfterSeconds });
  }
  return Object.assign(new GenericUserError(), shared);
}
