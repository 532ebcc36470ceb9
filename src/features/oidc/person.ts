import { v5 } from 'uuid';
import { type Actor, ActorKind } from '../../shared/caller.js';
import type { PersonId } from '../../shared/ids.js';
import { isPrintable, shortened } from '../../shared/text.js';
import type { OidcSettings } from './oidc.js';
import type { Claims } from './verify-token.js';

const MAX_NAME = 200;
/** Never changed: rows hold what was made of it. */
const NAMESPACE = '5b1f1d0e-6f0b-4b7e-9a53-0c4a6a3a8a55';

/** Who a verified token speaks of, the same each time without anything being kept of people. */
export function personOf(claims: Claims, { issuer, nameClaims }: OidcSettings): Actor {
  const { sub: subject } = claims;
  const names = nameClaims.map((claim) => claims[claim]);
  const id = v5(JSON.stringify([issuer, subject]), NAMESPACE) as PersonId;
  return { kind: ActorKind.PERSON, id, name: shortened(names.find(isName)?.trim() ?? subject, MAX_NAME), subject };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && isPrintable(value);
}
