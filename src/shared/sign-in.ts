import type { Caller } from './caller.js';
import type { AccountId } from './ids.js';

/** What a call brings to show who makes it. */
export interface Credentials {
  readonly token: string;
  /** The account that it names; null when what it names can be none. */
  readonly account: AccountId | null | undefined;
}

/** What a bearer token turned out to be. */
export type SignIn = { readonly kind: 'caller'; readonly caller: Caller } | RefusedSignIn;

export type RefusedSignIn = (
  | { readonly kind: 'refused' | 'suspended' }
  /** It is right, and names no account, or one that is not among those it may. */
  | { readonly kind: 'no-account'; readonly accounts: readonly NamedAccount[] }
) & {
  /** Puts the refusal into the audit trail; whoever holds floods back decides whether there is room for it. */
  readonly record: () => Promise<void>;
};

export interface NamedAccount {
  readonly id: AccountId;
  readonly name: string;
}

export type Authenticate = (credentials: Credentials, requestId: string) => Promise<SignIn>;
