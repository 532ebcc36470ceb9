const TOKEN = 'psa-bridge.token';
const ACCOUNT = 'psa-bridge.account';

/** What calls are made with. */
export interface Credentials {
  readonly token: string;
  /** Named where the token, a JWT, may act for several accounts. */
  readonly account?: string;
}

/** They live as long as the browser tab: never in the address, never in what outlives the session. */
export const keptCredentials = {
  read: (): Credentials | undefined => {
    const [token, account] = [sessionStorage.getItem(TOKEN), sessionStorage.getItem(ACCOUNT)];
    return token === null ? undefined : { token, ...(account !== null && { account }) };
  },
  write: ({ token, account }: Credentials): void => {
    sessionStorage.setItem(TOKEN, token);
    if (account === undefined) sessionStorage.removeItem(ACCOUNT);
    else sessionStorage.setItem(ACCOUNT, account);
  },
  forget: (): void => {
    for (const key of [TOKEN, ACCOUNT]) sessionStorage.removeItem(key);
  },
};

/** What was pasted, as a token; undefined when it cannot be one. */
export function parseToken(pasted: string): string | undefined {
  return sendable(pasted.trim().replace(/^Bearer\s+/i, ''));
}

/** The same of an account; null when there is none. */
export function parseAccount(typed: string): string | null | undefined {
  return typed.trim() === '' ? null : sendable(typed.trim());
}

/** Anything else could not be sent as a header. */
function sendable(text: string): string | undefined {
  return /^[\x21-\x7e]+$/.test(text) ? text : undefined;
}
