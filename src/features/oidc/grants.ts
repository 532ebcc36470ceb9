import { type Grant, Role } from '../../shared/caller.js';
import { type AccountId, PLATFORM_ACCOUNT } from '../../shared/ids.js';
import type { OidcSettings } from './oidc.js';

/** INGEST is bound to a source, and PLATFORM is no role in an account. */
const IN_ACCOUNTS: readonly Role[] = [Role.ADMIN, Role.OPERATOR, Role.BILLING, Role.READER];
const GRANT = /^([A-Z]+)@([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A role in an account as one word, such as `ADMIN@0193…`; undefined for any other word. */
export function parseGrant(text: string): Grant | undefined {
  const [, name, accountId] = GRANT.exec(text) ?? [];
  const role = IN_ACCOUNTS.find((known) => known === name);
  if (!role || accountId === PLATFORM_ACCOUNT) return undefined;
  return { accountId: accountId as AccountId, roles: [role] };
}

/** The same, and `PLATFORM`: only the operator's own map can give that. */
export function parseMappedGrant(text: string): Grant | undefined {
  return text === Role.PLATFORM ? { accountId: PLATFORM_ACCOUNT, roles: [Role.PLATFORM] } : parseGrant(text);
}

/** What a verified token gives, one entry for each account; undefined when its roles have a shape that roles never have. */
export function grantsOf(
  claims: object,
  { rolesClaim, roleMap }: Pick<OidcSettings, 'rolesClaim' | 'roleMap'>,
): readonly Grant[] | undefined {
  const words = wordsOf(claimOf(claims, rolesClaim));
  // Words that mean nothing to us are roles in other applications of the same issuer.
  return words && together(words.flatMap((word) => (roleMap ? (roleMap.get(word) ?? []) : (parseGrant(word) ?? []))));
}

function wordsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined) return [];
  // Some issuers write a list of one as the one.
  const words: unknown = typeof value === 'string' ? [value] : value;
  return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
}

function claimOf(claims: object, name: string): unknown {
  if (!name.startsWith('/')) return ownValue(claims, name);
  return name
    .slice(1)
    .split('/')
    .reduce(ownValue, claims as unknown);
}

function ownValue(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && Object.hasOwn(of, name)
    ? (of as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function together(grants: readonly Grant[]): readonly Grant[] {
  const byAccount = new Map<AccountId, Set<Role>>();
  for (const { accountId, roles } of grants) {
    const known = byAccount.get(accountId) ?? new Set();
    byAccount.set(accountId, new Set([...known, ...roles]));
  }
  return [...byAccount].map(([accountId, roles]) => ({ accountId, roles: [...roles] }));
}
