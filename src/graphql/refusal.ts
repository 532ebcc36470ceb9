export interface RefusalReason {
  readonly status: number;
  readonly code: string;
  /** For the caller to read. */
  readonly message: string;
  readonly retryAfterSeconds?: number;
}

/** A request outside GraphQL that is refused for the way it is made. */
export class Refusal extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, options?: { readonly cause: unknown }) {
    super(reason.message, options);
    this.name = 'Refusal';
    this.reason = reason;
  }
}
