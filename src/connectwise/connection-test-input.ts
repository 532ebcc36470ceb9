import type { AccountId } from '../shared/ids.js';
import { Secret } from '../shared/secret.js';
import type { ConnectWiseAccess } from './credentials.js';
import type { NativeLogin } from './native-statistics-check.js';
import type { Site } from './site.js';

/** Settings as typed or as saved; what is missing is an empty text or left out. */
export interface ConnectionTestInput {
  readonly site: string;
  readonly loginCompanyId: string;
  readonly publicKey: Secret | undefined;
  readonly privateKey: Secret | undefined;
  readonly clientId: string | undefined;
  readonly customCa?: string;
  /** Whose pace the calls keep. */
  readonly accountId?: AccountId;
  /** Of ConnectWise's older service; without it that is only looked for. */
  readonly nativeLogin?: NativeLogin;
}

export function accessOf(input: ConnectionTestInput, site: Site): ConnectWiseAccess {
  const empty = new Secret('');
  const { loginCompanyId, publicKey = empty, privateKey = empty, clientId = '', customCa, accountId } = input;
  return { site, loginCompanyId, publicKey, privateKey, clientId, customCa, accountId };
}
