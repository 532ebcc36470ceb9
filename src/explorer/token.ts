const KEY = 'psa-bridge.token';

/** The token lives as long as the browser tab: never in the address, never in what outlives the session. */
export const keptToken = {
  read: (): string | undefined => sessionStorage.getItem(KEY) ?? undefined,
  write: (token: string): void => sessionStorage.setItem(KEY, token),
  forget: (): void => sessionStorage.removeItem(KEY),
};

/** What was pasted, as a token; undefined when it cannot be one. */
export function parseToken(pasted: string): string | undefined {
  const token = pasted.trim().replace(/^Bearer\s+/i, '');
  // Anything else could not be sent as a header.
  return /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}
