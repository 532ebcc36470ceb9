import type { Grant } from '../../shared/caller.js';

/** Signatures that need no secret of ours. With any other, whoever knows the issuer's public key could sign. */
export const ALGORITHMS = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA'] as const),
] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** The one issuer whose tokens are taken, as the operator set it. */
export interface OidcSettings {
  /** Compared letter by letter with what a token says. */
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** Where its keys are; told by its discovery document when absent. */
  readonly jwksUrl: string | undefined;
  readonly algorithms: readonly Algorithm[];
  /** Name of the claim with roles, or with a slash in front the path to it. */
  readonly rolesClaim: string;
  /** Claims that may hold a name to show, the best first. */
  readonly nameClaims: readonly string[];
  /** What each of the issuer's groups or roles gives; without it they have to be grants in our own words. */
  readonly roleMap: ReadonlyMap<string, readonly Grant[]> | undefined;
}

/** The issuer, whose keys are needed to judge a token, does not answer. */
export class IssuerUnavailable extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('The issuer of sign-ins does not answer.');
    this.name = 'IssuerUnavailable';
  }
}
