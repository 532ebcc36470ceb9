import type { Caller } from './caller.js';

/** What a bearer token turned out to be. */
export type SignIn =
  | { readonly kind: 'caller'; readonly caller: Caller }
  | {
      readonly kind: 'refused' | 'suspended';
      /** Puts the refusal into the audit trail; whoever holds floods back decides whether there is room for it. */
      readonly record: () => Promise<void>;
    };

export type Authenticate = (token: string, requestId: string) => Promise<SignIn>;
