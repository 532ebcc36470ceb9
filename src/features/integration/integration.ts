import type { ConnectionReport } from '../../connectwise/connection-report.js';
import type { InstanceId } from '../../shared/ids.js';
import type { Secret } from '../../shared/secret.js';

/** How settings that lead to another instance are meant; nobody but the caller can know. */
export const InstanceChange = { SAME_DATA_MOVED: 'SAME_DATA_MOVED', OTHER_DATA: 'OTHER_DATA' } as const;
export type InstanceChange = (typeof InstanceChange)[keyof typeof InstanceChange];

/** Why nothing at all leaves although the integration is on. */
export const PauseReason = { KEYS_REFUSED: 'KEYS_REFUSED', CLIENT_ID_REFUSED: 'CLIENT_ID_REFUSED' } as const;
export type PauseReason = (typeof PauseReason)[keyof typeof PauseReason];

export interface Pause {
  readonly reason: PauseReason;
  readonly since: Date;
}

/** The account's settings as they may be shown: no secret is among them. */
export interface Integration {
  readonly isEnabled: boolean;
  /** Normalised origin, such as `https://na.myconnectwise.net`. */
  readonly site: string | undefined;
  readonly loginCompanyId: string | undefined;
  readonly instanceId: InstanceId | undefined;
  readonly publicKeyLastFour: string | undefined;
  readonly hasPrivateKey: boolean;
  readonly keysChangedAt: Date | undefined;
  readonly customCa: string | undefined;
  readonly clientId: string | undefined;
  /** Of the newest test of the saved settings. */
  readonly lastReport: ConnectionReport | undefined;
  /** Set while nothing leaves because ConnectWise refused the keys or the clientId again and again. */
  readonly pause: Pause | undefined;
  /** When the saved settings are tested again by themselves. */
  readonly nextCheckAt: Date | undefined;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The same with its keys as they are stored. It never leaves the integration's own services. */
export interface StoredIntegration extends Integration {
  readonly publicKeySealed: string | undefined;
  readonly privateKeySealed: string | undefined;
  /** Refusals of the keys or the clientId in a row, by background work. */
  readonly refusals: number;
  /** Where the API was when ConnectWise was last reached. */
  readonly seenApi: string | undefined;
}

/** Settings with their keys in the clear, on their way to ConnectWise or into the store. */
export interface ConnectionValues {
  readonly site: string | undefined;
  readonly loginCompanyId: string | undefined;
  readonly publicKey: Secret | undefined;
  readonly privateKey: Secret | undefined;
  readonly customCa: string | undefined;
  readonly clientId: string | undefined;
}

export const CONNECTION_FIELDS = ['site', 'loginCompanyId', 'publicKey', 'privateKey'] as const;

/** What a caller sends: absent keeps, null clears. */
export interface ConnectionInput {
  readonly site?: string | null;
  readonly loginCompanyId?: string | null;
  readonly publicKey?: string | null;
  readonly privateKey?: string | null;
  readonly customCa?: string | null;
  readonly clientId?: string | null;
}

const VALUE_FIELDS = ['site', 'loginCompanyId', 'publicKey', 'privateKey', 'customCa', 'clientId'] as const;

/** Whether all values stay as they are stored. Keys are not shown, so a key that is sent counts as new. */
export function keepsValues(stored: Integration, input: ConnectionInput): boolean {
  return VALUE_FIELDS.every((field) => {
    if (input[field] === undefined) return true;
    return field !== 'publicKey' && field !== 'privateKey' && (input[field] ?? undefined) === stored[field];
  });
}

/** Values with which ConnectWise can be asked at all. */
export type CompleteValues = ConnectionValues & {
  readonly [Field in (typeof CONNECTION_FIELDS)[number]]: NonNullable<ConnectionValues[Field]>;
};

export function isComplete(values: ConnectionValues): values is CompleteValues {
  return CONNECTION_FIELDS.every((field) => values[field] !== undefined);
}
