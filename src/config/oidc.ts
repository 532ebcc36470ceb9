import { z } from 'zod';
import { parseMappedGrant } from '../features/oidc/grants.js';
import { ALGORITHMS, type OidcSettings } from '../features/oidc/oidc.js';
import type { Grant } from '../shared/caller.js';
import { isSafeUrl } from '../shared/safe-url.js';

const MAPPED = 'each group of the issuer with a role or a list of roles, as ADMIN@<account id> or PLATFORM';
/** The quotes are part of JSON, so that a group may have any name: that of a directory has commas and equals signs. */
const NOT_A_MAP = `must be JSON such as {"psa-admins": "ADMIN@<account id>"}: ${MAPPED}`;
const NOT_AN_ISSUER =
  'must be the https address that the issuer calls itself, as in its tokens, without user, query or fragment';

const words = z
  .string()
  .transform((text) => text.split(',').map((word) => word.trim()))
  .refine((all) => all.every((word) => word !== ''), { error: 'must be a list parted by commas' });

const roleMap = z.record(z.string(), z.union([z.string().transform((one) => [one]), z.array(z.string()).min(1)]));

/** The variables of the sign-in of people. */
export const oidcVariables = {
  OIDC_ISSUER: z
    .string()
    .refine((text) => isSafeUrl(text) && !/[?#]/.test(text), { error: NOT_AN_ISSUER })
    .optional(),
  OIDC_AUDIENCE: words.optional(),
  OIDC_JWKS_URL: z
    .string()
    .refine((text) => isSafeUrl(text) && !text.includes('#'), { error: 'must be the https address of the keys' })
    .optional(),
  OIDC_ALGORITHMS: words
    .pipe(z.array(z.enum(ALGORITHMS, { error: `must list some of ${ALGORITHMS.join(', ')}` })))
    .default(['RS256', 'PS256', 'ES256']),
  OIDC_ROLES_CLAIM: z
    .string()
    .refine((text) => !text.startsWith('/') || /^(\/[^/]+)+$/.test(text), {
      error: 'must be the name of a claim, or a path to it such as /resource_access/psa-bridge/roles',
    })
    .default('roles'),
  OIDC_NAME_CLAIMS: words.default(['name', 'email', 'preferred_username']),
  OIDC_ROLE_MAP: z
    .string()
    .transform((text, context) => {
      const map = readRoleMap(text);
      if (map) return map;
      context.addIssue({ code: 'custom', message: NOT_A_MAP });
      return z.NEVER;
    })
    .optional(),
};

type OidcEnvironment = z.infer<z.ZodObject<typeof oidcVariables>>;

/** What is wrong between these variables, as they were given. */
export function oidcProblems(env: Readonly<Record<string, string | undefined>>): string[] {
  if (env['OIDC_ISSUER']) {
    return env['OIDC_AUDIENCE'] ? [] : ['OIDC_AUDIENCE is needed with OIDC_ISSUER: what its tokens for us are for.'];
  }
  return Object.keys(oidcVariables)
    .filter((name) => env[name])
    .map((name) => `${name} means nothing without OIDC_ISSUER: set that too, or neither.`);
}

/** Undefined where nobody signs in but with access tokens. */
export function toOidc(env: OidcEnvironment): OidcSettings | undefined {
  if (!env.OIDC_ISSUER || !env.OIDC_AUDIENCE) return undefined;
  return Object.freeze({
    issuer: env.OIDC_ISSUER,
    audiences: env.OIDC_AUDIENCE,
    jwksUrl: env.OIDC_JWKS_URL,
    algorithms: env.OIDC_ALGORITHMS,
    rolesClaim: env.OIDC_ROLES_CLAIM,
    nameClaims: env.OIDC_NAME_CLAIMS,
    roleMap: env.OIDC_ROLE_MAP,
  });
}

function readRoleMap(text: string): ReadonlyMap<string, readonly Grant[]> | undefined {
  const read = roleMap.safeParse(parsed(text));
  if (!read.success) return undefined;
  const map = new Map<string, Grant[]>();
  for (const [group, names] of Object.entries(read.data)) {
    const grants = names.map(parseMappedGrant);
    if (!grants.every((grant) => grant !== undefined)) return undefined;
    map.set(group, grants);
  }
  return map;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
