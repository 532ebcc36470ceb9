import type { Database } from '../../database/database.js';
import type { Actor, Caller, Grant } from '../../shared/caller.js';
import type { Clock } from '../../shared/clock.js';
import { PLATFORM_ACCOUNT } from '../../shared/ids.js';
import type { Credentials, SignIn } from '../../shared/sign-in.js';
import type { RefuseSignIn } from '../access/refuse-sign-in.js';
import { grantsOf } from './grants.js';
import type { IssuerKeys } from './issuer-keys.js';
import type { OidcSettings } from './oidc.js';
import { personOf } from './person.js';
import { verifyToken } from './verify-token.js';

interface Deps {
  readonly settings: OidcSettings;
  readonly keys: IssuerKeys;
  readonly database: Database;
  readonly refusals: RefuseSignIn;
  readonly clock: Clock;
}

/** Signs in whoever the issuer vouches for. Roles are those of the token at hand: a change there counts with the next one. */
export class PersonSignIn {
  constructor(private readonly deps: Deps) {}

  /** @throws IssuerUnavailable when the token cannot be judged now */
  async authenticate({ token, account }: Credentials, requestId: string): Promise<SignIn> {
    const { settings, keys, clock, refusals } = this.deps;
    const verified = await verifyToken(token, { settings, findKey: keys.find, now: clock.now() });
    if (verified.kind === 'refused') return refusals.ofUnknown(verified.reason, requestId);
    const { claims } = verified;
    const grants = grantsOf(claims, settings);
    if (!grants) return refusals.ofUnknown('token with roles of a wrong shape', requestId);
    return this.enter({ actor: personOf(claims, settings), grants, requestId }, account);
  }

  private async enter(person: Person, named: Credentials['account']): Promise<SignIn> {
    const { database, refusals } = this.deps;
    const all = person.grants.map(({ accountId }) => accountId);
    const wanted = named === undefined ? all : all.filter((id) => id === named);
    const found = await database.system.findAccounts(wanted);
    const [only] = found;
    // An account of others, one that is none, and none named where there are several are all the same to a caller.
    if (!only || found.length > 1) {
      // The platform is told, since an account must not learn who else there is.
      const nobody: Caller = { ...person, accountId: PLATFORM_ACCOUNT, roles: [] };
      return refusals.ofAccount(nobody, named === undefined ? found : await database.system.findAccounts(all));
    }
    const caller: Caller = { ...person, accountId: only.id, roles: rolesIn(person.grants, only.id) };
    return only.status === 'SUSPENDED' ? refusals.ofSuspended(caller) : { kind: 'caller', caller };
  }
}

interface Person {
  readonly actor: Actor;
  readonly grants: readonly Grant[];
  readonly requestId: string;
}

function rolesIn(grants: readonly Grant[], account: Grant['accountId']) {
  return grants.find(({ accountId }) => accountId === account)?.roles ?? [];
}
