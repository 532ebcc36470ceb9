import { Agent, request } from 'undici';
import { z } from 'zod';
import { isSafeUrl } from '../../shared/safe-url.js';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 262_144;
const MAX_KEYS = 100;

/** No connection is kept: the issuer is asked every few minutes at most, and there is nothing to close at the end. */
const dispatcher = new Agent({ maxResponseSize: MAX_BYTES, pipelining: 0, connect: { timeout: TIMEOUT_MS } });

const discovery = z.object({ issuer: z.string(), jwks_uri: z.string() });
const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(MAX_KEYS) });

export type KeySet = z.infer<typeof keySet>;

/** The address of the issuer's keys, as its discovery document tells it. */
export async function findJwksUrl(issuer: string): Promise<string> {
  const found = discovery.parse(await readJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`));
  if (found.issuer !== issuer) throw new Error('The discovery document is of another issuer.');
  if (!isSafeUrl(found.jwks_uri)) throw new Error('The discovery document names keys at an address that is not https.');
  return found.jwks_uri;
}

export async function readKeySet(url: string): Promise<KeySet> {
  const { keys } = keySet.parse(await readJson(url));
  // A secret in a list of public keys is a mistake of the issuer's, never a key to check with.
  return { keys: keys.filter(({ kty }) => kty !== 'oct') };
}

/** Bounded in size and time as a whole. A redirect is an answer like any other that is not the document. */
async function readJson(url: string): Promise<unknown> {
  const { statusCode, headers, body } = await request(url, {
    dispatcher,
    headers: { accept: 'application/json', 'accept-encoding': 'identity' },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const encoding = headers['content-encoding'] ?? 'identity';
  if (statusCode !== 200 || encoding !== 'identity') {
    await body.dump();
    throw new Error(`The issuer answered ${statusCode}, not its document.`);
  }
  return body.json();
}
