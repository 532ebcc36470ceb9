import type { ConnectionReport } from '../../connectwise/connection-report.js';
import type { InstanceId } from '../../shared/ids.js';
import type { Secret } from '../../shared/secret.js';

/** How settings that lead to another instance are meant; nobody but the caller can know. */
export const InstanceChange = { SAME_DATA_MOVED: 'SAME_DATA_MOVED', OTHER_DATA: 'OTHER_DATA' } as const;
export type InstanceChange = (typeof InstanceChange)[keyof typeof InstanceChange];

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
  readonly lastReport: ConnectionReport | undefined;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The same with its keys as they are stored. It never leaves the integration's own services. */
export interface StoredIntegration extends Integration {
  readonly publicKeySealed: string | undefined;
  readonly privateKeySealed: string | undefined;
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

/** Values with which ConnectWise can be asked at all. */
export type CompleteValues = ConnectionValues & {
  readonly [Field in (typeof CONNECTION_FIELDS)[number]]: NonNullable<ConnectionValues[Field]>;
};

export function isComplete(values: ConnectionValues): values is CompleteValues {
  return CONNECTION_FIELDS.every((field) => values[field] !== undefined);
}
