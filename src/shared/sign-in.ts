import type { Caller } from './caller.js';

/** What a bearer token turned out to be. */
export type SignIn =
  | { readonly kind: 'caller'; readonly caller: Caller }
  | { readonly kind: 'refused' }
  | { readonly kind: 'suspended' };

export type Authenticate = (token: string, requestId: string) => Promise<SignIn>;
