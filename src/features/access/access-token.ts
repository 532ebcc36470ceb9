import { createHash, randomBytes } from 'node:crypto';
import type { Role } from '../../shared/caller.js';
import type { SourceId, TokenId } from '../../shared/ids.js';
import { Secret } from '../../shared/secret.js';

/** A token as it is listed: the token itself is shown once, when it is made. */
export interface AccessToken {
  readonly id: TokenId;
  readonly name: string;
  readonly role: Role;
  /** Set exactly for INGEST. */
  readonly sourceId: SourceId | undefined;
  readonly lastFour: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  readonly lastUsedAt: Date | undefined;
  readonly revokedAt: Date | undefined;
}

const PREFIX = 'psab_';
const BODY = 43;
const CHECKSUM = 6;

/** 32 random bytes behind a prefix that secret scanners can find, with a checksum that tells typing errors apart. */
export function newToken(): Secret {
  const body = PREFIX + randomBytes(32).toString('base64url');
  return new Secret(body + checksum(body));
}

/** Whether a text can be a token of ours at all; asked before the database is. */
export function isWellFormed(token: string): boolean {
  const body = token.slice(0, -CHECKSUM);
  return token.length === PREFIX.length + BODY + CHECKSUM && token.startsWith(PREFIX) && token.endsWith(checksum(body));
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function isExpired(token: { readonly expiresAt: Date | null | undefined }, now: Date): boolean {
  return token.expiresAt !== null && token.expiresAt !== undefined && token.expiresAt <= now;
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, CHECKSUM);
}
