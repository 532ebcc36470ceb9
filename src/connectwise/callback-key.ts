import { Failure, FailureCode } from '../shared/failure.js';

export interface KeyLocation {
  readonly origin: string;
  /** Path and query. */
  readonly path: string;
}

/** The page that hands out signing keys, in front of it the codebase. ConnectWise doubles a slash there. */
const KEY_PATH = /^\/v\w{1,40}\/{1,2}system\/callbackkey\/index\.rails$/i;

/**
 * Where to fetch a signing key, from the address in a callback. Taken only when it is that page of an origin that is the
 * account's own; that is asked last, so that a forged address costs no call.
 * @throws Failure INVALID
 */
export async function keyLocation(keyUrl: string, owns: (origin: string) => Promise<boolean>): Promise<KeyLocation> {
  const url = keyUrl.length <= 2_000 && /^[\x21-\x7e]+$/.test(keyUrl) && URL.canParse(keyUrl) ? new URL(keyUrl) : null;
  const isOurs =
    url !== null &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '' &&
    KEY_PATH.test(url.pathname) &&
    (await owns(url.origin));
  if (isOurs) return { origin: url.origin, path: url.pathname + url.search };
  const message = 'The key address of the callback is not one of this ConnectWise.';
  throw new Failure({ code: FailureCode.INVALID, message, field: ['keyUrl'] });
}
