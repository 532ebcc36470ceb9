import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { IssuerUnavailable, type OidcSettings } from './oidc.js';

/** Half of what all headers of a request may hold, and several times what usual tokens have. */
const MAX_LENGTH = 12_288;
const SIGNED = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** What an access token may call itself. Others that the same issuer signs, as for signing out, are for other readers. */
const TYPES: readonly unknown[] = [undefined, 'jwt', 'at+jwt', 'application/at+jwt'];
const TOLERANCE_SECONDS = 60;
const MAX_SUBJECT = 255;

/** What the issuer says of somebody. */
export interface Claims extends JWTPayload {
  readonly sub: string;
}

export type Verified =
  | { readonly kind: 'verified'; readonly claims: Claims }
  /** The reason is a fixed text, since it is kept and nothing of the token may be. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface TokenRules {
  readonly settings: OidcSettings;
  readonly findKey: JWTVerifyGetKey;
  readonly now: Date;
}

/** Whether a bearer token is a JWT at all; tokens of ours have no dots. */
export function looksLikeJwt(token: string): boolean {
  return token.includes('.');
}

/** @throws IssuerUnavailable when the key to check it with cannot be had now */
export async function verifyToken(token: string, rules: TokenRules): Promise<Verified> {
  const { settings, findKey, now } = rules;
  if (!isForUs(token, settings)) return refused('token of no known issuer');
  try {
    const { payload } = await jwtVerify(token, findKey, {
      algorithms: [...settings.algorithms],
      issuer: settings.issuer,
      audience: [...settings.audiences],
      requiredClaims: ['exp', 'sub'],
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: now,
    });
    const { sub } = payload;
    return isSubject(sub) ? { kind: 'verified', claims: { ...payload, sub } } : refused('token without a subject');
  } catch (error) {
    if (error instanceof IssuerUnavailable) throw error;
    return refused(reasonOf(error));
  }
}

function refused(reason: string): Verified {
  return { kind: 'refused', reason };
}

/** What can be said before a key is looked for: most of what is not meant for us ends here, and costs next to nothing. */
function isForUs(token: string, { issuer, algorithms }: OidcSettings): boolean {
  if (token.length > MAX_LENGTH || !SIGNED.test(token)) return false;
  try {
    const { alg, typ } = decodeProtectedHeader(token);
    const isListed = algorithms.some((listed) => listed === alg);
    return isListed && TYPES.includes(typ?.toLowerCase()) && decodeJwt(token).iss === issuer;
  } catch {
    return false;
  }
}

/** It becomes part of rows for good. */
function isSubject(sub: unknown): sub is string {
  return typeof sub === 'string' && sub.length <= MAX_SUBJECT && /^[^\p{Cc}\p{Cs}]+$/u.test(sub);
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'expired token';
  if (error instanceof errors.JWTClaimValidationFailed) return `token with a wrong claim: ${error.claim}`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'token with a wrong signature';
  if (error instanceof errors.JWKSNoMatchingKey) return 'token signed with an unknown key';
  // Whatever else the library finds fault with; it throws plain errors for keys that do not suit.
  return 'malformed token';
}
